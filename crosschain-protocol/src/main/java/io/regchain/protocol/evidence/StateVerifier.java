package io.regchain.protocol.evidence;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import java.util.List;
import java.util.Optional;

/**
 * Checks a file about one state key from its bytes alone. Every check is made and reported; the file stands when all
 * passed. Together they say: the supervision chain's validators, whose set is the trust root, decided a state in which the
 * local chain is registered, its light client was to be believed, and this very block of it was verified; and under that
 * block's state root the key held exactly this value, or nothing.
 */
public final class StateVerifier {
    private StateVerifier() {}

    /** @param trustRoot hash of a supervision chain validator set the caller trusts; absent: the report says which */
    public static StateReport verify(Bytes bytes, Optional<Hash32> trustRoot) {
        Examination.Result<StateFile> result =
                Examination.of(bytes, StateFile::parse, file -> StateChecks.structure(file, bytes), checks(trustRoot));
        return new StateReport(
                result.checks(),
                result.file().map(file -> file.anchor().validators().hash()),
                result.file());
    }

    /** The checks after the structure, in the order of the report. */
    private static List<Examination.Check<StateFile>> checks(Optional<Hash32> trustRoot) {
        return List.of(
                new Examination.Check<>(
                        "trust-root",
                        "The file rests on validators of the supervision chain that you trust",
                        file -> AnchorChecks.trustRoot(file.anchor().validators(), trustRoot)),
                new Examination.Check<>(
                        "anchor-certificate",
                        "A quorum of the supervision chain's validators signed the anchor block",
                        file -> AnchorChecks.certificate(file.anchor())),
                new Examination.Check<>(
                        "anchor-entries",
                        "The registration, the local header and the client stand so in the supervision chain's state",
                        StateChecks::entries),
                new Examination.Check<>(
                        "client",
                        "The chain was registered, and its light client neither frozen nor expired at the anchor block",
                        StateChecks::client),
                new Examination.Check<>(
                        "local-header",
                        "The supervision chain verified exactly this local block and its validator set",
                        StateChecks::localHeader),
                new Examination.Check<>(
                        "local-certificate",
                        "A quorum of the local chain's validators signed the local block",
                        file -> LocalChecks.certificate(file.local())),
                new Examination.Check<>(
                        "state",
                        "After the local block the key held exactly this value, or nothing",
                        StateChecks::state),
                new Examination.Check<>(
                        "digest",
                        "The file is as it was written",
                        file -> Examination.digest(file.digest(), file.computedDigest())));
    }
}
