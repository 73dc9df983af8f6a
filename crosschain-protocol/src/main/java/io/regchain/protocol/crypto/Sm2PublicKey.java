package io.regchain.protocol.crypto;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.decoded.DecodedValues;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

/**
 * A point of sm2p256v1 (GB/T 32918.5), never infinity, always on the curve; text form 04‖x‖y in lower-case hex.
 * Thread-safe.
 */
public final class Sm2PublicKey implements Comparable<Sm2PublicKey> {
    public static final int SIZE = 65;
    private static final int COORDINATE = Sm2Curve.FIELD_SIZE;
    /**
     * The same 65 bytes give the same object again, which keeps what makes its next verification faster; and the few keys
     * of validators and operators come by in nearly every message.
     */
    private static final DecodedValues<Sm2PublicKey> DECODED =
            new DecodedValues<>(16_384, key -> key.encoded.unsafeArray());

    private final Bytes encoded;
    private final ECPoint point;
    /** Z_A for the default id. */
    private final Hash32 defaultZ;

    private @Nullable Hash32 fingerprint;

    private final Sm2Verifier verifier;

    private Sm2PublicKey(Bytes encoded, ECPoint point) {
        this.encoded = encoded;
        this.point = point;
        this.defaultZ = Sm2Identity.DEFAULT.z(encoded);
        this.verifier = new Sm2Verifier(encoded);
    }

    /** @throws IllegalArgumentException unless 65 bytes 04‖x‖y of a point on the SM2 curve */
    public static Sm2PublicKey of(byte[] uncompressed) {
        return DECODED.find(uncompressed).orElseGet(() -> {
            Sm2PublicKey key = decode(uncompressed);
            DECODED.remember(key);
            return key;
        });
    }

    private static Sm2PublicKey decode(byte[] uncompressed) {
        if (uncompressed.length != SIZE || uncompressed[0] != 4) {
            throw new IllegalArgumentException("an SM2 public key is 65 bytes, 04 then x then y");
        }
        BigInteger x = new BigInteger(1, uncompressed, 1, COORDINATE);
        BigInteger y = new BigInteger(1, uncompressed, 1 + COORDINATE, COORDINATE);
        if (x.compareTo(Sm2Curve.P) >= 0 || y.compareTo(Sm2Curve.P) >= 0) {
            throw new IllegalArgumentException("an SM2 public key's coordinates are below the field prime");
        }
        ECPoint point = Sm2Curve.point(x, y);
        if (!point.isValid()) {
            throw new IllegalArgumentException("the point is not on the SM2 curve sm2p256v1");
        }
        return new Sm2PublicKey(Bytes.copyOf(uncompressed), point);
    }

    static Sm2PublicKey ofPoint(ECPoint point) {
        return of(point.getEncoded(false));
    }

    /** @throws IllegalArgumentException when it is not a valid key in lower-case hexadecimal */
    public static Sm2PublicKey ofHex(String hex) {
        if (!hex.equals(hex.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("a public key is written in lower-case hexadecimal");
        }
        return of(Bytes.ofHex(hex).unsafeArray());
    }

    /**
     * The key of a JWK {kty EC, crv SM2} (JR/T 0325 annex D): both coordinates in Base64URL, 43 characters each.
     *
     * @throws DecodeException when the texts are not two coordinates of a point on the SM2 curve
     */
    public static Sm2PublicKey ofJwk(String x, String y) {
        byte[] encoded = new byte[SIZE];
        encoded[0] = 4;
        System.arraycopy(Base64Url.decode("the JWK's x", x, COORDINATE), 0, encoded, 1, COORDINATE);
        System.arraycopy(Base64Url.decode("the JWK's y", y, COORDINATE), 0, encoded, 1 + COORDINATE, COORDINATE);
        try {
            return of(encoded);
        } catch (IllegalArgumentException e) {
            throw new DecodeException("the JWK is not an SM2 key: " + e.getMessage(), e);
        }
    }

    /** The JWK member {@code x}. */
    public String jwkX() {
        return Base64Url.encode(Arrays.copyOfRange(encoded.unsafeArray(), 1, 1 + COORDINATE));
    }

    /** The JWK member {@code y}. */
    public String jwkY() {
        return Base64Url.encode(Arrays.copyOfRange(encoded.unsafeArray(), 1 + COORDINATE, SIZE));
    }

    public Bytes encoded() {
        return encoded;
    }

    public String toHex() {
        return encoded.toHex();
    }

    /** SM3 of the 65 encoded bytes: how an account is named in state keys. */
    public Hash32 fingerprint() {
        Hash32 known = fingerprint;
        if (known == null) {
            known = Sm3.hash(encoded);
            fingerprint = known;
        }
        return known;
    }

    /** Whether {@code signature} is this key's over {@code message} with the default id 1234567812345678. */
    public boolean verify(byte[] message, Sm2Signature signature) {
        return verify(message, signature, Sm2Identity.DEFAULT);
    }

    /** Whether {@code signature} is this key's over {@code message} under {@code identity}. */
    public boolean verify(byte[] message, Sm2Signature signature, Sm2Identity identity) {
        return verifyDigest(digest(message, identity), signature);
    }

    /** e = SM3(Z_A ‖ message) with the default id: what a signature of this key over the message signs (GB/T 32918.2 6.1). */
    public Hash32 digest(byte[] message) {
        return digest(message, Sm2Identity.DEFAULT);
    }

    Hash32 digest(byte[] message, Sm2Identity identity) {
        return Sm3.hash(z(identity).unsafeArray(), message);
    }

    boolean verifyDigest(Hash32 e, Sm2Signature signature) {
        return verifier.verifies(e, signature);
    }

    Hash32 z(Sm2Identity identity) {
        return identity.equals(Sm2Identity.DEFAULT) ? defaultZ : identity.z(encoded);
    }

    ECPublicKeyParameters parameters() {
        return new ECPublicKeyParameters(point, Sm2Curve.DOMAIN);
    }

    @Override
    public int compareTo(Sm2PublicKey other) {
        return encoded.compareTo(other.encoded);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Sm2PublicKey that && encoded.equals(that.encoded);
    }

    @Override
    public int hashCode() {
        return encoded.hashCode();
    }

    @Override
    public String toString() {
        return toHex();
    }
}
