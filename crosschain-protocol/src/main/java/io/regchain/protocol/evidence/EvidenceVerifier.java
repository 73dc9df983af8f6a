package io.regchain.protocol.evidence;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import java.util.List;
import java.util.Optional;

/**
 * Checks an evidence file (S4: one transfer, down to the signatures) from its bytes alone. Every check is made and
 * reported; the file stands when all passed. Together they say: the supervision chain's validators, whose set is the
 * trust root, decided a state in which the local chain is registered and this very block of it was verified; the block
 * holds this transaction, with this outcome and this trace; the trace wrote exactly these data objects; they carry the
 * registered seals; and the supervision chain stored the same ones.
 */
public final class EvidenceVerifier {
    private EvidenceVerifier() {}

    /** @param trustRoot hash of a supervision chain validator set the caller trusts; absent: the report says which */
    public static EvidenceReport verify(Bytes file, Optional<Hash32> trustRoot) {
        Examination.Result<EvidenceFile> result = Examination.of(
                file, EvidenceFile::parse, read -> EvidenceStructure.examine(read, file), checks(trustRoot));
        return new EvidenceReport(
                result.checks(),
                result.file().map(read -> read.anchor().validators().hash()),
                result.file().map(EvidenceFile::subject));
    }

    /** The checks after the structure, in the order of the report. */
    private static List<Examination.Check<EvidenceFile>> checks(Optional<Hash32> trustRoot) {
        return List.of(
                new Examination.Check<>(
                        "trust-root",
                        "The file rests on validators of the supervision chain that you trust",
                        file -> AnchorChecks.trustRoot(file.anchor().validators(), trustRoot)),
                new Examination.Check<>(
                        "anchor-certificate",
                        "A quorum of the supervision chain's validators signed the anchor block",
                        file -> AnchorChecks.certificate(file.anchor().sealed())),
                new Examination.Check<>(
                        "anchor-entries",
                        "The registration, the local header and the copies stand in the supervision chain's state",
                        AnchorChecks::entries),
                new Examination.Check<>(
                        "local-header",
                        "The supervision chain verified exactly this local block and its validator set",
                        LocalChecks::header),
                new Examination.Check<>(
                        "local-certificate",
                        "A quorum of the local chain's validators signed the local block",
                        file -> LocalChecks.certificate(file.local().sealed())),
                new Examination.Check<>(
                        "transaction",
                        "The sender signed this transaction and the local block holds it",
                        LocalChecks::transaction),
                new Examination.Check<>(
                        "receipt", "The transaction had this outcome in the local block", LocalChecks::receipt),
                new Examination.Check<>("trace", "This is what the transaction did, call by call", LocalChecks::trace),
                new Examination.Check<>(
                        "objects",
                        "The transaction wrote exactly these data objects, and the local state holds them",
                        ObjectChecks::objects),
                new Examination.Check<>(
                        "object-seals",
                        "Registered keys of the local chain sealed the data objects",
                        ObjectChecks::seals),
                new Examination.Check<>(
                        "hub-copies", "The supervision chain stored the same data objects", ObjectChecks::hubCopies),
                new Examination.Check<>(
                        "digest",
                        "The file is as it was written",
                        file -> Examination.digest(file.digest(), file.computedDigest())));
    }
}
