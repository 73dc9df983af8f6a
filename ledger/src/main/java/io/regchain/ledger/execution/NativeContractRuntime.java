package io.regchain.ledger.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Contracts written in Java, part of this program. */
public final class NativeContractRuntime implements ContractRuntime {
    /** First key parts that belong to the engine. */
    public static final String RESERVED = StateKeys.SEQUENCES;

    private final SortedMap<String, Contract> contracts = new TreeMap<>();
    private final BiConsumer<String, Throwable> faults;

    /** @param faults hears of every contract that failed, with its name, for the log */
    public NativeContractRuntime(List<Contract> contracts, BiConsumer<String, Throwable> faults) {
        this.faults = faults;
        for (Contract contract : contracts) {
            if (contract.name().equals(RESERVED)) {
                throw new IllegalArgumentException("the name " + RESERVED + " belongs to the engine");
            }
            if (this.contracts.put(contract.name(), contract) != null) {
                throw new IllegalArgumentException("two contracts are called " + contract.name());
            }
        }
    }

    @Override
    public boolean knows(String contract) {
        return contracts.containsKey(contract);
    }

    @Override
    public JsonNode invoke(String contract, ContractContext context, String method, ObjectNode arguments) {
        Contract code = Objects.requireNonNull(contracts.get(contract), "asked to run a contract it does not know");
        try {
            JsonNode result = code.invoke(context, method, arguments);
            if (result == null) {
                throw new IllegalStateException("a contract method returns a JSON value, never null");
            }
            return result;
        } catch (ContractRefusal | ExecutionStopped | ContractFault e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            faults.accept(contract, e);
            throw new ContractFault(
                    "contract " + contract + " failed with " + e.getClass().getName());
        }
    }
}
