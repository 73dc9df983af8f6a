package io.regchain.protocol.evidence;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Checks a file about one state key from its bytes alone. Every check is made and reported; the file stands when all
 * passed. Together they say: the supervision chain's validators, whose set is the trust root, decided a state in which the
 * local chain is registered, its light client was to be believed, and this very block of it was verified; and under that
 * block's state root the key held exactly this value, or nothing.
 */
public final class StateVerifier {
    private record Check(String name, String proves, Function<StateFile, Finding> examine) {}

    private static final String STRUCTURE = "structure";
    private static final String STRUCTURE_PROVES = "The file is complete, in canonical form, and holds nothing else";

    private StateVerifier() {}

    /** @param trustRoot hash of a supervision chain validator set the caller trusts; absent: the report says which */
    public static StateReport verify(Bytes bytes, Optional<Hash32> trustRoot) {
        StateFile file;
        try {
            file = StateFile.parse(bytes);
        } catch (DecodeException e) {
            return unreadable(trustRoot, Finding.fails("EVIDENCE_MALFORMED", String.valueOf(e.getMessage())));
        }
        Finding structure = StateChecks.structure(file, bytes);
        if (structure instanceof Finding.Fails) {
            return unreadable(trustRoot, structure);
        }
        List<EvidenceCheck> checks = new ArrayList<>();
        checks.add(EvidenceCheck.of(STRUCTURE, STRUCTURE_PROVES, structure));
        for (Check check : checks(trustRoot)) {
            checks.add(EvidenceCheck.of(check.name(), check.proves(), examine(check, file)));
        }
        return new StateReport(checks, Optional.of(file.anchor().validators().hash()), Optional.of(file));
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
                        file -> AnchorChecks.certificate(file.anchor())),
                new Check(
                        "anchor-entries",
                        "The registration, the local header and the client stand so in the supervision chain's state",
                        StateChecks::entries),
                new Check(
                        "client",
                        "The chain was registered, and its light client neither frozen nor expired at the anchor block",
                        StateChecks::client),
                new Check(
                        "local-header",
                        "The supervision chain verified exactly this local block and its validator set",
                        StateChecks::localHeader),
                new Check(
                        "local-certificate",
                        "A quorum of the local chain's validators signed the local block",
                        file -> LocalChecks.certificate(file.local())),
                new Check(
                        "state",
                        "After the local block the key held exactly this value, or nothing",
                        StateChecks::state),
                new Check("digest", "The file is as it was written", StateChecks::digest));
    }

    private static Finding examine(Check check, StateFile file) {
        try {
            return check.examine().apply(file);
        } catch (DecodeException e) {
            return Finding.fails("PIECE_MALFORMED", String.valueOf(e.getMessage()));
        }
    }

    private static StateReport unreadable(Optional<Hash32> trustRoot, Finding structure) {
        List<EvidenceCheck> checks = new ArrayList<>();
        checks.add(EvidenceCheck.of(STRUCTURE, STRUCTURE_PROVES, structure));
        checks(trustRoot).forEach(check -> checks.add(EvidenceCheck.notReached(check.name(), check.proves())));
        return new StateReport(checks, Optional.empty(), Optional.empty());
    }
}
