package io.regchain.ledger.contract;

import io.regchain.protocol.base.Refusal;

/** A contract's "no": ends the call, drops its writes, and becomes the receipt's code and message. */
public final class ContractRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Refusal refusal;

    public ContractRefusal(Refusal refusal) {
        super(refusal.toString(), null, false, false);
        this.refusal = refusal;
    }

    public ContractRefusal(String code, String message) {
        this(new Refusal(code, message));
    }

    public Refusal refusal() {
        return refusal;
    }
}
