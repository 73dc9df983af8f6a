package io.regchain.ledger.node;

import static io.regchain.ledger.execution.ScriptContract.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.regchain.ledger.storage.StorageException;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.ledger.validator.ChainConfig;
import io.regchain.ledger.validator.SubmitOutcome;
import io.regchain.ledger.validator.ValidatorStatus;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.VerifiedHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chains whose validators all run in this process. */
class OneJvmTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final TestChain chain = TestChain.of("jiangsu", 4);
    private final Sm2PrivateKey alice = TestValidators.key("alice");
    private final List<Running> started = new CopyOnWriteArrayList<>();

    @TempDir
    private Path temp;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private record Running(ActorSystem<Void> system, LedgerCluster cluster, ChainHandle handle) {
        void stop() {
            system.terminate();
            get(cluster.closed());
        }
    }

    private static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Running start() {
        return start(chain.config());
    }

    private Running start(ChainConfig config) {
        ActorSystem<Void> system = LedgerSystem.embedded("ledger-test");
        LedgerCluster cluster = LedgerCluster.start(system, LedgerSettings.of(temp, meters));
        ChainHandle handle = cluster.host(config, chain.keys());
        Running running = new Running(system, cluster, handle);
        started.add(running);
        get(handle.ready(PATIENCE));
        return running;
    }

    @AfterEach
    void stopAll() {
        started.forEach(Running::stop);
    }

    private TransactionSubmitter submitter(ChainHandle handle) {
        List<NodeTransactionGateway> nodes =
                handle.localNodes().stream().map(NodeTransactionGateway::new).toList();
        return new TransactionSubmitter(
                chain.config().chainId(), alice, nodes, Executors.newVirtualThreadPerTaskExecutor());
    }

    private TransactionRecord write(ChainHandle handle, String key, String value) {
        return get(submitter(handle).submit("a", "run", script("['write','" + key + "','" + value + "']"), PATIENCE));
    }

    private static void awaitHeight(ChainNode node, Height height) {
        await().atMost(PATIENCE).until(() -> node.height().compareTo(height) >= 0);
    }

    @Test
    void theFilesAreClosedOnceTheValidatorsHaveStoppedThoughTheActorSystemTakesLonger() {
        Running running = start();
        CompletableFuture<Done> endless = new CompletableFuture<>();
        CoordinatedShutdown.get(running.system())
                .addTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "endless", () -> endless);
        running.system().terminate();

        get(running.cluster().closed());
        assertThat(running.system().getWhenTerminated().toCompletableFuture()).isNotDone();
        start();
        endless.complete(Done.getInstance());
    }

    @Test
    void aSubmittedTransactionIsCertifiedAndEverythingAboutItIsProven() {
        ChainHandle handle = start().handle();
        TransactionRecord done = write(handle, "x", "1");

        assertThat(done.receipt().succeeded()).isTrue();
        for (int i = 0; i < 4; i++) {
            ChainNode node = handle.node(i);
            awaitHeight(node, done.height());
            CertifiedBlock block = node.block(done.height()).orElseThrow();
            assertThat(CertificateVerifier.verify(
                            block.block().header(), block.certificate().orElseThrow(), block.validators()))
                    .isInstanceOf(VerifiedHeader.class);
            assertThat(block.validators()).isEqualTo(chain.validators().set());
            assertThat(block.hash())
                    .isEqualTo(handle.node(0).block(done.height()).orElseThrow().hash());
            assertThat(node.read(done.height(), "a/x")).contains(Bytes.utf8("\"1\""));
            assertThat(node.prove(done.height(), "a/x")
                            .provesPresence(block.block().header().stateRoot(), "a/x", Bytes.utf8("\"1\"")))
                    .isTrue();
            assertThat(node.prove(Height.ZERO, "a/x")
                            .provesAbsence(
                                    node.block(Height.ZERO)
                                            .orElseThrow()
                                            .block()
                                            .header()
                                            .stateRoot(),
                                    "a/x"))
                    .isTrue();
            assertThat(node.transaction(done.transaction().id())).contains(done);
            assertThat(node.trace(done.transaction().id()).orElseThrow().hash())
                    .isEqualTo(done.receipt().traceHash());
        }
    }

    @Test
    void heightTransactionsAndTimesAreMeasuredPerChainAndValidatorUntilItStops() {
        Running running = start();
        TransactionRecord done = write(running.handle(), "x", "1");
        awaitHeight(running.handle().node(2), done.height());

        assertThat(meters.get("regchain.ledger.height")
                        .tags("chain", "jiangsu", "validator", "2")
                        .gauge()
                        .value())
                .isEqualTo(done.height().value());
        for (String timer : List.of("verification", "disk.sync", "execution", "commit")) {
            await().atMost(PATIENCE)
                    .until(() -> meters.get("regchain.ledger." + timer)
                                    .tag("validator", "2")
                                    .timer()
                                    .count()
                            > 0);
        }
        running.stop();
        assertThat(meters.find("regchain.ledger.height").gauge()).isNull();
    }

    @Test
    void aRestartOnTheSameDirectoryContinues() {
        Running first = start();
        TransactionRecord before = write(first.handle(), "x", "1");
        first.stop();

        ChainHandle second = start().handle();
        TransactionRecord after = write(second, "y", "2");

        assertThat(second.node(0).transaction(before.transaction().id())).contains(before);
        assertThat(after.height()).isGreaterThan(before.height());
        assertThat(after.transaction().sequence()).isEqualTo(new Sequence(1));
    }

    @Test
    void threeOfFourGoOnAndTheFourthCatchesUp() {
        ChainHandle handle = start().handle();
        write(handle, "x", "0");
        handle.suspend(2);
        await().atMost(PATIENCE).until(() -> handle.localNodes().size() == 3);
        TransactionRecord last = null;
        for (int i = 1; i <= 6; i++) {
            last = write(handle, "x", Integer.toString(i));
        }
        Height height = last.height();
        handle.resume(2);

        await().atMost(PATIENCE).until(() -> handle.localNodes().size() == 4);
        awaitHeight(handle.node(2), height);
        assertThat(handle.node(2).read(height, "a/x")).contains(Bytes.utf8("\"6\""));
    }

    @Test
    void aValidatorThatLostItsDirectoryCatchesUpAndVotesAgainLater() throws IOException {
        Running first = start();
        for (int i = 1; i <= 5; i++) {
            write(first.handle(), "x", Integer.toString(i));
        }
        Height height = first.handle().node(0).height();
        first.stop();
        LostDisk.remove(temp.resolve("jiangsu").resolve("1"));

        ChainHandle second = start().handle();
        awaitHeight(second.node(1), height);
        for (int i = 1; i <= 6; i++) {
            write(second, "y", Integer.toString(i));
        }
        assertThat(Files.readString(temp.resolve("jiangsu/1/silence")).strip())
                .startsWith("lost-" + (height.value() + 2) + " ");
        second.suspend(3);
        await().atMost(PATIENCE).until(() -> second.localNodes().size() == 3);
        assertThat(write(second, "z", "1").receipt().succeeded()).isTrue();
    }

    @Test
    void aTransactionHandedInBeforeTheValidatorsHaveFoundEachOtherIsNotForgotten() {
        ActorSystem<Void> system = LedgerSystem.embedded("early");
        LedgerCluster cluster = LedgerCluster.start(system, LedgerSettings.of(temp, new SimpleMeterRegistry()));
        ChainHandle handle = cluster.host(chain.config(), chain.keys());
        IntStream.range(1, 4).forEach(handle::suspend);
        started.add(new Running(system, cluster, handle));
        await().atMost(PATIENCE).until(() -> handle.localNodes().size() == 1);
        ChainNode alone = handle.node(0);
        Transaction early = Transaction.sign(
                chain.config().chainId(),
                alice,
                Sequence.ZERO,
                "a",
                "run",
                CanonicalJson.encode(script("['read','x']")));
        assertThat(get(alone.submit(early))).isInstanceOf(SubmitOutcome.Accepted.class);
        assertThat(alone.status().phase()).isEqualTo(ValidatorStatus.Phase.STARTING);
        CompletionStage<TransactionRecord> receipt = alone.awaitReceipt(early.id(), PATIENCE);

        IntStream.range(1, 4).forEach(handle::resume);
        assertThat(get(receipt).receipt().succeeded()).isTrue();
    }

    @Test
    void aClockThatJumpsForthAndIsSetBackHoldsNobodyUpAndBlockTimeNeverGoesBack() {
        AtomicReference<BlockTime> clock = new AtomicReference<>(new BlockTime(1_780_000_000_000L));
        ChainConfig plain = chain.config();
        ChainHandle handle = start(new ChainConfig(
                        plain.chainId(), plain.genesis(), plain.contracts(), plain.timing(), clock::get))
                .handle();
        BlockTime first = timeOf(handle, write(handle, "x", "1"));
        clock.set(new BlockTime(1_790_000_000_000L));
        BlockTime second = timeOf(handle, write(handle, "x", "2"));
        clock.set(new BlockTime(1_785_000_000_000L));
        BlockTime third = timeOf(handle, write(handle, "x", "3"));

        assertThat(List.of(first.epochMillis(), second.epochMillis(), third.epochMillis()))
                .containsExactly(1_780_000_000_000L, 1_790_000_000_000L, 1_790_000_000_000L);
    }

    private static BlockTime timeOf(ChainHandle handle, TransactionRecord done) {
        awaitHeight(handle.node(0), done.height());
        return handle.node(0)
                .block(done.height())
                .orElseThrow()
                .block()
                .header()
                .time();
    }

    @Test
    void aListenerHearsEveryBlockOnceInOrderFromTheHeightItAskedFor() {
        ChainHandle handle = start().handle();
        List<Long> heard = new CopyOnWriteArrayList<>();
        write(handle, "x", "1");
        BlockListener.Subscription subscription = handle.node(0)
                .blocks(Height.ZERO, block -> heard.add(block.height().value()));
        TransactionRecord last = write(handle, "x", "2");

        await().atMost(PATIENCE).until(() -> heard.contains(last.height().value()));
        assertThat(heard)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(0, (int) last.height().value())
                                .asLongStream()
                                .boxed()
                                .toList());
        subscription.close();
    }

    @Test
    void whatCannotBeExecutedIsRefusedAtOnceWithItsReason() {
        ChainHandle handle = start().handle();
        write(handle, "x", "1");
        ChainNode node = handle.node(0);
        awaitHeight(node, new Height(1));
        Transaction used = Transaction.sign(
                chain.config().chainId(),
                alice,
                Sequence.ZERO,
                "a",
                "run",
                CanonicalJson.encode(script("['read','x']")));
        Transaction forged = new Transaction(
                used.chainId(),
                used.sender(),
                new Sequence(1),
                used.contract(),
                used.method(),
                used.arguments(),
                used.signature());

        assertRefused(node, used, "SEQUENCE_USED");
        assertRefused(node, forged, "SIGNATURE_INVALID");
        assertThat(get(node.submit(node.block(new Height(1))
                        .orElseThrow()
                        .block()
                        .transactions()
                        .get(0))))
                .isInstanceOf(SubmitOutcome.Accepted.class);
    }

    private static void assertRefused(ChainNode node, Transaction transaction, String code) {
        assertThat(get(node.submit(transaction)))
                .isInstanceOfSatisfying(
                        SubmitOutcome.Refused.class,
                        refused -> assertThat(refused.reason().code()).isEqualTo(code));
    }

    @Test
    void aReceiptThatNeverComesIsATimeout() {
        ChainNode node = start().handle().node(0);

        assertThatThrownBy(() -> node.awaitReceipt(chain.validators().set().hash(), Duration.ofMillis(50))
                        .toCompletableFuture()
                        .join())
                .hasCauseInstanceOf(java.util.concurrent.TimeoutException.class);
    }

    @Test
    void twoProcessesCannotShareADirectory() {
        start();
        ActorSystem<Void> system = LedgerSystem.embedded("second");
        LedgerCluster cluster = LedgerCluster.start(system, LedgerSettings.of(temp, new SimpleMeterRegistry()));
        Running second = new Running(system, cluster, cluster.host(chain.config(), chain.keys()));
        started.add(second);

        assertThatThrownBy(() -> get(second.handle().ready(PATIENCE)))
                .rootCause()
                .isInstanceOf(StorageException.InUse.class)
                .hasMessageContaining("in use");
    }
}
