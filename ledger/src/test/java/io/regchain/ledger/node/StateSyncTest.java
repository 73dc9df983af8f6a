package io.regchain.ledger.node;

import static io.regchain.ledger.execution.ScriptContract.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.regchain.ledger.storage.StorageException;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.ledger.validator.StateSync;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockHeader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running validator loses its disk and comes back with a snapshot from the others. */
class StateSyncTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final TestChain chain = TestChain.of("jiangsu", 4);

    @TempDir
    private Path temp;

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }

    private TransactionRecord write(ChainHandle handle, String value) {
        TransactionSubmitter submitter = new TransactionSubmitter(
                chain.config().chainId(),
                TestValidators.key("alice"),
                handle.localNodes().stream().map(NodeTransactionGateway::new).toList(),
                Executors.newVirtualThreadPerTaskExecutor());
        return get(submitter.submit("a", "run", script("['write','x','" + value + "']"), PATIENCE));
    }

    private interface Story {
        void play(ChainHandle handle) throws Exception;
    }

    private void play(Story story) throws Exception {
        ActorSystem<Void> system = LedgerSystem.embedded("state-sync");
        LedgerSettings settings =
                LedgerSettings.of(temp, new SimpleMeterRegistry()).with(new StateSync(3, 200));
        LedgerCluster cluster = LedgerCluster.start(system, settings);
        try {
            ChainHandle handle = cluster.host(chain.config(), chain.keys());
            get(handle.ready(PATIENCE));
            for (int i = 1; i <= 6; i++) {
                write(handle, "before " + i);
            }
            story.play(handle);
        } finally {
            system.terminate();
            get(cluster.closed());
        }
    }

    private void stopAndLoseDisk(ChainHandle handle, int index) {
        int running = handle.localNodes().size();
        handle.suspend(index);
        await().atMost(PATIENCE).until(() -> handle.localNodes().size() == running - 1);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            LostDisk.remove(temp.resolve("jiangsu/" + index));
            return true;
        });
    }

    private static void assertBeganFarUp(ChainNode node) {
        assertThatThrownBy(() -> node.block(new Height(1)))
                .isInstanceOf(StorageException.Pruned.class)
                .hasMessageContaining("ask an archive node");
        assertThatThrownBy(() -> node.read(new Height(1), "a/x")).isInstanceOf(StorageException.Pruned.class);
    }

    @Test
    void aValidatorThatLostItsDiskBeginsWithASnapshotFollowsServesProofsAndTellsWhatIsPruned() throws Exception {
        play(handle -> {
            stopAndLoseDisk(handle, 2);
            handle.resume(2);
            await().atMost(PATIENCE).until(() -> handle.localNodes().size() == 4);
            TransactionRecord last = write(handle, "after");

            ChainNode back = handle.node(2);
            await().atMost(PATIENCE).until(() -> back.height().compareTo(last.height()) >= 0);
            BlockHeader header = back.block(last.height()).orElseThrow().block().header();
            assertThat(back.prove(last.height(), "a/x")
                            .provesPresence(header.stateRoot(), "a/x", Bytes.utf8("\"after\"")))
                    .isTrue();
            assertBeganFarUp(back);
            assertThat(handle.node(0).block(new Height(1))).isPresent();
        });
    }

    /** It stepped aside to follow the chain from its first block, which nobody has. */
    @Test
    void whoFindsNobodyAtFirstAndTheFirstBlocksPrunedThenBeginsAgainWithASnapshot() throws Exception {
        play(handle -> {
            for (int index = 1; index < 4; index++) {
                stopAndLoseDisk(handle, index);
                handle.resume(index);
                await().atMost(PATIENCE).until(() -> handle.localNodes().size() == 4);
                for (int i = 1; i <= 3; i++) {
                    write(handle, "after the loss of " + index + ", " + i);
                }
            }
            for (int index = 1; index < 4; index++) {
                handle.suspend(index);
            }
            await().atMost(PATIENCE).until(() -> handle.localNodes().size() == 1);
            Height reached = handle.node(0).height();
            stopAndLoseDisk(handle, 0);
            handle.resume(0);
            await().atMost(PATIENCE).until(() -> handle.localNodes().size() == 1);
            assertThat(handle.node(0).height()).isEqualTo(Height.ZERO);

            for (int index = 1; index < 4; index++) {
                handle.resume(index);
            }
            await().atMost(PATIENCE)
                    .until(() -> handle.localNodes().size() == 4
                            && handle.node(0).height().compareTo(reached) >= 0);
            assertBeganFarUp(handle.node(0));
        });
    }
}
