package io.regchain.ledger.execution;

import java.util.List;
import java.util.Optional;

/** Several runtimes side by side: the first that has code under a name runs it, so no deployed name hides a native one. */
public final class RuntimeRouter implements ContractRuntime {
    private final List<ContractRuntime> runtimes;

    /** @param runtimes in the order they are asked, the native one first */
    public RuntimeRouter(List<ContractRuntime> runtimes) {
        this.runtimes = List.copyOf(runtimes);
    }

    @Override
    public Optional<Code> find(String contract, StateReader state) {
        return runtimes.stream()
                .map(runtime -> runtime.find(contract, state))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
