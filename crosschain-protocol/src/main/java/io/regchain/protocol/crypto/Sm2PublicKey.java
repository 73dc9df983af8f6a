package io.regchain.protocol.crypto;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import java.math.BigInteger;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.math.ec.ECPoint;

/** A point of sm2p256v1 (GB/T 32918.5), never infinity, always on the curve; text form 04‖x‖y in lower-case hex. */
public final class Sm2PublicKey implements Comparable<Sm2PublicKey> {
    static final X9ECParameters CURVE = CustomNamedCurves.getByName("sm2p256v1");
    static final ECDomainParameters DOMAIN =
            new ECDomainParameters(CURVE.getCurve(), CURVE.getG(), CURVE.getN(), CURVE.getH());
    public static final int SIZE = 65;

    private final Bytes encoded;
    private final ECPublicKeyParameters parameters;

    private Sm2PublicKey(Bytes encoded, ECPublicKeyParameters parameters) {
        this.encoded = encoded;
        this.parameters = parameters;
    }

    /** @throws IllegalArgumentException unless 65 bytes 04‖x‖y of a point on the SM2 curve */
    public static Sm2PublicKey of(byte[] uncompressed) {
        if (uncompressed.length != SIZE || uncompressed[0] != 4) {
            throw new IllegalArgumentException("an SM2 public key is 65 bytes, 04 then x then y");
        }
        BigInteger x = new BigInteger(1, uncompressed, 1, 32);
        BigInteger y = new BigInteger(1, uncompressed, 33, 32);
        BigInteger p = CURVE.getCurve().getField().getCharacteristic();
        if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
            throw new IllegalArgumentException("an SM2 public key's coordinates are below the field prime");
        }
        ECPoint point = CURVE.getCurve().createPoint(x, y);
        if (!point.isValid()) {
            throw new IllegalArgumentException("the point is not on the SM2 curve sm2p256v1");
        }
        return new Sm2PublicKey(Bytes.copyOf(uncompressed), new ECPublicKeyParameters(point, DOMAIN));
    }

    static Sm2PublicKey ofPoint(ECPoint point) {
        return of(point.getEncoded(false));
    }

    /** @throws IllegalArgumentException when it is not a valid key in lower-case hexadecimal */
    public static Sm2PublicKey ofHex(String hex) {
        if (!hex.equals(hex.toLowerCase(java.util.Locale.ROOT))) {
            throw new IllegalArgumentException("a public key is written in lower-case hexadecimal");
        }
        return of(Bytes.ofHex(hex).unsafeArray());
    }

    public Bytes encoded() {
        return encoded;
    }

    public String toHex() {
        return encoded.toHex();
    }

    /** SM3 of the 65 encoded bytes: how an account is named in state keys. */
    public Hash32 fingerprint() {
        return Sm3.hash(encoded);
    }

    /** Whether {@code signature} is this key's over {@code message} with the default id 1234567812345678. */
    public boolean verify(byte[] message, Sm2Signature signature) {
        SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE);
        signer.init(false, parameters);
        signer.update(message, 0, message.length);
        return signer.verifySignature(signature.value().toArray());
    }

    ECPublicKeyParameters parameters() {
        return parameters;
    }

    @Override
    public int compareTo(Sm2PublicKey other) {
        return encoded.compareTo(other.encoded);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sm2PublicKey that && encoded.equals(that.encoded);
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
