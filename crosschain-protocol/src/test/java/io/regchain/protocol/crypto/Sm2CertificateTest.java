package io.regchain.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Sm2CertificateTest {
    private static final Sm2PrivateKey AUTHORITY = key("authority");
    private static final Sm2PrivateKey OTHER_AUTHORITY = key("other authority");
    private static final Sm2PrivateKey SUBJECT = key("subject");
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2027-01-01T00:00:00Z");
    private static final BlockTime NOW = BlockTime.of(Instant.parse("2026-02-02T01:30:00Z"));
    private static final ASN1ObjectIdentifier SM2_SM3 = GMObjectIdentifiers.sm2sign_with_sm3;
    private static final ASN1ObjectIdentifier UNKNOWN = new ASN1ObjectIdentifier("1.2.3.4.5");

    private static Sm2PrivateKey key(String seed) {
        return Sm2PrivateKey.of(Sm3.hash(Bytes.utf8(seed)).toArray());
    }

    /** A certificate to be issued, and how it is looked at. */
    record World(
            Sm2PrivateKey issuer,
            ASN1ObjectIdentifier algorithm,
            int usage,
            ExtensionsGenerator extensions,
            Sm2Certificate.Purpose purpose,
            BlockTime at,
            SortedSet<BigInteger> revoked) {
        static World valid() {
            return new World(
                    AUTHORITY,
                    SM2_SM3,
                    KeyUsage.digitalSignature | KeyUsage.nonRepudiation,
                    new ExtensionsGenerator(),
                    Sm2Certificate.Purpose.SIGNING,
                    NOW,
                    new TreeSet<>());
        }

        World issuedBy(Sm2PrivateKey changed) {
            return new World(changed, algorithm, usage, extensions, purpose, at, revoked);
        }

        World algorithm(ASN1ObjectIdentifier changed) {
            return new World(issuer, changed, usage, extensions, purpose, at, revoked);
        }

        World usage(int changed) {
            return new World(issuer, algorithm, changed, extensions, purpose, at, revoked);
        }

        World shownFor(Sm2Certificate.Purpose changed) {
            return new World(issuer, algorithm, usage, extensions, changed, at, revoked);
        }

        World extension(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
            try {
                extensions.addExtension(oid, critical, value);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return this;
        }

        World at(Instant instant) {
            return new World(issuer, algorithm, usage, extensions, purpose, BlockTime.of(instant), revoked);
        }

        World revoking(long serial) {
            revoked.add(BigInteger.valueOf(serial));
            return this;
        }

        Bytes issue() {
            if (usage != 0) {
                extension(Extension.keyUsage, true, new KeyUsage(usage));
            }
            AlgorithmIdentifier signature = new AlgorithmIdentifier(algorithm);
            V3TBSCertificateGenerator body = new V3TBSCertificateGenerator();
            body.setSerialNumber(new ASN1Integer(42));
            body.setSignature(signature);
            body.setIssuer(new X500Name("C=CN,O=Hub,CN=Hub CA"));
            body.setSubject(new X500Name("C=CN,O=Market,CN=jiangsu-0"));
            body.setStartDate(new Time(Date.from(FROM)));
            body.setEndDate(new Time(Date.from(UNTIL)));
            body.setSubjectPublicKeyInfo(new SubjectPublicKeyInfo(
                    new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, GMObjectIdentifiers.sm2p256v1),
                    SUBJECT.publicKey().encoded().toArray()));
            if (!extensions.isEmpty()) {
                body.setExtensions(extensions.generate());
            }
            return signed(body.generateTBSCertificate(), signature);
        }

        private Bytes signed(TBSCertificate body, AlgorithmIdentifier algorithm) {
            byte[] signature = issuer.sign(Sm2Pem.der(body)).toDer();
            return Bytes.wrap(
                    Sm2Pem.der(new DERSequence(new ASN1Encodable[] {body, algorithm, new DERBitString(signature)})));
        }

        java.util.Optional<io.regchain.protocol.base.Refusal> problem() {
            return Sm2Certificate.parse(issue()).problem(purpose, at, AUTHORITY.publicKey(), revoked);
        }
    }

    @Test
    void a_signing_certificate_counts_for_signing() {
        assertThat(World.valid().problem()).isEmpty();
        Sm2Certificate certificate = Sm2Certificate.parse(World.valid().issue());
        assertThat(certificate.publicKey()).isEqualTo(SUBJECT.publicKey());
        assertThat(certificate.subject()).isEqualTo("C=CN,O=Market,CN=jiangsu-0");
        assertThat(certificate.serialNumber()).isEqualTo(42);
        assertThat(certificate.notBefore()).isEqualTo(BlockTime.of(FROM));
        assertThat(certificate.notAfter()).isEqualTo(BlockTime.of(UNTIL));
    }

    @Test
    void an_encryption_certificate_counts_for_encryption() {
        assertThat(World.valid()
                        .usage(KeyUsage.keyEncipherment | KeyUsage.keyAgreement)
                        .shownFor(Sm2Certificate.Purpose.ENCRYPTION)
                        .problem())
                .isEmpty();
    }

    @Test
    void extensions_that_are_not_critical_may_be_unknown() {
        assertThat(World.valid().extension(UNKNOWN, false, DERNull.INSTANCE).problem())
                .isEmpty();
    }

    /** A valid world with one thing broken. */
    record Row(String broken, UnaryOperator<World> change, String code) {
        @Override
        public String toString() {
            return broken;
        }
    }

    static Stream<Row> broken() {
        return Stream.of(
                new Row(
                        "an encryption certificate used for signing",
                        w -> w.usage(KeyUsage.keyEncipherment | KeyUsage.dataEncipherment | KeyUsage.keyAgreement),
                        "CERTIFICATE_USAGE_WRONG"),
                new Row(
                        "a signing certificate used for encryption",
                        w -> w.shownFor(Sm2Certificate.Purpose.ENCRYPTION),
                        "CERTIFICATE_USAGE_WRONG"),
                new Row("no usage named", w -> w.usage(0), "CERTIFICATE_USAGE_WRONG"),
                new Row("a second after its end", w -> w.at(UNTIL.plusSeconds(1)), "CERTIFICATE_EXPIRED"),
                new Row("a second before its start", w -> w.at(FROM.minusSeconds(1)), "CERTIFICATE_NOT_YET_VALID"),
                new Row("a revoked serial number", w -> w.revoking(42), "CERTIFICATE_REVOKED"),
                new Row(
                        "an unknown critical extension",
                        w -> w.extension(UNKNOWN, true, DERNull.INSTANCE),
                        "CERTIFICATE_EXTENSION_UNKNOWN"),
                new Row(
                        "an authority's own certificate",
                        w -> w.extension(Extension.basicConstraints, true, new BasicConstraints(true)),
                        "CERTIFICATE_OF_AUTHORITY"),
                new Row("another authority", w -> w.issuedBy(OTHER_AUTHORITY), "CERTIFICATE_SIGNATURE_INVALID"),
                new Row(
                        "ECDSA with SHA-256 as its algorithm",
                        w -> w.algorithm(X9ObjectIdentifiers.ecdsa_with_SHA256),
                        "CERTIFICATE_SIGNATURE_INVALID"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_certificate_with_one_thing_broken_is_refused_with_its_own_reason(Row row) {
        assertThat(row.change.apply(World.valid()).problem()).hasValueSatisfying(refusal -> {
            assertThat(refusal.code()).isEqualTo(row.code);
            assertThat(refusal.message()).contains("CN=jiangsu-0");
        });
    }

    @Test
    void the_serial_number_of_another_certificate_revokes_nothing() {
        assertThat(World.valid().revoking(41).problem()).isEmpty();
    }

    @Test
    void a_certificate_with_any_byte_changed_is_refused() {
        byte[] der = World.valid().issue().toArray();
        for (int i = 0; i < der.length; i++) {
            byte[] changed = der.clone();
            changed[i] ^= 1;
            assertThat(counts(changed)).as("byte %d", i).isFalse();
        }
    }

    private static boolean counts(byte[] der) {
        try {
            return Sm2Certificate.parse(Bytes.wrap(der))
                    .problem(Sm2Certificate.Purpose.SIGNING, NOW, AUTHORITY.publicKey(), new TreeSet<>())
                    .isEmpty();
        } catch (DecodeException e) {
            return false;
        }
    }

    @Test
    void bytes_after_the_certificate_are_refused() {
        Bytes der = World.valid().issue();
        assertThatThrownBy(() -> Sm2Certificate.parse(Bytes.ofHex(der.toHex() + "00")))
                .isInstanceOf(DecodeException.class);
    }
}
