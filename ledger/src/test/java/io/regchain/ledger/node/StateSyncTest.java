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

    @Test
    void aValidatorThatLostItsDiskBeginsWithASnapshotFollowsServesProofsAndTellsWhatIsPruned() {
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
            handle.suspend(2);
            await().atMost(PATIENCE).until(() -> handle.localNodes().size() == 3);
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                LostDisk.remove(temp.resolve("jiangsu/2"));
                return true;
            });
            handle.resume(2);
            await().atMost(PATIENCE).until(() -> handle.localNodes().size() == 4);
            TransactionRecord last = write(handle, "after");

            ChainNode back = handle.node(2);
            await().atMost(PATIENCE).until(() -> back.height().compareTo(last.height()) >= 0);
            BlockHeader header = back.block(last.height()).orElseThrow().block().header();
            assertThat(back.prove(last.height(), "a/x")
                            .provesPresence(header.stateRoot(), "a/x", Bytes.utf8("\"after\"")))
                    .isTrue();
            assertThatThrownBy(() -> back.block(new Height(1)))
                    .isInstanceOf(StorageException.Pruned.class)
                    .hasMessageContaining("ask an archive node");
            assertThatThrownBy(() -> back.read(new Height(1), "a/x")).isInstanceOf(StorageException.Pruned.class);
            assertThat(handle.node(0).block(new Height(1))).isPresent();
        } finally {
            system.terminate();
            get(cluster.closed());
        }
    }
}
