package io.regchain.protocol.crypto;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * An SM2 signature as r‖s, big-endian, 64 bytes; Base64URL of it is the proofValue of JR/T 0325 annex F, DER the form of
 * GM/T 0009. Whether it is anybody's signature only {@link Sm2PublicKey#verify} says.
 */
public record Sm2Signature(Bytes value) {
    public static final int SIZE = 64;
    private static final int HALF = SIZE / 2;

    public Sm2Signature {
        if (value.size() != SIZE) {
            throw new IllegalArgumentException("an SM2 signature has 64 bytes (r, s), not " + value.size());
        }
    }

    public static Sm2Signature of(byte[] rs) {
        return new Sm2Signature(Bytes.copyOf(rs));
    }

    static Sm2Signature of(BigInteger r, BigInteger s) {
        byte[] rs = Arrays.copyOf(Sm2Curve.unsigned32(r), SIZE);
        System.arraycopy(Sm2Curve.unsigned32(s), 0, rs, HALF, HALF);
        return new Sm2Signature(Bytes.wrap(rs));
    }

    BigInteger r() {
        return new BigInteger(1, value.unsafeArray(), 0, HALF);
    }

    BigInteger s() {
        return new BigInteger(1, value.unsafeArray(), HALF, HALF);
    }

    public String toHex() {
        return value.toHex();
    }

    /** SEQUENCE {r INTEGER, s INTEGER} (GM/T 0009). */
    public byte[] toDer() {
        return Sm2Der.sequence(Sm2Der.integer(r()), Sm2Der.integer(s()));
    }

    /** @throws DecodeException unless it is exactly one DER signature with r and s in [1, n−1] */
    public static Sm2Signature fromDer(byte[] der) {
        Sm2Der.Reader in = Sm2Der.Reader.ofSequence(der);
        BigInteger r = inRange("r", in.integer());
        BigInteger s = inRange("s", in.integer());
        in.end();
        return of(r, s);
    }

    private static BigInteger inRange(String name, BigInteger value) {
        if (value.signum() == 0 || value.compareTo(Sm2Curve.N) >= 0) {
            throw new DecodeException("an SM2 signature's " + name + " lies in [1, n-1]");
        }
        return value;
    }

    /** The proofValue of {@code SM2Signature2022} (JR/T 0325 annex F): 86 characters without padding. */
    public String toBase64Url() {
        return Base64Url.encode(value.unsafeArray());
    }

    /** @throws DecodeException unless it is the Base64URL of 64 bytes, without padding, as {@link #toBase64Url} writes it */
    public static Sm2Signature ofBase64Url(String text) {
        return new Sm2Signature(Bytes.wrap(Base64Url.decode("an SM2 signature", text, SIZE)));
    }
}
