package io.regchain.protocol.evidence;

import io.regchain.protocol.base.Hash32;
import java.util.List;
import java.util.Optional;

/**
 * What {@link EvidenceVerifier} found.
 *
 * @param checks all of them, in the order they were made
 * @param trustRoot hash of the validator set of the supervision chain that the file rests on; absent when the file could
 *     not be read
 * @param subject what the file is about; absent when it could not be read
 */
public record EvidenceReport(
        List<EvidenceCheck> checks, Optional<Hash32> trustRoot, Optional<EvidenceFile.Subject> subject) {
    public EvidenceReport {
        checks = List.copyOf(checks);
    }

    /** Whether every check passed. */
    public boolean accepted() {
        return checks.stream().allMatch(EvidenceCheck::passed);
    }

    /** The checks that failed because of what the file holds; empty exactly when it is accepted. */
    public List<EvidenceCheck> failures() {
        return EvidenceCheck.failures(checks);
    }
}
