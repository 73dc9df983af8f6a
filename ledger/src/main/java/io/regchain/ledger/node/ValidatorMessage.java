package io.regchain.ledger.node;

import io.regchain.ledger.validator.PeerMessage;

/** What a validator's entity understands. */
sealed interface ValidatorMessage {
    /** Starts the validator when it does not run; harmless when it does. */
    enum Wake implements ValidatorMessage {
        WAKE
    }

    record FromPeer(PeerMessage message) implements ValidatorMessage {}

    /** Ends this incarnation, on this node only; sharding says it when the validator moves. */
    enum Stop implements ValidatorMessage {
        STOP
    }

    /** The store is open, or why it is not. Stays on this node. */
    sealed interface Opened extends ValidatorMessage {
        record Ready(io.regchain.ledger.storage.ValidatorStore store) implements Opened {}

        /** @param mayJoin the disk holds no chain: first the peers are asked for a snapshot */
        record Looked(boolean mayJoin) implements Opened {}

        record Joined(io.regchain.ledger.validator.Joining.End end) implements Opened {}

        record Failed(Throwable reason) implements Opened {}
    }

    /** It has no block, and nobody hands over the first one. Stays on this node. */
    enum BeginAgain implements ValidatorMessage {
        BEGIN_AGAIN
    }

    /** Tries to open the store again. Stays on this node. */
    enum Retry implements ValidatorMessage {
        RETRY
    }
}
