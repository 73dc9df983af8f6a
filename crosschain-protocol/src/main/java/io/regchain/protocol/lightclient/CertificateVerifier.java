package io.regchain.protocol.lightclient;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Seal;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Checks a commit certificate (A7.6, A9.3): it is of this header, and every one of its seals is by a distinct validator
 * of the set the header names and valid, and they make a quorum. One bad seal spoils the certificate, even beside a
 * quorum of good ones. What is cheap is checked before the signatures.
 */
public final class CertificateVerifier {
    private CertificateVerifier() {}

    public static CertificateCheck verify(BlockHeader header, CommitCertificate certificate, ValidatorSet validators) {
        Hash32 hash = header.hash();
        return firstOf(
                        () -> chain(header, certificate),
                        () -> block(header, hash, certificate),
                        () -> validatorSet(header, validators),
                        () -> signers(certificate, validators),
                        () -> quorum(certificate, validators),
                        () -> signatures(certificate, validators))
                .<CertificateCheck>map(CertificateCheck.Refused::new)
                .orElseGet(() -> new VerifiedHeader(header, certificate, validators));
    }

    @SafeVarargs
    private static Optional<Refusal> firstOf(Supplier<Optional<Refusal>>... checks) {
        return Stream.of(checks).map(Supplier::get).flatMap(Optional::stream).findFirst();
    }

    private static Optional<Refusal> chain(BlockHeader header, CommitCertificate certificate) {
        return refuseUnless(
                certificate.chainId().equals(header.chainId()),
                "HEADER_OF_OTHER_CHAIN",
                () -> "the header is of chain " + header.chainId() + " but the certificate is of "
                        + certificate.chainId() + "; both must be of one chain");
    }

    private static Optional<Refusal> block(BlockHeader header, Hash32 hash, CommitCertificate certificate) {
        return refuseUnless(
                certificate.height().equals(header.height())
                        && certificate.blockHash().equals(hash),
                "CERTIFICATE_OF_OTHER_BLOCK",
                () -> "the certificate is of block " + certificate.height() + " with hash " + certificate.blockHash()
                        + "; the header is of block " + header.height() + " with hash " + hash);
    }

    private static Optional<Refusal> validatorSet(BlockHeader header, ValidatorSet validators) {
        return refuseUnless(
                validators.hash().equals(header.validatorSetHash()),
                "VALIDATOR_SET_MISMATCH",
                () -> "the registered validator set has hash " + validators.hash()
                        + " but the header says it was decided by the set with hash " + header.validatorSetHash());
    }

    private static Optional<Refusal> signers(CommitCertificate certificate, ValidatorSet validators) {
        TreeSet<Sm2PublicKey> seen = new TreeSet<>();
        List<Seal> seals = certificate.seals();
        for (int i = 0; i < seals.size(); i++) {
            Sm2PublicKey signer = seals.get(i).signer();
            Optional<Validator> validator = validators.find(signer);
            if (validator.isEmpty()) {
                return refuse(
                        "SEAL_BY_UNREGISTERED_KEY",
                        "seal " + i + " is by key " + signer + ", which is not one of the " + validators.size()
                                + " registered validators of " + certificate.chainId());
            }
            if (!seen.add(signer)) {
                return refuse(
                        "SEAL_REPEATED",
                        "seal " + i + " is by " + validator.get().name()
                                + ", who has sealed already; each validator seals once");
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> quorum(CommitCertificate certificate, ValidatorSet validators) {
        int seals = certificate.seals().size();
        return refuseUnless(
                seals >= validators.quorum(),
                "QUORUM_NOT_REACHED",
                () -> "the certificate has " + seals + " seals; " + validators.quorum() + " of the " + validators.size()
                        + " validators make a quorum");
    }

    private static Optional<Refusal> signatures(CommitCertificate certificate, ValidatorSet validators) {
        byte[] sealed = certificate.sealedBytes();
        List<Seal> seals = certificate.seals();
        for (int i = 0; i < seals.size(); i++) {
            // the registered key object, not the seal's: it is long-lived and keeps what makes verification fast
            Validator signer = validators.find(seals.get(i).signer()).orElseThrow();
            if (!signer.publicKey().verify(sealed, seals.get(i).signature())) {
                return refuse(
                        "SEAL_INVALID",
                        "seal " + i + " by " + signer.name() + " is not a valid SM2 signature over chain "
                                + certificate.chainId() + ", height " + certificate.height() + ", round "
                                + certificate.round() + " and block hash " + certificate.blockHash());
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> refuse(String code, String message) {
        return Optional.of(new Refusal(code, message));
    }

    private static Optional<Refusal> refuseUnless(boolean right, String code, Supplier<String> message) {
        return right ? Optional.empty() : refuse(code, message.get());
    }
}
