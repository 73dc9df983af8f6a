package io.regchain.ledger.consensus;

import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;

/** A round change as evidence inside a justification, without its block; unverified. */
public record SignedRoundChange(RoundChangeClaim claim, Sm2PublicKey signer, Sm2Signature signature) {}
