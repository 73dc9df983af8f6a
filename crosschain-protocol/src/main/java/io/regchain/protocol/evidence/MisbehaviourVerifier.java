package io.regchain.protocol.evidence;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.lightclient.CertificateCheck;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.CertifiedHeader;
import io.regchain.protocol.lightclient.Misbehaviour;
import io.regchain.protocol.lightclient.VerifiedHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Checks a file that accuses a chain's validators, from its bytes alone. Every check is made and reported; the accusation
 * stands when all passed. Whether the set is the chain's is for the reader to say, who gives its hash or compares it.
 */
public final class MisbehaviourVerifier {
    private record Check(String name, String proves, Function<MisbehaviourFile, Finding> examine) {}

    private static final String STRUCTURE = "structure";
    private static final String STRUCTURE_PROVES = "The file is complete, in canonical form, and holds nothing else";

    private MisbehaviourVerifier() {}

    /** @param trusted hash of a validator set of the accused chain that the caller knows; absent: the report says which */
    public static MisbehaviourReport verify(Bytes bytes, Optional<Hash32> trusted) {
        MisbehaviourFile file;
        try {
            file = MisbehaviourFile.parse(bytes);
        } catch (DecodeException e) {
            return unreadable(trusted, Finding.fails("EVIDENCE_MALFORMED", String.valueOf(e.getMessage())));
        }
        Finding structure = canonical(file, bytes);
        if (structure instanceof Finding.Fails) {
            return unreadable(trusted, structure);
        }
        List<EvidenceCheck> checks = new ArrayList<>();
        checks.add(EvidenceCheck.of(STRUCTURE, STRUCTURE_PROVES, structure));
        for (Check check : checks(trusted)) {
            checks.add(EvidenceCheck.of(
                    check.name(), check.proves(), check.examine().apply(file)));
        }
        return new MisbehaviourReport(
                checks,
                Optional.of(new MisbehaviourReport.Accused(
                        file.chain(), file.validators().hash())),
                proven(file));
    }

    /** The checks after the structure, in the order of the report. */
    private static List<Check> checks(Optional<Hash32> trusted) {
        return List.of(
                new Check(
                        "validator-set",
                        "Both headers are of this chain and name this validator set",
                        file -> validatorSet(file, trusted)),
                new Check(
                        "first-certificate",
                        "A quorum of the set signed the first block",
                        file -> certificate(file, file.first())),
                new Check(
                        "second-certificate",
                        "A quorum of the set signed the second block",
                        file -> certificate(file, file.second())),
                new Check("contradiction", "The two blocks cannot both be honest", MisbehaviourVerifier::contradiction),
                new Check("digest", "The file is as it was written", MisbehaviourVerifier::digest));
    }

    private static Finding canonical(MisbehaviourFile file, Bytes bytes) {
        return Finding.firstFailure(
                () -> Finding.require(
                        file.toBytes().equals(bytes),
                        "EVIDENCE_NOT_CANONICAL",
                        () -> "the file is not byte for byte what its content is written as: canonical JSON (RFC 8785),"
                                + " no field beyond the format's, hexadecimal in lower case, and one line feed at the"
                                + " end"),
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

    private static Finding digest(MisbehaviourFile file) {
        return Finding.firstFailure(
                () -> Finding.require(
                        file.digest().equals(file.computedDigest()),
                        "DIGEST_MISMATCH",
                        () -> "the digest is " + file.digest() + "; of this content it is " + file.computedDigest()),
                () -> new Finding.Holds("SM3 " + file.digest()));
    }

    private static Optional<MisbehaviourReport.Proven> proven(MisbehaviourFile file) {
        return file.evidence().check(file.validators()) instanceof Misbehaviour.Check.Proven proven
                ? Optional.of(new MisbehaviourReport.Proven(proven.kind(), proven.doubleSigners()))
                : Optional.empty();
    }

    private static MisbehaviourReport unreadable(Optional<Hash32> trusted, Finding structure) {
        List<EvidenceCheck> checks = new ArrayList<>();
        checks.add(EvidenceCheck.of(STRUCTURE, STRUCTURE_PROVES, structure));
        checks(trusted).forEach(check -> checks.add(EvidenceCheck.notReached(check.name(), check.proves())));
        return new MisbehaviourReport(checks, Optional.empty(), Optional.empty());
    }
}
