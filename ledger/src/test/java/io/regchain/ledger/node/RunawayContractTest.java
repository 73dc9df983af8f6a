package io.regchain.ledger.node;

import static io.regchain.ledger.execution.ScriptContract.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.regchain.ledger.execution.ExecutionLimits;
import io.regchain.ledger.execution.RunawayContract;
import io.regchain.ledger.execution.ScriptContract;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.ledger.validator.ChainConfig;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.trace.Trace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a contract does, four validators agree on what came of it, and go on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunawayContractTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final TestChain chain = TestChain.of("jiangsu", 4);
    private ActorSystem<Void> system;
    private LedgerCluster cluster;
    private ChainHandle handle;
    private TransactionSubmitter submitter;

    @TempDir
    private static Path temp;

    @BeforeAll
    void start() throws Exception {
        ChainConfig plain = chain.config();
        ChainConfig config = new ChainConfig(
                plain.chainId(),
                plain.genesis(),
                List.of(new RunawayContract(), new ScriptContract("a")),
                plain.timing(),
                plain.clock());
        system = LedgerSystem.embedded("runaway");
        cluster = LedgerCluster.start(system, LedgerSettings.of(temp, new SimpleMeterRegistry()));
        handle = cluster.host(config, chain.keys());
        handle.ready(PATIENCE).toCompletableFuture().get(60, TimeUnit.SECONDS);
        submitter = new TransactionSubmitter(
                plain.chainId(),
                TestValidators.key("alice"),
                handle.localNodes().stream().map(NodeTransactionGateway::new).toList(),
                Executors.newVirtualThreadPerTaskExecutor());
    }

    @AfterAll
    void stop() throws Exception {
        system.terminate();
        cluster.closed().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private TransactionRecord execute(String contract, String method, String steps) throws Exception {
        return submitter
                .submit(contract, method, script(steps), PATIENCE)
                .toCompletableFuture()
                .get(120, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({
        "loop, LIMIT_WORK",
        "loopAndCatch, LIMIT_WORK",
        "loopInLambda, LIMIT_WORK",
        "loopThroughCatch, LIMIT_WORK",
        "recurse, LIMIT_DEPTH",
        "recurseAndCatch, LIMIT_DEPTH",
        "recurseInConstructor, LIMIT_DEPTH",
        "call, LIMIT_DEPTH",
        "write, LIMIT_WRITTEN",
        "emit, LIMIT_EVENTS",
        "throw, CONTRACT_FAULT",
        "failInLibrary, CONTRACT_FAULT",
        "allocate, LIMIT_WORK",
        "allocateAtOnce, LIMIT_WORK",
        "doubleText, LIMIT_WORK",
        "doubleList, LIMIT_WORK",
        "repeatText, LIMIT_WORK",
        "nestValue, LIMIT_DEPTH",
        "shareValue, LIMIT_WORK"
    })
    void aRunawayContractIsStoppedChargedAndTracedAlikeEverywhereAndLeavesNothing(String method, String code)
            throws Exception {
        TransactionRecord done = execute("runaway", method, "");
        Receipt receipt = done.receipt();

        assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.STOPPED);
        assertThat(receipt.code()).isEqualTo(code);
        assertThat(receipt.metered()).isPositive().isLessThanOrEqualTo(ExecutionLimits.DEFAULT.metered());
        assertThat(receipt.events()).isEmpty();
        for (int i = 0; i < 4; i++) {
            assertSameAt(handle.node(i), done);
        }
        assertThat(execute("a", "run", "['write','after','" + method + "']")
                        .receipt()
                        .succeeded())
                .isTrue();
    }

    private void assertSameAt(ChainNode node, TransactionRecord done) {
        Height height = done.height();
        await().atMost(PATIENCE).until(() -> node.height().compareTo(height) >= 0);
        Trace trace = node.trace(done.transaction().id()).orElseThrow();

        assertThat(node.transaction(done.transaction().id())).contains(done);
        assertThat(trace.hash()).isEqualTo(done.receipt().traceHash());
        assertThat(trace.root().code()).isEqualTo(done.receipt().code());
        assertThat(node.read(height, "runaway/trace-of-it")).isEmpty();
        assertThat(header(node, height)).isEqualTo(header(handle.node(0), height));
    }

    private static BlockHeader header(ChainNode node, Height height) {
        return node.block(height).orElseThrow().block().header();
    }

    @Test
    void anEndlessLoopIsChargedAllThereIs() throws Exception {
        assertThat(execute("runaway", "loop", "").receipt().metered()).isEqualTo(ExecutionLimits.DEFAULT.metered());
    }

    @Test
    void aReceiptTellsNothingThatTheLibrarySaid() throws Exception {
        assertThat(execute("runaway", "failInLibrary", "").receipt().message())
                .isEqualTo("contract runaway failed with an exception that is no refusal; the nodes' logs name it");
    }
}
