package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;

/** Where one validator stands: a value; {@link Qbft#step} makes the next one. */
public final class ConsensusState {
    private static final ConsensusState IDLE = new ConsensusState();

    private ConsensusState() {}

    /** Before the first {@link ConsensusInput.StartHeight}. */
    public static ConsensusState initial() {
        return IDLE;
    }

    /** The height being decided; 0 before the first start. */
    public Height height() {
        return Height.ZERO;
    }

    public Round round() {
        return Round.ZERO;
    }
}
