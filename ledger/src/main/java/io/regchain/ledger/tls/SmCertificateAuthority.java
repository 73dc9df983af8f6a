package io.regchain.ledger.tls;

import io.regchain.protocol.base.UnifiedSocialCreditCode;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * A certificate authority with SM2 keys and SM3 digests (X.509 v3, GB/T 20518 profile): the hub's own for its nodes, and
 * the one a rehearsal federation makes for itself. Serial numbers are random; certificates run for {@value #YEARS} years.
 */
public final class SmCertificateAuthority {
    static final int YEARS = 3;
    private static final String SIGNATURE = "SM3WITHSM2";

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final SecureRandom random = new SecureRandom();

    private SmCertificateAuthority(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /** A new authority with a key of its own, valid from one hour before {@code now}. */
    public static SmCertificateAuthority create(String commonName, Instant now) {
        KeyPair pair = generate();
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.C, "CN")
                .addRDN(BCStyle.CN, commonName)
                .build();
        SecureRandom random = new SecureRandom();
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(name, serial(random), from(now), until(now), name, pair.getPublic());
        return new SmCertificateAuthority(pair.getPrivate(), sign(builder, pair.getPrivate(), true));
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** A fresh key and its certificate for a node, named by its organisation (O) and its node name (CN). */
    public TlsIdentity issue(String nodeName, UnifiedSocialCreditCode organisation, Instant now) {
        KeyPair pair = generate();
        X500Name issuer =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.C, "CN")
                .addRDN(BCStyle.O, organisation.value())
                .addRDN(BCStyle.CN, nodeName)
                .build();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer, serial(random), from(now), until(now), subject, pair.getPublic());
        return new TlsIdentity(pair.getPrivate(), sign(builder, key, false), certificate);
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey issuerKey, boolean authority) {
        int usage = authority
                ? KeyUsage.keyCertSign | KeyUsage.cRLSign
                : KeyUsage.digitalSignature | KeyUsage.nonRepudiation;
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            X509CertificateHolder holder = builder.build(new JcaContentSignerBuilder(SIGNATURE)
                    .setProvider(NationalTls.BC)
                    .build(issuerKey));
            return new JcaX509CertificateConverter().setProvider(NationalTls.BC).getCertificate(holder);
        } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("an SM2 certificate could not be made", e);
        }
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", NationalTls.BC);
            generator.initialize(new ECGenParameterSpec("sm2p256v1"), new SecureRandom());
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an SM2 key could not be made", e);
        }
    }

    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(127, random).add(BigInteger.ONE);
    }

    private static Date from(Instant now) {
        return Date.from(now.minus(1, ChronoUnit.HOURS));
    }

    private static Date until(Instant now) {
        return Date.from(now.plus(365L * YEARS, ChronoUnit.DAYS));
    }

    /** Key and certificate as PEM, for a file with owner-only rights. */
    public String toPem() {
        return pem(List.of(key, certificate));
    }

    /** @throws IllegalArgumentException when the text does not hold a key and a certificate */
    public static SmCertificateAuthority ofPem(String text) {
        List<Object> parts = parse(text, 2);
        return new SmCertificateAuthority((PrivateKey) parts.get(0), (X509Certificate) parts.get(1));
    }

    /** Key, certificate and authority certificate as PEM, for a file with owner-only rights. */
    public static String toPem(TlsIdentity identity) {
        return pem(List.of(identity.key(), identity.certificate(), identity.authority()));
    }

    /** @throws IllegalArgumentException when the text does not hold a key and two certificates */
    public static TlsIdentity identityOfPem(String text) {
        List<Object> parts = parse(text, 3);
        return new TlsIdentity(
                (PrivateKey) parts.get(0), (X509Certificate) parts.get(1), (X509Certificate) parts.get(2));
    }

    static String pem(Object part) {
        return pem(List.of(part));
    }

    private static String pem(List<Object> parts) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (Object part : parts) {
                Object object = part instanceof PrivateKey key ? new PemObject("PRIVATE KEY", key.getEncoded()) : part;
                writer.writeObject(object);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static List<Object> parse(String text, int expected) {
        Reader reader = new StringReader(text);
        try (PEMParser parser = new PEMParser(reader)) {
            List<Object> parts = new java.util.ArrayList<>();
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                parts.add(convert(part, parts.isEmpty()));
            }
            if (parts.size() != expected) {
                throw new IllegalArgumentException("the PEM text holds " + parts.size() + " parts, not " + expected);
            }
            return parts;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("the PEM text cannot be read: " + e.getMessage(), e);
        }
    }

    private static Object convert(Object part, boolean first) throws IOException, GeneralSecurityException {
        if (first && part instanceof PrivateKeyInfo key) {
            return new JcaPEMKeyConverter().setProvider(NationalTls.BC).getPrivateKey(key);
        }
        if (!first && part instanceof X509CertificateHolder holder) {
            return new JcaX509CertificateConverter().setProvider(NationalTls.BC).getCertificate(holder);
        }
        throw new IllegalArgumentException("a private key should come first, then certificates");
    }
}
