package io.regchain.ledger.node;

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

        record Failed(Throwable reason) implements Opened {}
    }

    /** Tries to open the store again. Stays on this node. */
    enum Retry implements ValidatorMessage {
        RETRY
    }

    /** One of a peer's messages that was handed on is dealt with; there is room for the next. Stays on this node. */
    record Handled(Inbox.Lane lane) implements ValidatorMessage {}
}
