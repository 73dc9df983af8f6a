package io.regchain.ledger.consensus;

import java.util.List;

/**
 * Why a block may be proposed in a round above 0: a quorum of round changes to that round, and, when one of them had
 * a prepared block, the prepares of the highest prepared round among them.
 */
public record Justification(List<SignedRoundChange> roundChanges, List<SignedPrepare> prepares) {
    public static final Justification NONE = new Justification(List.of(), List.of());

    public Justification {
        roundChanges = List.copyOf(roundChanges);
        prepares = List.copyOf(prepares);
    }

    public boolean isEmpty() {
        return roundChanges.isEmpty() && prepares.isEmpty();
    }
}
