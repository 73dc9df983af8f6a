package io.regchain.ledger.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import java.util.Optional;

/**
 * Runs contract code of one kind. The engine does buffers, metering and tracing around it, the same for every kind. A
 * runtime holds nothing that a transaction could change: code that is deployed lies in the state, see
 * {@link DeployedCode}.
 */
public interface ContractRuntime {
    /**
     * The code that a call of {@code contract} runs, at this place in this transaction.
     *
     * @param state what the transaction sees; each read is charged and becomes a step of the call's trace
     */
    Optional<Code> find(String contract, StateReader state);

    /** Code that is ready to run. */
    interface Code {
        /** SM3 of what is run, so that validators can tell whether they run the same. */
        Hash32 hash();

        /**
         * @throws io.regchain.ledger.contract.ContractRefusal the contract's "no"
         * @throws ContractFault when the code fails in any other way
         */
        JsonNode invoke(RuntimeHost host, String method, ObjectNode arguments);
    }

    /** For a runtime whose code comes as bytes: why these cannot be its code, asked before they are deployed. */
    interface ForDeployedCode extends ContractRuntime {
        Optional<io.regchain.protocol.base.Refusal> problem(Bytes code);
    }
}
