package io.regchain.protocol.evidence;

import io.regchain.protocol.base.Hash32;
import java.util.List;
import java.util.Optional;

/**
 * What {@link StateVerifier} found.
 *
 * @param checks all of them, in the order they were made
 * @param trustRoot hash of the validator set of the supervision chain that the file rests on; absent when the file could
 *     not be read
 * @param file what was read; absent when it could not be. It is proven only when the report is accepted
 */
public record StateReport(List<EvidenceCheck> checks, Optional<Hash32> trustRoot, Optional<StateFile> file) {
    public StateReport {
        checks = List.copyOf(checks);
    }

    /** Whether every check passed. */
    public boolean accepted() {
        return checks.stream().allMatch(EvidenceCheck::passed);
    }

    /** As {@link EvidenceReport#failures()}. */
    public List<EvidenceCheck> failures() {
        return EvidenceCheck.failures(checks);
    }
}
