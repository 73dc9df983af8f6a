package io.regchain.ledger.node;

import static io.regchain.ledger.execution.ScriptContract.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.regchain.ledger.storage.StorageException;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.ledger.validator.ChainConfig;
import io.regchain.ledger.validator.StateSync;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.lightclient.Advance;
import io.regchain.protocol.lightclient.LightClient;
import io.regchain.protocol.lightclient.TrustedState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Validators join, leave and are replaced on a running chain; those that are not of the set any more only listen. */
class ChangingValidatorsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int GENESIS = 4;
    private static final int SEATS = 6;
    private final TestChain chain = TestChain.of("jiangsu", GENESIS);
    /** The first four of them are those of genesis. */
    private final TestValidators seats = TestValidators.of(chain.config().chainId(), SEATS);

    private final Sm2PrivateKey alice = TestValidators.key("alice");

    @TempDir
    private Path temp;

    private Optional<ActorSystem<Void>> system = Optional.empty();
    private Optional<LedgerCluster> cluster = Optional.empty();

    private ChainConfig config() {
        ChainConfig plain = chain.config();
        return new ChainConfig(
                plain.chainId(),
                plain.genesis(),
                plain.contracts(),
                plain.timing(),
                plain.clock(),
                validators(IntStream.range(GENESIS, SEATS)));
    }

    private List<Validator> validators(IntStream places) {
        return places.mapToObj(i -> seats.set().validators().get(i)).toList();
    }

    private ChainHandle start() {
        return start(StateSync.DEFAULT);
    }

    private ChainHandle start(StateSync how) {
        ActorSystem<Void> started = LedgerSystem.embedded("ledger-test");
        LedgerCluster hosting = LedgerCluster.start(
                started, LedgerSettings.of(temp, new SimpleMeterRegistry()).with(how));
        system = Optional.of(started);
        cluster = Optional.of(hosting);
        SortedMap<Integer, Sm2PrivateKey> keys = new TreeMap<>();
        IntStream.range(0, SEATS).forEach(i -> keys.put(i, seats.keys().get(i)));
        ChainHandle handle = hosting.host(config(), keys);
        get(handle.ready(PATIENCE));
        return handle;
    }

    @AfterEach
    void stop() {
        system.ifPresent(ActorSystem::terminate);
        cluster.ifPresent(hosting -> get(hosting.closed()));
        system = Optional.empty();
        cluster = Optional.empty();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private TransactionRecord submit(ChainHandle handle, String contract, ObjectNode steps) {
        List<NodeTransactionGateway> nodes =
                handle.localNodes().stream().map(NodeTransactionGateway::new).toList();
        TransactionSubmitter submitter = new TransactionSubmitter(
                chain.config().chainId(), alice, nodes, Executors.newVirtualThreadPerTaskExecutor());
        return get(submitter.submit(contract, "run", steps, PATIENCE));
    }

    private Height write(ChainHandle handle, String key) {
        return submit(handle, "a", script("['write','" + key + "','1']")).height();
    }

    /** @return the first height that these decide */
    private Height decideFromNowOn(ChainHandle handle, int... places) {
        ObjectNode steps = script("['write','current']");
        ((ArrayNode) steps.get("steps").get(0)).add(BlockJson.of(new ValidatorSet(validators(IntStream.of(places)))));
        return submit(handle, "validators", steps).height().next();
    }

    private List<String> sealers(ChainHandle handle, Height height) {
        ChainNode node = handle.localNodes().get(0); // perhaps one that only listens by now
        await().atMost(PATIENCE).until(() -> node.height().compareTo(height) >= 0);
        CertifiedBlock block = node.block(height).orElseThrow();
        return block.certificate().orElseThrow().seals().stream()
                .map(seal ->
                        block.validators().find(seal.signer()).orElseThrow().name())
                .sorted()
                .toList();
    }

    /** What a light client makes of the chain, from genesis on. */
    private void everyHandOverIsFollowed(ChainHandle handle) {
        ChainNode node = handle.localNodes().get(0);
        CertifiedBlock genesis = node.block(Height.ZERO).orElseThrow();
        TrustedState trusted = TrustedState.root(genesis.block().header(), genesis.validators());
        for (Height at = Height.ZERO.next(); at.compareTo(node.height()) <= 0; at = at.next()) {
            CertifiedBlock block = node.block(at).orElseThrow();
            Optional<ValidatorSet> next = Optional.of(BlockJson.validatorSet(
                    CanonicalJson.decode(node.read(at, "validators/current").orElseThrow())));
            Advance advance = LightClient.advance(
                    trusted, block.block().header(), block.certificate().orElseThrow(), next);
            assertThat(advance).as("height %s", at).isInstanceOf(Advance.Advanced.class);
            trusted = ((Advance.Advanced) advance).state();
        }
    }

    @Test
    void aJoinerFollowsDecidesOnceItIsOfTheSetAndTheChainLivesOnIt() {
        ChainHandle handle = start();
        Height before = write(handle, "before");
        assertThat(sealers(handle, before)).doesNotContain("jiangsu-4", "jiangsu-5");
        await().atMost(PATIENCE).until(() -> handle.node(4).height().compareTo(before) >= 0);

        decideFromNowOn(handle, 0, 1, 2, 3, 4);
        handle.suspend(0);
        Height without = write(handle, "four-of-five");
        assertThat(sealers(handle, without)).containsExactly("jiangsu-1", "jiangsu-2", "jiangsu-3", "jiangsu-4");

        Height removed = decideFromNowOn(handle, 1, 2, 3, 4);
        handle.resume(0);
        write(handle, "removed");
        await().atMost(PATIENCE)
                .until(() -> handle.localNodes().size() == SEATS
                        && handle.node(0).height().compareTo(removed) >= 0);

        decideFromNowOn(handle, 5, 2, 3, 4);
        handle.suspend(1);
        handle.suspend(2);
        Height replaced = write(handle, "replaced");
        assertThat(sealers(handle, replaced)).containsExactly("jiangsu-3", "jiangsu-4", "jiangsu-5");

        handle.resume(1);
        handle.resume(2);
        everyHandOverIsFollowed(handle);
        stop();

        ChainHandle again = start();
        await().atMost(PATIENCE).until(() -> again.node(5).height().compareTo(replaced) >= 0);
        Height later = write(again, "restarted");
        assertThat(sealers(again, later)).isSubsetOf("jiangsu-2", "jiangsu-3", "jiangsu-4", "jiangsu-5");
        everyHandOverIsFollowed(again);
    }

    @Test
    void aValidatorThatJoinedLaterAndLostItsDiskBeginsWithASnapshotAndDecidesAgain() {
        ChainHandle handle = start(new StateSync(3, 200));
        write(handle, "before");
        decideFromNowOn(handle, 1, 2, 3, 4);
        write(handle, "between");
        decideFromNowOn(handle, 2, 3, 4, 5);
        write(handle, "after");
        handle.suspend(5);
        await().atMost(PATIENCE).until(() -> handle.localNodes().size() == SEATS - 1);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            LostDisk.remove(temp.resolve("jiangsu/5"));
            return true;
        });
        Height without = write(handle, "without");
        handle.resume(5);
        await().atMost(PATIENCE)
                .until(() -> handle.localNodes().size() == SEATS
                        && handle.node(5).height().compareTo(without) >= 0);
        assertThatThrownBy(() -> handle.node(5).block(new Height(1))).isInstanceOf(StorageException.Pruned.class);

        write(handle, "votes-7");
        write(handle, "votes-8");
        handle.suspend(2);
        Height again = write(handle, "again");
        assertThat(sealers(handle, again)).containsExactly("jiangsu-3", "jiangsu-4", "jiangsu-5");
    }

    @Test
    void twoSeatsNeverHaveOneKey() {
        List<Validator> twice = validators(IntStream.of(3));
        assertThatThrownBy(() -> chain.config().withJoiners(twice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jiangsu-3");
    }
}
