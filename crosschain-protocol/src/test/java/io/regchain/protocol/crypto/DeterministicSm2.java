package io.regchain.protocol.crypto;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import java.math.BigInteger;

/** SM2 signatures that are the same on every run, for files that are compared byte by byte. Never for real keys. */
public final class DeterministicSm2 {
    private DeterministicSm2() {}

    /** Signs with the nonce SM3("regchain sample nonce" ‖ message), which gives the private key away to anyone. */
    public static Sm2Signature sign(Sm2PrivateKey key, byte[] message) {
        Hash32 nonce = Sm3.hash(Bytes.utf8("regchain sample nonce").unsafeArray(), message);
        Hash32 e = Sm3.hash(key.publicKey().z(Sm2Identity.DEFAULT).unsafeArray(), message);
        return key.signDigest(e, new BigInteger(1, nonce.unsafeArray())).orElseThrow();
    }
}
