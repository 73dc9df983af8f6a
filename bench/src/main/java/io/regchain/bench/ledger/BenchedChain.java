package io.regchain.bench.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.regchain.ledger.node.ChainHandle;
import io.regchain.ledger.node.ChainNode;
import io.regchain.ledger.node.LedgerCluster;
import io.regchain.ledger.node.LedgerSettings;
import io.regchain.ledger.node.LedgerSystem;
import io.regchain.ledger.validator.ChainConfig;
import io.regchain.ledger.validator.ClockSource;
import io.regchain.ledger.validator.ConsensusTiming;
import io.regchain.ledger.validator.Genesis;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;

/** Chains with the transfer contract, all validators in this process; stopped when closed. */
final class BenchedChain implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final BlockTime GENESIS = new BlockTime(1_700_000_000_000L);

    private final ActorSystem<Void> system;
    private final LedgerCluster cluster;
    private final List<ChainHandle> chains = new ArrayList<>();
    private final MeterRegistry meters = new SimpleMeterRegistry();

    private BenchedChain(Path data) {
        this.system = LedgerSystem.embedded("bench");
        this.cluster = LedgerCluster.start(system, LedgerSettings.of(data, meters));
    }

    /** One chain whose state opens the given senders' accounts. */
    static BenchedChain one(LedgerLoad load, List<Sm2PrivateKey> senders) {
        BenchedChain bench = new BenchedChain(load.data());
        TreeMap<String, Bytes> state = new TreeMap<>();
        Bytes opening = Bytes.utf8(Long.toString(TransferContract.OPENING_BALANCE));
        for (Sm2PrivateKey sender : senders) {
            String account = TransferContract.accountOf(sender.publicKey());
            state.put(TransferContract.NAME + "/" + TransferContract.key(account), opening);
        }
        bench.host(new ChainId("bench"), load.validators(), state);
        return bench.ready();
    }

    /** Many empty chains of four validators. */
    static BenchedChain many(Path data, int count) {
        BenchedChain bench = new BenchedChain(data);
        for (int i = 0; i < count; i++) {
            bench.host(chainId(i), 4, new TreeMap<>());
        }
        return bench.ready();
    }

    /** benchaa, benchab and so on: ids are letters. */
    private static ChainId chainId(int number) {
        return new ChainId("bench" + (char) ('a' + number / 26) + (char) ('a' + number % 26));
    }

    private void host(ChainId chainId, int validators, SortedMap<String, Bytes> state) {
        TreeMap<Integer, Sm2PrivateKey> keys = new TreeMap<>();
        List<Validator> set = new ArrayList<>();
        for (int i = 0; i < validators; i++) {
            String name = chainId + "-" + i;
            Sm2PrivateKey key = Transfers.key("validator " + name);
            keys.put(i, key);
            set.add(new Validator(name, organisation(i), key.publicKey()));
        }
        Genesis genesis = new Genesis(chainId, GENESIS, new ValidatorSet(set), state);
        ChainConfig config = new ChainConfig(
                chainId, genesis, List.of(new TransferContract()), ConsensusTiming.DEFAULT, ClockSource.SYSTEM);
        chains.add(cluster.host(config, keys));
    }

    private static UnifiedSocialCreditCode organisation(int number) {
        return UnifiedSocialCreditCode.complete("91310000", String.format(Locale.ROOT, "MA9BE%03d", number));
    }

    private BenchedChain ready() {
        try {
            chains.forEach(chain -> chain.ready(PATIENCE).toCompletableFuture().join());
            return this;
        } catch (CompletionException e) {
            system.terminate();
            throw e;
        }
    }

    ChainId chainId() {
        return chains.get(0).chainId();
    }

    List<ChainNode> nodes() {
        return chains.get(0).localNodes();
    }

    MeterRegistry meters() {
        return meters;
    }

    @Override
    public void close() {
        system.terminate();
        cluster.closed()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
