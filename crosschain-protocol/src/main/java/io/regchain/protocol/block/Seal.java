package io.regchain.protocol.block;

import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;

/** One validator's commit signature over {@link CommitCertificate#sealedBytes}. */
public record Seal(Sm2PublicKey signer, Sm2Signature signature) {}
