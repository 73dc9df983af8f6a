package io.regchain.ledger.consensus;

import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;

/** A prepare as evidence inside a certificate or justification; unverified. */
public record SignedPrepare(Prepare prepare, Sm2PublicKey signer, Sm2Signature signature) {}
