package io.regchain.ledger.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.ledger.metering.ContractCodeCheck;
import io.regchain.protocol.base.Hash32;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Contracts written in Java, part of this program, metered when they were built. One that is not metered, or that could see
 * a clock, a file, randomness or another thread, is refused here.
 */
public final class NativeContractRuntime implements ContractRuntime {
    /** First key parts that belong to the engine. */
    public static final String RESERVED = StateKeys.SEQUENCES;

    private final SortedMap<String, Code> codes = new TreeMap<>();

    /**
     * @param faults hears of every contract that failed, with its name, for the log
     * @throws ContractCodeCheck.UnfitContract naming what a contract could do, and the calls that lead there
     */
    public NativeContractRuntime(List<Contract> contracts, BiConsumer<String, Throwable> faults) {
        for (Contract contract : contracts) {
            Hash32 hash = ContractCodeCheck.require(contract);
            if (contract.name().equals(RESERVED)) {
                throw new IllegalArgumentException("the name " + RESERVED + " belongs to the engine");
            }
            if (codes.put(contract.name(), new NativeCode(contract, hash, faults)) != null) {
                throw new IllegalArgumentException("two contracts are called " + contract.name());
            }
        }
    }

    @Override
    public Optional<Code> find(String contract, StateReader state) {
        return Optional.ofNullable(codes.get(contract));
    }

    /** @param hash of its class files, and of all that they reach */
    private record NativeCode(Contract contract, Hash32 hash, BiConsumer<String, Throwable> faults) implements Code {
        @Override
        public JsonNode invoke(RuntimeHost host, String method, ObjectNode arguments) {
            try {
                JsonNode result = contract.invoke(host, method, arguments);
                if (result == null) {
                    throw new IllegalStateException("a contract method returns a JSON value, never null");
                }
                return result;
            } catch (ContractRefusal | ExecutionStopped | ContractFault e) {
                throw e;
            } catch (RuntimeException | AssertionError e) {
                faults.accept(contract.name(), e);
                throw new ContractFault("contract " + contract.name()
                        + " failed with an exception that is no refusal; the nodes' logs name it");
            }
        }
    }
}
