package io.regchain.ledger.consensus;

import java.util.List;

/** The state after one input, and what to do now, in order. */
public record Step(ConsensusState state, List<ConsensusEffect> effects) {
    public Step {
        effects = List.copyOf(effects);
    }
}
