package io.regchain.ledger.execution;

import io.regchain.protocol.base.Refusal;

/** Ends a transaction that the engine stops: unwinds every call of it, whoever made them. */
final class ExecutionStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Refusal reason;

    ExecutionStopped(Refusal reason) {
        super(reason.toString(), null, false, false);
        this.reason = reason;
    }

    Refusal reason() {
        return reason;
    }
}
