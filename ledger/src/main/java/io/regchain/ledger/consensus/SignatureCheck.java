package io.regchain.ledger.consensus;

import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;

/** Whether a signature over these bytes is this key's; not public, so that nobody outside can build a lenient one. */
@FunctionalInterface
interface SignatureCheck {
    boolean valid(Sm2PublicKey signer, byte[] message, Sm2Signature signature);
}
