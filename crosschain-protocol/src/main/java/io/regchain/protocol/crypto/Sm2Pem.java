package io.regchain.protocol.crypto;

import io.regchain.protocol.base.DecodeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * SM2 keys in the files that other tools read and write: SubjectPublicKeyInfo ("PUBLIC KEY") and unencrypted PKCS#8
 * ("PRIVATE KEY") in PEM, algorithm ecPublicKey on sm2p256v1 (GB/T 20518, RFC 5958).
 */
public final class Sm2Pem {
    private static final String PUBLIC = "PUBLIC KEY";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final AlgorithmIdentifier SM2 =
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, GMObjectIdentifiers.sm2p256v1);

    private Sm2Pem() {}

    public static String write(Sm2PublicKey key) {
        return wrap(PUBLIC, der(new SubjectPublicKeyInfo(SM2, key.encoded().toArray())));
    }

    /** @throws DecodeException when the text is not the PEM of an SM2 public key */
    public static Sm2PublicKey readPublicKey(String pem) {
        try {
            return key(SubjectPublicKeyInfo.getInstance(parse(unwrap(PUBLIC, pem))));
        } catch (DecodeException e) {
            throw e;
        } catch (RuntimeException e) {
            // the library's parser fails in several ways on malformed input, a failed cast among them
            throw new DecodeException("the PEM text is not an SM2 public key: " + e.getMessage(), e);
        }
    }

    static Sm2PublicKey key(SubjectPublicKeyInfo info) {
        requireSm2(info.getAlgorithm());
        return Sm2PublicKey.of(info.getPublicKeyData().getOctets());
    }

    /** The PEM text in ASCII. */
    public static SecretBytes write(Sm2PrivateKey key) {
        byte[] der = key.exportScalar().use(scalar -> pkcs8(key, scalar));
        byte[] pem = wrap(PRIVATE, der).getBytes(StandardCharsets.US_ASCII);
        try {
            return SecretBytes.copyOf(pem);
        } finally {
            Arrays.fill(der, (byte) 0);
            Arrays.fill(pem, (byte) 0);
        }
    }

    private static byte[] pkcs8(Sm2PrivateKey key, byte[] scalar) {
        DERBitString publicKey = new DERBitString(key.publicKey().encoded().toArray());
        ECPrivateKey inner = new ECPrivateKey(256, new java.math.BigInteger(1, scalar), publicKey, null);
        try {
            return der(new PrivateKeyInfo(SM2, inner));
        } catch (IOException e) {
            throw new IllegalStateException("a private key could not be encoded", e);
        }
    }

    /** @throws DecodeException when it is not the PEM of an SM2 private key, or the public key beside it is another's */
    public static Sm2PrivateKey readPrivateKey(SecretBytes pem) {
        return pem.use(bytes -> {
            try {
                return readPkcs8(unwrap(PRIVATE, new String(bytes, StandardCharsets.US_ASCII)));
            } catch (DecodeException e) {
                throw e;
            } catch (RuntimeException e) {
                // as for public keys
                throw new DecodeException("the PEM text is not an SM2 private key: " + e.getMessage(), e);
            }
        });
    }

    private static Sm2PrivateKey readPkcs8(byte[] der) {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(parse(der));
        requireSm2(info.getPrivateKeyAlgorithm());
        ECPrivateKey inner = ECPrivateKey.getInstance(parse(info.getPrivateKey().getOctets()));
        Sm2PrivateKey key = Sm2PrivateKey.of(Sm2Curve.unsigned32(inner.getKey()));
        if (inner.getPublicKey() != null
                && !Arrays.equals(
                        inner.getPublicKey().getOctets(),
                        key.publicKey().encoded().unsafeArray())) {
            throw new DecodeException("the public key beside the private key belongs to another");
        }
        return key;
    }

    private static void requireSm2(AlgorithmIdentifier algorithm) {
        ASN1Encodable parameters = algorithm.getParameters();
        boolean sm2 = algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                && parameters instanceof ASN1ObjectIdentifier curve
                && curve.equals(GMObjectIdentifiers.sm2p256v1);
        if (!sm2) {
            throw new DecodeException("the key is of algorithm " + algorithm.getAlgorithm() + " with parameters "
                    + parameters + ", not ecPublicKey on sm2p256v1 (1.2.156.10197.1.301)");
        }
    }

    static ASN1Primitive parse(byte[] der) {
        try {
            return ASN1Primitive.fromByteArray(der);
        } catch (IOException e) {
            throw new DecodeException("the bytes are not DER: " + e.getMessage(), e);
        }
    }

    static byte[] der(ASN1Object object) {
        try {
            return object.getEncoded("DER");
        } catch (IOException e) {
            throw new IllegalStateException("DER could not be written", e);
        }
    }

    private static String wrap(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private static byte[] unwrap(String label, String pem) {
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        String text = pem.strip();
        if (!text.startsWith(begin) || !text.endsWith(end) || text.length() < begin.length() + end.length()) {
            throw new DecodeException("a PEM file of a key starts with " + begin + " and ends with " + end);
        }
        return Base64.getMimeDecoder().decode(text.substring(begin.length(), text.length() - end.length()));
    }
}
