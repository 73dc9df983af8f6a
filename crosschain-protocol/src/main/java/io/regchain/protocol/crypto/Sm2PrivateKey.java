package io.regchain.protocol.crypto;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** An SM2 private key d in [1, n−2]; never printed. */
public final class Sm2PrivateKey {
    private final BigInteger scalar;
    private final Sm2PublicKey publicKey;
    private final SecureRandom random;

    private Sm2PrivateKey(BigInteger scalar, SecureRandom random) {
        this.scalar = scalar;
        this.random = random;
        this.publicKey =
                Sm2PublicKey.ofPoint(new FixedPointCombMultiplier().multiply(Sm2PublicKey.CURVE.getG(), scalar));
    }

    /** @throws IllegalArgumentException unless the 32 big-endian bytes lie in [1, n−2] */
    public static Sm2PrivateKey of(byte[] scalar) {
        BigInteger d = new BigInteger(1, scalar);
        BigInteger limit = Sm2PublicKey.CURVE.getN().subtract(BigInteger.TWO);
        if (scalar.length != 32 || d.signum() == 0 || d.compareTo(limit) > 0) {
            throw new IllegalArgumentException("an SM2 private key is 32 bytes in [1, n-2]");
        }
        return new Sm2PrivateKey(d, new SecureRandom());
    }

    public static Sm2PrivateKey generate(SecureRandom random) {
        BigInteger span = Sm2PublicKey.CURVE.getN().subtract(BigInteger.TWO);
        BigInteger d;
        do {
            d = new BigInteger(256, random);
        } while (d.signum() == 0 || d.compareTo(span) > 0);
        return new Sm2PrivateKey(d, random);
    }

    public Sm2PublicKey publicKey() {
        return publicKey;
    }

    public Sm2Signature sign(byte[] message) {
        SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE);
        signer.init(true, new ParametersWithRandom(new ECPrivateKeyParameters(scalar, Sm2PublicKey.DOMAIN), random));
        signer.update(message, 0, message.length);
        try {
            return Sm2Signature.of(signer.generateSignature());
        } catch (CryptoException e) {
            throw new IllegalStateException("SM2 signing failed", e);
        }
    }

    @Override
    public String toString() {
        return "Sm2PrivateKey(of " + publicKey.toHex().substring(0, 12) + "…)";
    }
}
