package io.regchain.supervision.observer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.supervision.gateway.ChainGateway;
import io.regchain.supervision.gateway.GatewayProblem;
import io.regchain.supervision.node.Backoff;
import io.regchain.supervision.node.SupervisionLedger;
import io.regchain.supervision.snapshot.CheckedSnapshots;
import io.regchain.supervision.snapshot.EarlierBodies;
import io.regchain.supervision.snapshot.MemorySnapshots;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.junit.jupiter.api.Test;

/** How an observer comes to rest, and what it tells of itself. */
class ObserverActorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final EarlierBodies NO_BODIES = new EarlierBodies(
            key -> {
                throw new UnsupportedOperationException(key);
            },
            new CheckedSnapshots(new MemorySnapshots()));
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Height> reported = new CompletableFuture<>();

    @Test
    void an_observer_that_waits_for_a_block_comes_to_rest_at_once_and_reads_no_other() throws Exception {
        ActorSystem<ObserverActor.Command> observer = ActorSystem.create(
                ObserverActor.create(new ObserverActor.Setup(
                        new ChainId("jiangsu"),
                        List.of(node(), node()),
                        ledger(),
                        NO_BODIES,
                        Runnable::run,
                        PATIENCE,
                        Backoff.DEFAULT,
                        () -> new BlockTime(1_770_700_000_000L),
                        status -> {})),
                "observer");
        try {
            await().atMost(PATIENCE).until(() -> asked.contains("awaitBlock"));

            rest(observer).get();
            reported.complete(new Height(1));
            observer.tell(new ObserverActor.Rest(observer.ignoreRef())); // in line behind the report
            assertThat(asked).containsExactly("awaitBlock");
        } finally {
            observer.terminate();
            observer.getWhenTerminated().toCompletableFuture().get();
        }
        assertThat(asked).containsExactly("awaitBlock");
    }

    @Test
    void the_board_tells_since_when_attempts_fail_when_the_next_one_is_and_when_a_node_answers_again() {
        List<ObserverStatus> board = new CopyOnWriteArrayList<>();
        reported.completeExceptionally(new GatewayProblem(GatewayProblem.Kind.UNREACHABLE, "connection refused"));
        ActorSystem<ObserverActor.Command> observer = ActorSystem.create(
                ObserverActor.create(new ObserverActor.Setup(
                        new ChainId("jiangsu"),
                        List.of(node(), answering(new Height(0))),
                        ledger(),
                        NO_BODIES,
                        Runnable::run,
                        PATIENCE,
                        Backoff.DEFAULT,
                        () -> new BlockTime(1_770_700_000_000L),
                        board::add)),
                "observer");
        try {
            await().atMost(PATIENCE).until(() -> board.stream()
                    .anyMatch(status -> status.answeredAt().isPresent()));
        } finally {
            observer.terminate();
        }
        ObserverStatus failed = board.stream()
                .filter(status -> status.nextTry().isPresent())
                .findFirst()
                .orElseThrow();
        assertThat(failed.failures()).isEqualTo(1);
        assertThat(failed.problem().orElseThrow()).contains("connection refused");
        assertThat(failed.answeredAt()).isEmpty();
        assertThat(failed.failingSince().orElseThrow())
                .isBefore(failed.nextTry().orElseThrow());
        ObserverStatus well = board.stream()
                .filter(status -> status.answeredAt().isPresent())
                .findFirst()
                .orElseThrow();
        assertThat(well.failures()).isZero();
        assertThat(well.failingSince()).isEmpty();
        assertThat(well.problem()).isEmpty();
    }

    /** A node that has no block above this one, and says so at once the first time, then waits for one. */
    private static ChainGateway answering(Height height) {
        AtomicBoolean told = new AtomicBoolean();
        return (ChainGateway) Proxy.newProxyInstance(
                ChainGateway.class.getClassLoader(),
                new Class<?>[] {ChainGateway.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "node" -> "node-1";
                    case "awaitBlock" ->
                        told.getAndSet(true) ? new CompletableFuture<>() : CompletableFuture.completedFuture(height);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static CompletableFuture<Done> rest(ActorSystem<ObserverActor.Command> observer) {
        return AskPattern.<ObserverActor.Command, Done>ask(
                        observer, ObserverActor.Rest::new, PATIENCE, observer.scheduler())
                .toCompletableFuture();
    }

    private ChainGateway node() {
        return (ChainGateway) Proxy.newProxyInstance(
                ChainGateway.class.getClassLoader(),
                new Class<?>[] {ChainGateway.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("node")) {
                        return "node-0";
                    }
                    asked.add(method.getName());
                    return method.getName().equals("awaitBlock") ? reported : new CompletableFuture<>();
                });
    }

    /** A supervision chain that holds the registration and nothing else. */
    private static SupervisionLedger ledger() {
        ContractHarness chain = ContractHarness.start(new ChainId("jiangsu"), new BlockTime(1_770_700_000_000L));
        var genesis = chain.block(Height.ZERO);
        ObjectNode registration = CanonicalJson.object()
                .put("genesisHash", genesis.hash().toHex())
                .put("genesisTime", genesis.block().header().time().epochMillis());
        registration.set("validators", BlockJson.of(chain.validators().set()));
        return new SupervisionLedger() {
            @Override
            public Optional<JsonNode> read(String key) {
                return key.equals("registry/chain/jiangsu") ? Optional.of(registration) : Optional.empty();
            }

            @Override
            public CompletionStage<TransactionRecord> submit(String contract, String method, ObjectNode arguments) {
                throw new UnsupportedOperationException(contract + "." + method);
            }
        };
    }
}
