package io.regchain.ledger.consensus;

import java.util.List;

/** The protocol. */
public final class Qbft {
    private Qbft() {}

    public static Step step(ConsensusState state, ConsensusInput input) {
        return new Step(state, List.of());
    }
}
