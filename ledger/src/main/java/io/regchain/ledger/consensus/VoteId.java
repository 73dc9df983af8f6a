package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Round;
import java.util.Comparator;

/** What a validator may say once at one height. */
record VoteId(Round round, Payload.Kind kind) implements Comparable<VoteId> {
    private static final Comparator<VoteId> ORDER =
            Comparator.comparing(VoteId::round).thenComparing(VoteId::kind);

    static VoteId of(Payload payload) {
        return new VoteId(payload.round(), payload.kind());
    }

    @Override
    public int compareTo(VoteId other) {
        return ORDER.compare(this, other);
    }
}
