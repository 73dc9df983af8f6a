package io.regchain.protocol.evidence;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.lightclient.Misbehaviour;
import java.util.List;
import java.util.Optional;

/**
 * What {@link MisbehaviourVerifier} found.
 *
 * @param checks all of them, in the order they were made
 * @param validators the chain and the hash of the set that the file accuses; absent when it could not be read
 * @param proven what the two headers prove; absent unless they prove it
 */
public record MisbehaviourReport(List<EvidenceCheck> checks, Optional<Accused> validators, Optional<Proven> proven) {
    public record Accused(ChainId chain, Hash32 validatorSet) {}

    /** @param doubleSigners the validators who sealed both headers, in the set's order */
    public record Proven(Misbehaviour.Kind kind, List<Validator> doubleSigners) {
        public Proven {
            doubleSigners = List.copyOf(doubleSigners);
        }
    }

    public MisbehaviourReport {
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
