package io.regchain.protocol.crypto;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import java.util.Arrays;

/**
 * The distinguishing identifier of a signer (GB/T 32918.2 5.5), which enters every signature through Z_A. Everything in
 * this system uses {@link #DEFAULT}; other protocols have their own.
 */
public record Sm2Identity(Bytes id) {
    /** The identifier of GB/T 35276 when nothing else is agreed: 1234567812345678 in ASCII. */
    public static final Sm2Identity DEFAULT = new Sm2Identity(Bytes.utf8("1234567812345678"));
    /** The length in bits fills two bytes. */
    public static final int MAX_SIZE = 8191;

    public Sm2Identity {
        if (id.size() > MAX_SIZE) {
            throw new IllegalArgumentException("an SM2 identifier has at most 8191 bytes, not " + id.size());
        }
    }

    /** Z_A = SM3(ENTL ‖ ID ‖ a ‖ b ‖ xG ‖ yG ‖ xA ‖ yA). */
    Hash32 z(Bytes encodedKey) {
        int bits = 8 * id.size();
        byte[] entl = {(byte) (bits >>> 8), (byte) bits};
        return Sm3.hash(
                entl,
                id.unsafeArray(),
                Sm2Curve.PARAMETERS_IN_Z,
                Arrays.copyOfRange(encodedKey.unsafeArray(), 1, Sm2PublicKey.SIZE));
    }
}
