package io.regchain.ledger.validator;

import io.regchain.ledger.contract.Contract;
import io.regchain.protocol.base.ChainId;
import java.util.List;
import java.util.TreeSet;

/** One chain as each of its validators must know it: same genesis, same contracts, same timing. */
public record ChainConfig(
        ChainId chainId, Genesis genesis, List<Contract> contracts, ConsensusTiming timing, ClockSource clock) {
    public ChainConfig {
        contracts = List.copyOf(contracts);
        if (!genesis.chainId().equals(chainId)) {
            throw new IllegalArgumentException("the genesis is of chain " + genesis.chainId() + ", not of " + chainId);
        }
        TreeSet<String> names = new TreeSet<>();
        for (Contract contract : contracts) {
            if (!names.add(contract.name())) {
                throw new IllegalArgumentException("two contracts are called " + contract.name());
            }
        }
    }
}
