package io.regchain.protocol.crypto;

import io.regchain.protocol.base.Bytes;

/** An SM2 signature as r‖s, big-endian, 64 bytes (JR/T 0325 annex F); DER (GM/T 0009) on request. */
public record Sm2Signature(Bytes value) {
    public static final int SIZE = 64;

    public Sm2Signature {
        if (value.size() != SIZE) {
            throw new IllegalArgumentException("an SM2 signature has 64 bytes (r, s), not " + value.size());
        }
    }

    public static Sm2Signature of(byte[] rs) {
        return new Sm2Signature(Bytes.copyOf(rs));
    }

    public String toHex() {
        return value.toHex();
    }
}
