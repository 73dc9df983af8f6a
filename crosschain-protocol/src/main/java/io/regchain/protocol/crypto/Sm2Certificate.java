package io.regchain.protocol.crypto;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Refusal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.TBSCertificate;

/**
 * An X.509 certificate of an SM2 key (profile of GB/T 20518, A10.5): who a key belongs to, on the word of an authority. An
 * entity has two, one for signing and one for encryption; what the second signs counts for nothing.
 */
public final class Sm2Certificate {
    /** What a certificate is shown for. */
    public enum Purpose {
        SIGNING("digitalSignature", List.of(KeyUsage.digitalSignature)),
        ENCRYPTION(
                "keyEncipherment, dataEncipherment or keyAgreement",
                List.of(KeyUsage.keyEncipherment, KeyUsage.dataEncipherment, KeyUsage.keyAgreement));

        private final String usageNames;
        private final List<Integer> usageBits;

        Purpose(String usageNames, List<Integer> usageBits) {
            this.usageNames = usageNames;
            this.usageBits = usageBits;
        }
    }

    private final Bytes signedBytes;
    private final Bytes signature;
    private final boolean sm2WithSm3;
    private final Sm2PublicKey publicKey;
    private final String subject;
    private final BigInteger serialNumber;
    private final BlockTime notBefore;
    private final BlockTime notAfter;
    private final List<ASN1ObjectIdentifier> criticalExtensions;
    private final boolean ofAuthority;
    private final Optional<KeyUsage> usage;

    /** Reads every field at once, so that nothing malformed is met later. */
    private Sm2Certificate(Certificate certificate) {
        TBSCertificate body = certificate.getTBSCertificate();
        Optional<Extensions> extensions = Optional.ofNullable(body.getExtensions());
        this.signedBytes = Bytes.wrap(Sm2Pem.der(body));
        this.signature = Bytes.wrap(certificate.getSignature().getOctets());
        this.sm2WithSm3 = isSm2WithSm3(certificate.getSignatureAlgorithm()) && isSm2WithSm3(body.getSignature());
        this.publicKey = Sm2Pem.key(body.getSubjectPublicKeyInfo());
        this.subject = body.getSubject().toString();
        this.serialNumber = body.getSerialNumber().getValue();
        this.notBefore = new BlockTime(body.getStartDate().getDate().getTime());
        this.notAfter = new BlockTime(body.getEndDate().getDate().getTime());
        this.criticalExtensions =
                extensions.map(e -> List.of(e.getCriticalExtensionOIDs())).orElse(List.of());
        this.ofAuthority = extensions
                .map(BasicConstraints::fromExtensions)
                .map(BasicConstraints::isCA)
                .orElse(false);
        this.usage = extensions.map(KeyUsage::fromExtensions);
    }

    private static boolean isSm2WithSm3(AlgorithmIdentifier algorithm) {
        return algorithm.getAlgorithm().equals(GMObjectIdentifiers.sm2sign_with_sm3);
    }

    /** @throws DecodeException when the bytes are not one DER certificate of an SM2 key */
    public static Sm2Certificate parse(Bytes der) {
        try {
            Certificate certificate = Certificate.getInstance(Sm2Pem.parse(der.unsafeArray()));
            requireDer(certificate, der);
            return new Sm2Certificate(certificate);
        } catch (DecodeException e) {
            throw e;
        } catch (RuntimeException e) {
            // the library's parser fails in several ways on malformed input, a failed cast among them
            throw new DecodeException("not a certificate of an SM2 key: " + e.getMessage(), e);
        }
    }

    private static void requireDer(Certificate certificate, Bytes der) {
        if (!Bytes.wrap(Sm2Pem.der(certificate)).equals(der)) {
            throw new DecodeException("a certificate is in DER; these bytes write the same content in another way");
        }
    }

    public Sm2PublicKey publicKey() {
        return publicKey;
    }

    /** The subject's distinguished name, such as {@code C=CN,O=…,CN=…}. */
    public String subject() {
        return subject;
    }

    public BigInteger serialNumber() {
        return serialNumber;
    }

    public BlockTime notBefore() {
        return notBefore;
    }

    public BlockTime notAfter() {
        return notAfter;
    }

    /**
     * Why this certificate does not count for {@code purpose} at a time; empty when it counts.
     *
     * @param authority the issuer's key
     * @param revoked serial numbers the issuer has taken back
     * @return {@code CERTIFICATE_SIGNATURE_INVALID}, {@code CERTIFICATE_NOT_YET_VALID}, {@code CERTIFICATE_EXPIRED},
     *     {@code CERTIFICATE_REVOKED}, {@code CERTIFICATE_EXTENSION_UNKNOWN}, {@code CERTIFICATE_OF_AUTHORITY} or
     *     {@code CERTIFICATE_USAGE_WRONG}
     */
    public Optional<Refusal> problem(
            Purpose purpose, BlockTime at, Sm2PublicKey authority, SortedSet<BigInteger> revoked) {
        return Stream.<Supplier<Optional<Refusal>>>of(
                        () -> signature(authority),
                        () -> period(at),
                        () -> revocation(revoked),
                        this::unknownExtension,
                        this::authority,
                        () -> usage(purpose))
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Refusal> signature(Sm2PublicKey authority) {
        return refuseUnless(
                sm2WithSm3 && signedBy(authority),
                "CERTIFICATE_SIGNATURE_INVALID",
                () -> "the certificate of " + subject + " is not signed SM2-with-SM3 by the authority's key");
    }

    private boolean signedBy(Sm2PublicKey authority) {
        try {
            return authority.verify(signedBytes.unsafeArray(), Sm2Signature.fromDer(signature.unsafeArray()));
        } catch (DecodeException e) {
            return false;
        }
    }

    private Optional<Refusal> period(BlockTime at) {
        if (at.compareTo(notBefore) < 0) {
            return refuse(
                    "CERTIFICATE_NOT_YET_VALID",
                    "the certificate of " + subject + " is valid from " + notBefore + ", not yet at " + at);
        }
        return refuseUnless(
                at.compareTo(notAfter) <= 0,
                "CERTIFICATE_EXPIRED",
                () -> "the certificate of " + subject + " was valid until " + notAfter + ", no longer at " + at);
    }

    private Optional<Refusal> revocation(SortedSet<BigInteger> revoked) {
        return refuseUnless(
                !revoked.contains(serialNumber),
                "CERTIFICATE_REVOKED",
                () -> "the certificate of " + subject + " with serial number " + serialNumber + " has been revoked");
    }

    private Optional<Refusal> unknownExtension() {
        return criticalExtensions.stream()
                .filter(oid -> !isUnderstood(oid))
                .findFirst()
                .map(oid -> new Refusal(
                        "CERTIFICATE_EXTENSION_UNKNOWN",
                        "the certificate of " + subject + " has the critical extension " + oid
                                + ", which is not understood"));
    }

    private static boolean isUnderstood(ASN1ObjectIdentifier oid) {
        return oid.equals(Extension.keyUsage) || oid.equals(Extension.basicConstraints);
    }

    private Optional<Refusal> authority() {
        return refuseUnless(
                !ofAuthority,
                "CERTIFICATE_OF_AUTHORITY",
                () -> subject + " is an authority; an entity shows a certificate of its own");
    }

    private Optional<Refusal> usage(Purpose purpose) {
        boolean allowed = purpose.usageBits.stream()
                .anyMatch(bit -> usage.map(allows -> allows.hasUsages(bit)).orElse(false));
        return refuseUnless(
                allowed,
                "CERTIFICATE_USAGE_WRONG",
                () -> "the certificate of " + subject + " does not allow " + purpose.usageNames
                        + "; the entity's other certificate may");
    }

    private static Optional<Refusal> refuse(String code, String message) {
        return Optional.of(new Refusal(code, message));
    }

    private static Optional<Refusal> refuseUnless(boolean right, String code, Supplier<String> message) {
        return right ? Optional.empty() : refuse(code, message.get());
    }
}
