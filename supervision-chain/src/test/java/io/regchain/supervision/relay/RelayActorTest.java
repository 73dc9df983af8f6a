package io.regchain.supervision.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.wire.StateAnswer;
import io.regchain.supervision.gateway.StateReader;
import io.regchain.supervision.node.Backoff;
import io.regchain.supervision.node.SupervisionLedger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which node a relay asks next, whom it tells of a lie, and how it comes to rest. */
class RelayActorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RelayWorld world = new RelayWorld();
    private final ContractHarness jiangsu = world.packets.jiangsu;
    private final ExecutorService blocking = Executors.newSingleThreadExecutor();
    private final List<JsonNode> anomalies = new CopyOnWriteArrayList<>();
    private final List<RelayStatus> board = new CopyOnWriteArrayList<>();
    private Optional<ActorSystem<RelayActor.Command>> system = Optional.empty();

    private ActorSystem<RelayActor.Command> start(StateReader... nodes) {
        return start(world.supervision(), nodes);
    }

    private ActorSystem<RelayActor.Command> start(SupervisionLedger supervision, StateReader... nodes) {
        ActorSystem<RelayActor.Command> started = ActorSystem.create(
                RelayActor.create(new RelayActor.Setup(
                        jiangsu.chainId(),
                        List.of(nodes),
                        world.packets.hub.certifiedState(),
                        supervision,
                        world.local(jiangsu),
                        log(),
                        blocking,
                        Duration.ofHours(1),
                        Backoff.DEFAULT,
                        world.packets.hub::time,
                        board::add)),
                "relay");
        system = Optional.of(started);
        return started;
    }

    /** The supervision chain as somebody sees it who is no relayer. */
    private SupervisionLedger withoutTheRole() {
        SupervisionLedger real = world.supervision();
        return new SupervisionLedger() {
            @Override
            public Optional<JsonNode> read(String key) {
                return real.read(key);
            }

            @Override
            public CompletionStage<TransactionRecord> submit(String contract, String method, ObjectNode arguments) {
                return CompletableFuture.completedFuture(
                        world.packets.hub.execute(ContractHarness.key("a stranger"), contract, method, arguments));
            }
        };
    }

    /** An anomaly log that keeps what it is told, outside the chain. */
    private SupervisionLedger log() {
        return new SupervisionLedger() {
            @Override
            public Optional<JsonNode> read(String key) {
                return Optional.empty();
            }

            @Override
            public CompletionStage<TransactionRecord> submit(String contract, String method, ObjectNode arguments) {
                anomalies.add(arguments);
                return new CompletableFuture<>();
            }
        };
    }

    @AfterEach
    void stop() {
        system.ifPresent(ActorSystem::terminate);
        blocking.shutdown();
    }

    @Test
    void a_lie_is_written_to_the_anomaly_log_and_the_other_node_is_asked() {
        Packet packet = world.sent();
        StateReader liar =
                RelayWorld.lying(jiangsu, a -> new StateAnswer(a.height(), a.key(), Optional.empty(), a.proof()));

        start(liar, RelayWorld.honest(jiangsu));

        await().atMost(PATIENCE).until(() -> world.packets
                .hub
                .read(PacketKeys.full(PacketKeys.Hub.in(packet.id())))
                .isPresent());
        assertThat(anomalies).singleElement().satisfies(anomaly -> {
            assertThat(anomaly.path("code").asText()).isEqualTo("STATE_UNPROVEN");
            assertThat(anomaly.path("node").asText()).isEqualTo("node-0");
            assertThat(anomaly.path("chain").asText()).isEqualTo("jiangsu");
        });
    }

    @Test
    void the_board_hears_of_a_failure_with_its_reason_and_the_next_pass_and_of_the_pass_that_ends_it() {
        Packet packet = world.sent();

        start(RelayWorld.lagging(jiangsu), RelayWorld.honest(jiangsu));

        await().atMost(PATIENCE).until(() -> board.stream().anyMatch(RelayActorTest::passedWell));
        RelayStatus failed = board.stream()
                .filter(status -> status.failures() == 1 && status.nextPass().isPresent())
                .findFirst()
                .orElseThrow();
        assertThat(failed.problem().orElseThrow()).contains("there is no block");
        assertThat(failed.failingSince()).isEqualTo(failed.lastPass());
        assertThat(failed.nextPass().orElseThrow())
                .isEqualTo(failed.lastPass().orElseThrow().plus(Backoff.DEFAULT.after(1)));
        RelayStatus well =
                board.stream().filter(RelayActorTest::passedWell).findFirst().orElseThrow();
        assertThat(well.failures()).isZero();
        assertThat(well.problem()).isEmpty();
        assertThat(well.unreceived()).isEmpty();
        assertThat(world.packets.hub.read(PacketKeys.full(PacketKeys.Hub.in(packet.id()))))
                .isPresent();
    }

    private static boolean passedWell(RelayStatus status) {
        return status.failures() == 0 && status.nextPass().isPresent();
    }

    @Test
    void the_board_names_what_was_refused_and_the_packet_that_the_hub_has_not_taken() {
        Packet packet = world.sent();

        start(withoutTheRole(), RelayWorld.honest(jiangsu));

        await().atMost(PATIENCE)
                .until(() -> board.stream().anyMatch(status -> status.refusal().isPresent()));
        RelayStatus refused = board.stream()
                .filter(status -> status.refusal().isPresent())
                .findFirst()
                .orElseThrow();
        assertThat(refused.refusal().orElseThrow()).contains(packet.id().toString(), "relayer");
        assertThat(refused.unreceived()).containsExactly(packet.id());
        assertThat(refused.failures()).isEqualTo(1);
    }

    @Test
    void a_relay_comes_to_rest_after_the_pass_under_way_and_begins_no_other() throws Exception {
        world.sent();
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch answering = new CountDownLatch(1);
        ActorSystem<RelayActor.Command> relay = start(RelayWorld.lying(jiangsu, answer -> {
            asked.incrementAndGet();
            awaitQuietly(answering);
            return answer;
        }));
        await().atMost(PATIENCE).until(() -> asked.get() == 1);

        CompletableFuture<Done> rested = AskPattern.<RelayActor.Command, Done>ask(
                        relay, RelayActor.Rest::new, PATIENCE, relay.scheduler())
                .toCompletableFuture();
        assertThat(rested).isNotDone();
        answering.countDown();
        rested.get();
        int before = asked.get();
        relay.tell(RelayActor.Wake.NOW);
        blocking.submit(() -> {}).get(); // a pass begun before would have been in front of this

        assertThat(asked).hasValue(before);
    }

    @Test
    void a_pause_is_answered_once_the_pass_under_way_has_ended_and_is_on_the_board_until_it_is_lifted()
            throws Exception {
        world.sent();
        CountDownLatch answering = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        ActorSystem<RelayActor.Command> relay = start(RelayWorld.lying(jiangsu, answer -> {
            asked.incrementAndGet();
            awaitQuietly(answering);
            return answer;
        }));
        await().atMost(PATIENCE).until(() -> asked.get() == 1);

        CompletableFuture<Done> paused = carry(relay, CarriedCalls.NONE);
        await().atMost(PATIENCE).until(() -> board.stream().anyMatch(RelayStatus::paused));
        assertThat(paused).isNotDone();
        answering.countDown();
        paused.get();
        await().atMost(PATIENCE).until(() -> board.stream()
                .anyMatch(status -> status.paused() && status.nextPass().isPresent()));
        carry(relay, CarriedCalls.ALL).get();

        assertThat(board.get(board.size() - 1).paused()).isFalse();
    }

    private static CompletableFuture<Done> carry(ActorSystem<RelayActor.Command> relay, CarriedCalls calls) {
        return AskPattern.<RelayActor.Command, Done>ask(
                        relay, reply -> new RelayActor.Carry(calls, reply), PATIENCE, relay.scheduler())
                .toCompletableFuture();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
