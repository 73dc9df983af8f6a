package io.regchain.ledger.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Deterministic code of one contract: equal input on equal state gives equal output. It holds no state of its own, sees
 * no clock, no randomness, no I/O; everything comes from and goes to the {@link ContractContext}.
 */
public interface Contract {
    /** The name transactions call it by, and the first part of all its state keys. */
    String name();

    /**
     * Runs one method.
     *
     * @return a JSON value, the receipt's result
     * @throws ContractRefusal when a rule says no; all writes and events of this call are then dropped
     */
    JsonNode invoke(ContractContext context, String method, ObjectNode arguments);
}
