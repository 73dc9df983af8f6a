package io.regchain.protocol.evidence;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Checks an evidence file (S4: one transfer, down to the signatures) from its bytes alone. Every check is made and
 * reported; the file stands when all passed. Together they say: the supervision chain's validators, whose set is the
 * trust root, decided a state in which the local chain is registered and this very block of it was verified; the block
 * holds this transaction, with this outcome and this trace; the trace wrote exactly these data objects; they carry the
 * registered seals; and the supervision chain stored the same ones.
 */
public final class EvidenceVerifier {
    private record Check(String name, String proves, Function<EvidenceFile, Finding> examine) {}

    private static final String STRUCTURE = "structure";
    private static final String STRUCTURE_PROVES = "The file is complete, in canonical form, and holds nothing else";

    private EvidenceVerifier() {}

    /** @param trustRoot hash of a supervision chain validator set the caller trusts; absent: the report says which */
    public static EvidenceReport verify(Bytes file, Optional<Hash32> trustRoot) {
        List<EvidenceCheck> checks = new ArrayList<>();
        EvidenceFile evidence;
        try {
            evidence = EvidenceFile.parse(file);
        } catch (DecodeException e) {
            return unreadable(trustRoot, Finding.fails("EVIDENCE_MALFORMED", String.valueOf(e.getMessage())));
        }
        Finding structure = EvidenceStructure.examine(evidence, file);
        if (structure instanceof Finding.Fails) {
            return unreadable(trustRoot, structure);
        }
        checks.add(EvidenceCheck.of(STRUCTURE, STRUCTURE_PROVES, structure));
        for (Check check : checks(trustRoot)) {
            checks.add(EvidenceCheck.of(check.name(), check.proves(), examine(check, evidence)));
        }
        return new EvidenceReport(
                checks, Optional.of(evidence.anchor().validators().hash()), Optional.of(evidence.subject()));
    }

    /** The checks after the structure, in the order of the report. */
    private static List<Check> checks(Optional<Hash32> trustRoot) {
        return List.of(
                new Check(
                        "trust-root",
                        "The file rests on validators of the supervision chain that you trust",
                        file -> AnchorChecks.trustRoot(file.anchor().validators(), trustRoot)),
                new Check(
                        "anchor-certificate",
                        "A quorum of the supervision chain's validators signed the anchor block",
                        file -> AnchorChecks.certificate(file.anchor().sealed())),
                new Check(
                        "anchor-entries",
                        "The registration, the local header and the copies stand in the supervision chain's state",
                        AnchorChecks::entries),
                new Check(
                        "local-header",
                        "The supervision chain verified exactly this local block and its validator set",
                        LocalChecks::header),
                new Check(
                        "local-certificate",
                        "A quorum of the local chain's validators signed the local block",
                        file -> LocalChecks.certificate(file.local().sealed())),
                new Check(
                        "transaction",
                        "The sender signed this transaction and the local block holds it",
                        LocalChecks::transaction),
                new Check("receipt", "The transaction had this outcome in the local block", LocalChecks::receipt),
                new Check("trace", "This is what the transaction did, call by call", LocalChecks::trace),
                new Check(
                        "objects",
                        "The transaction wrote exactly these data objects, and the local state holds them",
                        ObjectChecks::objects),
                new Check(
                        "object-seals",
                        "Registered keys of the local chain sealed the data objects",
                        ObjectChecks::seals),
                new Check("hub-copies", "The supervision chain stored the same data objects", ObjectChecks::hubCopies),
                new Check(
                        "digest",
                        "The file is as it was written",
                        file -> Finding.firstFailure(
                                () -> Finding.require(
                                        file.digest().equals(file.computedDigest()),
                                        "DIGEST_MISMATCH",
                                        () -> "the digest is " + file.digest() + "; of this content it is "
                                                + file.computedDigest()),
                                () -> new Finding.Holds("SM3 " + file.digest()))));
    }

    private static Finding examine(Check check, EvidenceFile evidence) {
        try {
            return check.examine().apply(evidence);
        } catch (DecodeException e) {
            return Finding.fails("PIECE_MALFORMED", String.valueOf(e.getMessage()));
        }
    }

    private static EvidenceReport unreadable(Optional<Hash32> trustRoot, Finding structure) {
        List<EvidenceCheck> checks = new ArrayList<>();
        checks.add(EvidenceCheck.of(STRUCTURE, STRUCTURE_PROVES, structure));
        for (Check check : checks(trustRoot)) {
            checks.add(EvidenceCheck.notReached(check.name(), check.proves()));
        }
        return new EvidenceReport(checks, Optional.empty(), Optional.empty());
    }
}
