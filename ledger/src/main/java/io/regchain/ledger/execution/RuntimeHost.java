package io.regchain.ledger.execution;

import io.regchain.ledger.contract.ContractContext;

/** What a runtime is given for one call: all that contracts see, and the meter for the instructions it runs for them. */
public interface RuntimeHost extends ContractContext {
    /**
     * Charges work that the runtime is about to do for the code.
     *
     * @param units of {@link ExecutionLimits#metered}; a cheap instruction of an interpreter is worth about one
     */
    void work(long units);
}
