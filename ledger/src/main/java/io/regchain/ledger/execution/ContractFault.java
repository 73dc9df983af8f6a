package io.regchain.ledger.execution;

import io.regchain.protocol.base.Refusal;

/** A contract broke its promise: it threw something that is not a refusal. The message is the same on every machine. */
public final class ContractFault extends RuntimeException {
    private static final long serialVersionUID = 1L;
    public static final String CODE = "CONTRACT_FAULT";

    private final transient Refusal reason;

    public ContractFault(String message) {
        super(message, null, false, false);
        this.reason = new Refusal(CODE, message);
    }

    Refusal reason() {
        return reason;
    }
}
