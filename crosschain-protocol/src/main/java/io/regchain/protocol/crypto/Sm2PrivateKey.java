package io.regchain.protocol.crypto;

import io.regchain.protocol.base.Hash32;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Optional;

/** An SM2 private key d in [1, n−2]; never printed. Thread-safe. */
public final class Sm2PrivateKey implements Sm2Signer {
    public static final int SIZE = 32;
    private final BigInteger scalar;
    /** (1 + d)⁻¹ mod n, the same for every signature. */
    private final BigInteger inverse;

    private final Sm2PublicKey publicKey;
    private final SecureRandom random;

    private Sm2PrivateKey(BigInteger scalar, SecureRandom random) {
        this.scalar = scalar;
        this.inverse = scalar.add(BigInteger.ONE).modInverse(Sm2Curve.N);
        this.random = random;
        this.publicKey = Sm2PublicKey.ofPoint(Sm2Curve.multiplyBase(scalar));
    }

    /** @throws IllegalArgumentException unless the 32 big-endian bytes lie in [1, n−2] */
    public static Sm2PrivateKey of(byte[] scalar) {
        BigInteger d = new BigInteger(1, scalar);
        if (scalar.length != SIZE || !inRange(d)) {
            throw new IllegalArgumentException("an SM2 private key is 32 bytes in [1, n-2]");
        }
        return new Sm2PrivateKey(d, new SecureRandom());
    }

    public static Sm2PrivateKey generate(SecureRandom random) {
        BigInteger d;
        do {
            d = new BigInteger(8 * SIZE, random);
        } while (!inRange(d));
        return new Sm2PrivateKey(d, random);
    }

    private static boolean inRange(BigInteger d) {
        return d.signum() > 0 && d.compareTo(Sm2Curve.N.subtract(BigInteger.TWO)) <= 0;
    }

    @Override
    public Sm2PublicKey publicKey() {
        return publicKey;
    }

    /** With a fresh random nonce. */
    @Override
    public Sm2Signature sign(byte[] message) {
        return sign(message, Sm2Identity.DEFAULT);
    }

    public Sm2Signature sign(byte[] message, Sm2Identity identity) {
        Hash32 e = publicKey.digest(message, identity);
        Optional<Sm2Signature> signature;
        do {
            signature = signDigest(e, new BigInteger(8 * SIZE, random));
        } while (signature.isEmpty());
        return signature.get();
    }

    /**
     * The signature of e with the nonce k; empty when the standard asks for another k.
     *
     * <p>GB/T 32918.2 6.1 A5–A6; s = (1+d)⁻¹·(k − r·d) is computed as (1+d)⁻¹·(k + r) − r, which is the same mod n.
     */
    Optional<Sm2Signature> signDigest(Hash32 e, BigInteger k) {
        if (k.signum() <= 0 || k.compareTo(Sm2Curve.N) >= 0) {
            return Optional.empty();
        }
        BigInteger x1 = Sm2Curve.multiplyBase(k).getAffineXCoord().toBigInteger();
        BigInteger r = new BigInteger(1, e.unsafeArray()).add(x1).mod(Sm2Curve.N);
        if (r.signum() == 0 || r.add(k).equals(Sm2Curve.N)) {
            return Optional.empty();
        }
        BigInteger s = inverse.multiply(k.add(r)).subtract(r).mod(Sm2Curve.N);
        return s.signum() == 0 ? Optional.empty() : Optional.of(Sm2Signature.of(r, s));
    }

    /** The 32 bytes of d, for a key file. */
    public SecretBytes exportScalar() {
        byte[] bytes = Sm2Curve.unsigned32(scalar);
        SecretBytes secret = SecretBytes.copyOf(bytes);
        java.util.Arrays.fill(bytes, (byte) 0);
        return secret;
    }

    BigInteger scalar() {
        return scalar;
    }

    @Override
    public String toString() {
        return "Sm2PrivateKey(of " + publicKey.toHex().substring(0, 12) + "…)";
    }
}
