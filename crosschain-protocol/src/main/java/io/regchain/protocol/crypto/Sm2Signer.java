package io.regchain.protocol.crypto;

/** Signs with one SM2 key that it need not show: a key in memory, or one that never leaves a cryptographic device. */
public interface Sm2Signer {
    /** The key that its signatures verify with. */
    Sm2PublicKey publicKey();

    /** Signs SM3(Z_A ‖ message) with the default id (GB/T 32918.2 6.1). Thread-safe. */
    Sm2Signature sign(byte[] message);
}
