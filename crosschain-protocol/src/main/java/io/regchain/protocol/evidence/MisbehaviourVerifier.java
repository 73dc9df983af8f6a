package io.regchain.protocol.evidence;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.lightclient.CertificateCheck;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.CertifiedHeader;
import io.regchain.protocol.lightclient.Misbehaviour;
import io.regchain.protocol.lightclient.VerifiedHeader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks a file that accuses a chain's validators, from its bytes alone. Every check is made and reported; the accusation
 * stands when all passed. Whether the set is the chain's is for the reader to say, who gives its hash or compares it.
 */
public final class MisbehaviourVerifier {
    private MisbehaviourVerifier() {}

    /** @param trusted hash of a validator set of the accused chain that the caller knows; absent: the report says which */
    public static MisbehaviourReport verify(Bytes bytes, Optional<Hash32> trusted) {
        Examination.Result<MisbehaviourFile> result =
                Examination.of(bytes, MisbehaviourFile::parse, file -> structure(file, bytes), checks(trusted));
        return new MisbehaviourReport(
                result.checks(),
                result.file()
                        .map(file -> new MisbehaviourReport.Accused(
                                file.chain(), file.validators().hash())),
                result.file().flatMap(MisbehaviourVerifier::proven));
    }

    /** The checks after the structure, in the order of the report. */
    private static List<Examination.Check<MisbehaviourFile>> checks(Optional<Hash32> trusted) {
        return List.of(
                new Examination.Check<>(
                        "validator-set",
                        "Both headers are of this chain and name this validator set",
                        file -> validatorSet(file, trusted)),
                new Examination.Check<>(
                        "first-certificate",
                        "A quorum of the set signed the first block",
                        file -> certificate(file, file.first())),
                new Examination.Check<>(
                        "second-certificate",
                        "A quorum of the set signed the second block",
                        file -> certificate(file, file.second())),
                new Examination.Check<>(
                        "contradiction", "The two blocks cannot both be honest", MisbehaviourVerifier::contradiction),
                new Examination.Check<>(
                        "digest",
                        "The file is as it was written",
                        file -> Examination.digest(file.digest(), file.computedDigest())));
    }

    private static Finding structure(MisbehaviourFile file, Bytes bytes) {
        return Finding.firstFailure(
                () -> Examination.canonical(file.toBytes(), bytes),
                () -> new Finding.Holds("blocks " + file.first().header().height() + " and "
                        + file.second().header().height() + " of " + file.chain()));
    }

    private static Finding validatorSet(MisbehaviourFile file, Optional<Hash32> trusted) {
        Hash32 set = file.validators().hash();
        return Finding.firstFailure(
                () -> names(file, "first", file.first(), set),
                () -> names(file, "second", file.second(), set),
                () -> Finding.require(
                        trusted.isEmpty() || trusted.get().equals(set),
                        "TRUST_ROOT_MISMATCH",
                        () -> "the validators in the file have the hash " + set + ", not " + trusted.orElse(set)),
                () -> new Finding.Holds(file.validators().size() + " validators, "
                        + file.validators().quorum() + " make a quorum, hash " + set));
    }

    private static Finding names(MisbehaviourFile file, String which, CertifiedHeader shown, Hash32 set) {
        return Finding.firstFailure(
                () -> Finding.require(
                        shown.header().chainId().equals(file.chain()),
                        "HEADER_OF_OTHER_CHAIN",
                        () -> "the " + which + " header is of chain "
                                + shown.header().chainId() + ", not of " + file.chain()),
                () -> Finding.require(
                        shown.header().validatorSetHash().equals(set),
                        "VALIDATOR_SET_MISMATCH",
                        () -> "the " + which + " header names the validator set "
                                + shown.header().validatorSetHash() + "; the one in the file has the hash " + set));
    }

    private static Finding certificate(MisbehaviourFile file, CertifiedHeader shown) {
        return switch (CertificateVerifier.verify(shown.header(), shown.certificate(), file.validators())) {
            case CertificateCheck.Refused refused -> new Finding.Fails(refused.reason());
            case VerifiedHeader good ->
                new Finding.Holds(good.certificate().seals().size() + " seals over block "
                        + good.header().height() + ", hash " + good.hash());
        };
    }

    private static Finding contradiction(MisbehaviourFile file) {
        return switch (file.evidence().check(file.validators())) {
            case Misbehaviour.Check.NotProven not -> new Finding.Fails(not.reason());
            case Misbehaviour.Check.Proven proven ->
                new Finding.Holds(proven.kind() + "; sealed both: "
                        + proven.doubleSigners().stream().map(Validator::name).collect(Collectors.joining(", ")));
        };
    }

    private static Optional<MisbehaviourReport.Proven> proven(MisbehaviourFile file) {
        return file.evidence().check(file.validators()) instanceof Misbehaviour.Check.Proven proven
                ? Optional.of(new MisbehaviourReport.Proven(proven.kind(), proven.doubleSigners()))
                : Optional.empty();
    }
}
