package io.regchain.ledger.validator;

import io.regchain.ledger.contract.Contract;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.block.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * One chain as each of its validators must know it: same genesis, same contracts, same timing.
 *
 * @param joiners nodes that are not of the genesis set and may become validators when the state says so; until then they
 *     follow and listen. The list only grows, at the end, by restarting one node after the other with the longer one: a
 *     node's place in it names its seat
 */
public record ChainConfig(
        ChainId chainId,
        Genesis genesis,
        List<Contract> contracts,
        ConsensusTiming timing,
        ClockSource clock,
        List<Validator> joiners) {
    public ChainConfig(
            ChainId chainId, Genesis genesis, List<Contract> contracts, ConsensusTiming timing, ClockSource clock) {
        this(chainId, genesis, contracts, timing, clock, List.of());
    }

    public ChainConfig {
        contracts = List.copyOf(contracts);
        joiners = List.copyOf(joiners);
        if (!genesis.chainId().equals(chainId)) {
            throw new IllegalArgumentException("the genesis is of chain " + genesis.chainId() + ", not of " + chainId);
        }
        TreeSet<String> names = new TreeSet<>();
        for (Contract contract : contracts) {
            if (!names.add(contract.name())) {
                throw new IllegalArgumentException("two contracts are called " + contract.name());
            }
        }
        TreeSet<String> keys = new TreeSet<>();
        for (Validator seat : seats(genesis, joiners)) {
            if (!keys.add(seat.publicKey().toHex())) {
                throw new IllegalArgumentException("two seats have the key of " + seat.name());
            }
        }
    }

    /** Who may ever decide this chain's blocks, each at its place: the genesis validators, then those that join. */
    public List<Validator> seats() {
        return seats(genesis, joiners);
    }

    private static List<Validator> seats(Genesis genesis, List<Validator> joiners) {
        List<Validator> seats = new ArrayList<>(genesis.validators().validators());
        seats.addAll(joiners);
        return seats;
    }

    public ChainConfig withJoiners(List<Validator> others) {
        return new ChainConfig(chainId, genesis, contracts, timing, clock, others);
    }
}
