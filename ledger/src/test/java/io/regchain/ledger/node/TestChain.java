package io.regchain.ledger.node;

import io.regchain.ledger.consensus.TimeoutPolicy;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.execution.ScriptContract;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.ledger.validator.ChainConfig;
import io.regchain.ledger.validator.ClockSource;
import io.regchain.ledger.validator.ConsensusTiming;
import io.regchain.ledger.validator.Genesis;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A chain of test validators with the script contract, which may change the validators, quick enough for tests. */
public record TestChain(ChainConfig config, TestValidators validators) {
    public static final BlockTime START = new BlockTime(1_770_000_000_000L);

    public static TestChain of(String name, int size) {
        return of(name, size, Optional.empty());
    }

    public static TestChain of(String name, int size, Optional<Duration> heartbeat) {
        ChainId chainId = new ChainId(name);
        TestValidators validators = TestValidators.of(chainId, size);
        List<Contract> contracts =
                List.of(new ScriptContract("a"), new ScriptContract("b"), new ScriptContract("validators"));
        ConsensusTiming timing = new ConsensusTiming(
                new TimeoutPolicy(Duration.ofSeconds(2), Duration.ofSeconds(6)), heartbeat, Duration.ofSeconds(30));
        Genesis genesis = new Genesis(chainId, START, validators.set(), new TreeMap<>());
        return new TestChain(new ChainConfig(chainId, genesis, contracts, timing, ClockSource.SYSTEM), validators);
    }

    public SortedMap<Integer, Sm2PrivateKey> keys() {
        SortedMap<Integer, Sm2PrivateKey> keys = new TreeMap<>();
        for (int i = 0; i < validators.keys().size(); i++) {
            keys.put(i, validators.keys().get(i));
        }
        return keys;
    }
}
