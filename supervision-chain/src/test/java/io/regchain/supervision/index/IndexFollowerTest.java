package io.regchain.supervision.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.ledger.node.BlockListener;
import io.regchain.ledger.node.ChainNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.supervision.node.Backoff;
import io.regchain.supervision.snapshot.DiskSnapshotStore;
import io.regchain.supervision.snapshot.SnapshotFiller;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever waits for the index is told once it has what was asked for, and not before. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IndexFollowerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final ContractHarness chain = ContractHarness.start(ChainId.SUPERVISION, new BlockTime(1_770_700_000_000L));
    private final CompletableFuture<BlockListener> listener = new CompletableFuture<>();
    private QueryIndex index;
    private SnapshotFiller snapshots;
    private IndexFollower follower;

    @BeforeEach
    void follow() {
        index = H2QueryIndex.file(directory);
        snapshots = new SnapshotFiller(new DiskSnapshotStore(directory.resolve("snapshots")), Backoff.DEFAULT);
        follower = IndexFollower.follow(node(), index, snapshots, height -> {});
    }

    @AfterEach
    void close() {
        follower.close();
        snapshots.close();
        index.close();
    }

    /** Only what a follower asks of a node. */
    private ChainNode node() {
        return (ChainNode) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ChainNode.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "block":
                            return Optional.of(chain.block((Height) arguments[0]));
                        case "height":
                            return Height.ZERO;
                        case "blocks":
                            listener.complete((BlockListener) arguments[1]);
                            return (BlockListener.Subscription) () -> {};
                        default:
                            throw new UnsupportedOperationException(method.getName());
                    }
                });
    }

    private void genesisArrives() {
        listener.join().certified(chain.block(Height.ZERO));
    }

    @Test
    void what_has_not_arrived_is_not_there() throws Exception {
        assertThat(follower.await(Height.ZERO, Duration.ZERO)).isFalse();
        assertThat(follower.await(Height.ZERO, Duration.ofMillis(20))).isFalse();
    }

    @Test
    void what_has_arrived_is_there_at_once() throws Exception {
        genesisArrives();
        assertThat(follower.await(Height.ZERO, Duration.ZERO)).isTrue();
        assertThat(follower.await(Height.ZERO.next(), Duration.ofMillis(20))).isFalse();
    }

    @Test
    void who_waits_is_told_when_it_arrives() throws Exception {
        CompletableFuture<Void> arrival = CompletableFuture.runAsync(this::genesisArrives);
        assertThat(follower.await(Height.ZERO, PATIENCE)).isTrue();
        arrival.join();
    }
}
