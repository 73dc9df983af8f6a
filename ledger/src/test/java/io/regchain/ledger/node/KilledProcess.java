package io.regchain.ledger.node;

import static io.regchain.ledger.execution.ScriptContract.script;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.regchain.ledger.testkit.TestValidators;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;

/** A process that writes one transaction after the other and tells each receipt on its output, until it is killed. */
final class KilledProcess {
    private KilledProcess() {}

    public static void main(String[] arguments) throws Exception {
        TestChain chain = TestChain.of("beijing", 4);
        LedgerCluster cluster = LedgerCluster.start(
                LedgerSystem.embedded("killed"), LedgerSettings.of(Path.of(arguments[0]), new SimpleMeterRegistry()));
        ChainHandle handle = cluster.host(chain.config(), chain.keys());
        handle.ready(Duration.ofMinutes(2)).toCompletableFuture().get();
        List<NodeTransactionGateway> nodes =
                handle.localNodes().stream().map(NodeTransactionGateway::new).toList();
        TransactionSubmitter submitter = new TransactionSubmitter(
                chain.config().chainId(),
                TestValidators.key("alice"),
                nodes,
                Executors.newVirtualThreadPerTaskExecutor());
        while (true) {
            TransactionRecord done = submitter
                    .submit("a", "run", script("['write','x','1']"))
                    .toCompletableFuture()
                    .get();
            System.out.println(done.transaction().id() + " " + done.height() + " done");
        }
    }
}
