package io.regchain.protocol.crypto;

import io.regchain.protocol.base.DecodeException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;

/**
 * SM2 encryption (GB/T 32918.4) of short secrets. Raw form: C1‖C3‖C2 = 04‖x‖y, SM3 check value, ciphertext; this order is
 * the standard's since 2016, the older C1‖C2‖C3 is not read. DER form: GM/T 0009.
 */
public final class Sm2Cipher {
    /** Larger data belongs under an SM4 key that this cipher carries. */
    public static final int MAX_PLAINTEXT = 1 << 16;

    private static final int C1 = Sm2PublicKey.SIZE;
    private static final int C3 = 32;
    private static final int COORDINATE = Sm2Curve.FIELD_SIZE;

    private Sm2Cipher() {}

    /**
     * @return C1‖C3‖C2
     * @throws IllegalArgumentException unless the plaintext has 1 to {@value #MAX_PLAINTEXT} bytes
     */
    public static byte[] encrypt(Sm2PublicKey to, byte[] plaintext, SecureRandom random) {
        if (plaintext.length == 0 || plaintext.length > MAX_PLAINTEXT) {
            throw new IllegalArgumentException(
                    "SM2 encrypts 1 to " + MAX_PLAINTEXT + " bytes, not " + plaintext.length);
        }
        SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
        engine.init(true, new ParametersWithRandom(to.parameters(), random));
        try {
            return engine.processBlock(plaintext, 0, plaintext.length);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("SM2 encryption failed", e);
        }
    }

    /** @throws DecodeException when it is not a C1‖C3‖C2 ciphertext made for this key */
    public static byte[] decrypt(Sm2PrivateKey key, byte[] ciphertext) {
        requireRaw(ciphertext);
        SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
        engine.init(false, new ECPrivateKeyParameters(key.scalar(), Sm2Curve.DOMAIN));
        try {
            return engine.processBlock(ciphertext, 0, ciphertext.length);
        } catch (InvalidCipherTextException | IllegalArgumentException e) {
            throw new DecodeException(
                    "the ciphertext is not an SM2 C1-C3-C2 ciphertext for this key: " + e.getMessage(), e);
        }
    }

    private static void requireRaw(byte[] ciphertext) {
        if (ciphertext.length <= C1 + C3 || ciphertext.length > C1 + C3 + MAX_PLAINTEXT || ciphertext[0] != 4) {
            throw new DecodeException("an SM2 ciphertext starts with 04 and has 98 to " + (C1 + C3 + MAX_PLAINTEXT)
                    + " bytes; this one has " + ciphertext.length);
        }
    }

    /**
     * The raw form as SEQUENCE {x INTEGER, y INTEGER, check OCTET STRING, ciphertext OCTET STRING} (GM/T 0009).
     *
     * @throws DecodeException when it has not the shape of a raw ciphertext
     */
    public static byte[] toDer(byte[] ciphertext) {
        requireRaw(ciphertext);
        return Sm2Der.sequence(
                Sm2Der.integer(new BigInteger(1, ciphertext, 1, COORDINATE)),
                Sm2Der.integer(new BigInteger(1, ciphertext, 1 + COORDINATE, COORDINATE)),
                Sm2Der.octets(Arrays.copyOfRange(ciphertext, C1, C1 + C3)),
                Sm2Der.octets(Arrays.copyOfRange(ciphertext, C1 + C3, ciphertext.length)));
    }

    /** @throws DecodeException unless it is exactly one DER ciphertext; whether it decrypts is seen by {@link #decrypt} */
    public static byte[] fromDer(byte[] der) {
        Sm2Der.Reader in = Sm2Der.Reader.ofSequence(der);
        byte[] x = Sm2Curve.unsigned32(in.integer());
        byte[] y = Sm2Curve.unsigned32(in.integer());
        byte[] check = in.octets();
        byte[] encrypted = in.octets();
        in.end();
        if (check.length != C3) {
            throw new DecodeException("the check value of an SM2 ciphertext has 32 bytes, not " + check.length);
        }
        byte[] raw = new byte[C1 + C3 + encrypted.length];
        raw[0] = 4;
        System.arraycopy(x, 0, raw, 1, COORDINATE);
        System.arraycopy(y, 0, raw, 1 + COORDINATE, COORDINATE);
        System.arraycopy(check, 0, raw, C1, C3);
        System.arraycopy(encrypted, 0, raw, C1 + C3, encrypted.length);
        requireRaw(raw);
        return raw;
    }
}
