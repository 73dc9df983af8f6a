package io.regchain.ledger.node;

import static io.regchain.ledger.execution.ScriptContract.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.ledger.tls.SmCertificateAuthority;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One chain's validators over three cluster nodes that talk over mutual TLS on loopback. */
class ThreeNodesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private final TestChain chain = TestChain.of("zhejiang", 4);
    private final Sm2PrivateKey alice = TestValidators.key("alice");
    private final SmCertificateAuthority authority = SmCertificateAuthority.create("test authority", Instant.now());
    private final List<Node> nodes = new ArrayList<>();

    @TempDir
    private Path temp;

    private record Node(ActorSystem<Void> system, LedgerCluster cluster, ChainHandle handle) {
        void stop() {
            system.terminate();
            get(cluster.closed());
        }
    }

    private static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void startNode() {
        NodeAddress loopback = new NodeAddress("127.0.0.1", 0);
        ActorSystem<Void> system = LedgerSystem.member(new ClusterSettings(
                loopback,
                loopback,
                List.of(),
                3,
                temp,
                authority.issue("node-" + nodes.size(), TestValidators.organisation(1), Instant.now())));
        Cluster first = Cluster.get(nodes.isEmpty() ? system : nodes.get(0).system());
        Cluster.get(system).manager().tell(Join.create(first.selfMember().address()));
        LedgerCluster cluster = LedgerCluster.start(system, LedgerSettings.of(temp, new SimpleMeterRegistry()));
        nodes.add(new Node(system, cluster, cluster.host(chain.config(), chain.keys())));
    }

    @AfterEach
    void stopAll() {
        nodes.forEach(node -> node.system().terminate());
        nodes.forEach(node -> get(node.cluster().closed()));
    }

    private long running() {
        return nodes.stream()
                .mapToLong(node -> node.handle().localNodes().size())
                .sum();
    }

    private TransactionRecord write(String key, String value) {
        List<NodeTransactionGateway> gateways = nodes.stream()
                .flatMap(node -> node.handle().localNodes().stream())
                .map(NodeTransactionGateway::new)
                .toList();
        TransactionSubmitter submitter = new TransactionSubmitter(
                chain.config().chainId(), alice, gateways, Executors.newVirtualThreadPerTaskExecutor());
        return get(submitter.submit("a", "run", script("['write','" + key + "','" + value + "']"), PATIENCE));
    }

    private void assertAllHave(TransactionRecord done, String key, String value) {
        for (Node node : nodes) {
            for (ChainNode validator : node.handle().localNodes()) {
                await().atMost(PATIENCE).until(() -> validator.height().compareTo(done.height()) >= 0);
                assertThat(validator.read(done.height(), key)).contains(Bytes.utf8("\"" + value + "\""));
            }
        }
    }

    @Test
    void theValidatorsOfOneChainSpreadOverTheNodesAndGoOnWhenOneNodeLeaves() {
        startNode();
        startNode();
        startNode();
        await().atMost(PATIENCE)
                .until(() -> running() == 4
                        && nodes.stream()
                                .allMatch(node -> node.handle().localNodes().size() <= 2));
        assertAllHave(write("x", "1"), "a/x", "1");

        nodes.remove(2).stop();
        TransactionRecord withoutIt = write("x", "2");
        await().atMost(PATIENCE).until(() -> running() == 4);
        assertAllHave(withoutIt, "a/x", "2");
        assertAllHave(write("x", "3"), "a/x", "3");
    }
}
