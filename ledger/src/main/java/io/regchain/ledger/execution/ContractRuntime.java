package io.regchain.ledger.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.ContractContext;

/** Runs contract code of one kind. The engine does buffers, metering and tracing around it, the same for every kind. */
public interface ContractRuntime {
    /** Whether this runtime has code under that name. */
    boolean knows(String contract);

    /**
     * @throws io.regchain.ledger.contract.ContractRefusal the contract's "no"
     * @throws ContractFault when the code fails in any other way
     */
    JsonNode invoke(String contract, ContractContext context, String method, ObjectNode arguments);
}
