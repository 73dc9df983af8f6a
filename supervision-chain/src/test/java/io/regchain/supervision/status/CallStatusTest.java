package io.regchain.supervision.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.packet.PacketId;
import io.regchain.supervision.status.CallStatus.Health;
import io.regchain.supervision.status.CallStatus.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A call in each stage with one thing the matter per row. */
class CallStatusTest {
    private static final PacketId ID =
            new PacketId(new ChainId("jiangsu"), new ChainId("zhejiang"), "main", new Sequence(7));
    private static final PacketId EARLIER = ID.withSequence(new Sequence(6));

    /** A call that has just come to its stage between two chains that are well. */
    private static final class World {
        private final StatusWorld source = new StatusWorld("jiangsu");
        private final StatusWorld destination = new StatusWorld("zhejiang");
        private Stage stage = Stage.TO_DESTINATION;
        private long ageSeconds = 1;
        private long secondsLeft = 600;
        private Optional<PacketId> earlier = Optional.empty();

        private CallStatus status() {
            boolean taken = stage != Stage.SENT;
            return CallStatus.of(
                    new CallFacts(
                            ID,
                            stage,
                            taken ? Optional.of(after(-ageSeconds)) : Optional.empty(),
                            taken ? Optional.of(after(secondsLeft)) : Optional.empty(),
                            earlier,
                            Optional.of(source.status()),
                            Optional.of(destination.status())),
                    StatusWorld.NOW);
        }
    }

    private static BlockTime after(long seconds) {
        return new BlockTime(StatusWorld.BUSINESS.epochMillis() + 1_000 * seconds);
    }

    private record Row(
            String situation,
            Consumer<World> change,
            Health health,
            WaitingFor.Kind kind,
            String chain,
            String reason,
            String unblock) {
        @Override
        public String toString() {
            return situation;
        }
    }

    private static Row row(
            String situation,
            Consumer<World> change,
            Health health,
            WaitingFor.Kind kind,
            String chain,
            String reason,
            String unblock) {
        return new Row(situation, change, health, kind, chain, reason, unblock);
    }

    private static Consumer<World> in(Stage stage, Consumer<World> change) {
        return world -> {
            world.stage = stage;
            change.accept(world);
        };
    }

    private static void dead(StatusWorld chain) {
        chain.answered = Optional.empty();
        chain.observerFails = Optional.of(Duration.ofMinutes(10));
    }

    private static void unrelayed(StatusWorld chain) {
        chain.relayFails = Optional.of(Duration.ofMinutes(1));
    }

    private static void suspended(StatusWorld chain) {
        chain.registration = "SUSPENDED";
    }

    static List<Row> rows() {
        return List.of(
                row("sent", in(Stage.SENT, w -> {}), Health.MOVING, WaitingFor.Kind.RELAY, "jiangsu", "", ""),
                row(
                        "sent, source suspended",
                        in(Stage.SENT, w -> suspended(w.source)),
                        Health.STUCK,
                        WaitingFor.Kind.OFFICERS,
                        "jiangsu",
                        "jiangsu: its registration is SUSPENDED",
                        "resume it"),
                row(
                        "sent behind another one",
                        in(Stage.SENT, w -> w.earlier = Optional.of(EARLIER)),
                        Health.MOVING,
                        WaitingFor.Kind.EARLIER_CALL,
                        "",
                        EARLIER.toString(),
                        "unblock " + EARLIER + " first"),
                row(
                        "held",
                        in(Stage.HELD, w -> {}),
                        Health.SLOW,
                        WaitingFor.Kind.CALL_SUPERVISOR,
                        "",
                        "holds it back",
                        "release or reject"),
                row(
                        "held, and a release would be refused",
                        in(Stage.HELD, w -> suspended(w.source)),
                        Health.STUCK,
                        WaitingFor.Kind.OFFICERS,
                        "jiangsu",
                        "SUSPENDED",
                        "resume it"),
                row(
                        "held past the deadline",
                        in(Stage.HELD, w -> {
                            w.secondsLeft = 0;
                            w.ageSeconds = 60;
                        }),
                        Health.SLOW,
                        WaitingFor.Kind.RELAY,
                        "jiangsu",
                        "HELD_TOO_LONG",
                        "tries again by itself"),
                row("routed", w -> {}, Health.MOVING, WaitingFor.Kind.RELAY, "zhejiang", "", ""),
                row(
                        "routed, destination dead",
                        w -> dead(w.destination),
                        Health.STUCK,
                        WaitingFor.Kind.DESTINATION_CHAIN,
                        "zhejiang",
                        "none of its nodes answers",
                        "the operator of zhejiang"),
                row(
                        "routed, source dead, which does not matter yet",
                        w -> dead(w.source),
                        Health.MOVING,
                        WaitingFor.Kind.RELAY,
                        "zhejiang",
                        "",
                        ""),
                row(
                        "routed, relay refused again and again",
                        w -> unrelayed(w.destination),
                        Health.STUCK,
                        WaitingFor.Kind.RELAY,
                        "zhejiang",
                        "ROLE_MISSING",
                        "must remove this cause"),
                row(
                        "routed, destination suspended",
                        w -> suspended(w.destination),
                        Health.STUCK,
                        WaitingFor.Kind.OFFICERS,
                        "zhejiang",
                        "SUSPENDED",
                        "resume it"),
                row(
                        "routed, the destination's client expired",
                        w -> w.destination.sinceHeader = Duration.ofDays(15),
                        Health.STUCK,
                        WaitingFor.Kind.OFFICERS,
                        "zhejiang",
                        "expired at",
                        "proposeRenewal"),
                row(
                        "routed behind another one for long",
                        w -> {
                            w.earlier = Optional.of(EARLIER);
                            w.ageSeconds = 31;
                        },
                        Health.SLOW,
                        WaitingFor.Kind.EARLIER_CALL,
                        "",
                        "ordered channel",
                        "unblock " + EARLIER),
                row(
                        "routed a while ago",
                        w -> w.ageSeconds = 31,
                        Health.SLOW,
                        WaitingFor.Kind.RELAY,
                        "zhejiang",
                        "not verified yet",
                        "nobody need act"),
                row(
                        "routed long ago for no known reason",
                        w -> w.ageSeconds = 301,
                        Health.STUCK,
                        WaitingFor.Kind.RELAY,
                        "zhejiang",
                        "not verified yet",
                        "the hub's operator must look"),
                row(
                        "routed and just past its deadline",
                        w -> w.secondsLeft = 0,
                        Health.SLOW,
                        WaitingFor.Kind.DESTINATION_CHAIN,
                        "zhejiang",
                        "deadline has passed",
                        "certify a block after the deadline"),
                row(
                        "routed and long past its deadline",
                        w -> w.secondsLeft = -301,
                        Health.STUCK,
                        WaitingFor.Kind.DESTINATION_CHAIN,
                        "zhejiang",
                        "deadline has passed",
                        "certify a block after the deadline"),
                row("ended", in(Stage.TO_SOURCE, w -> {}), Health.MOVING, WaitingFor.Kind.RELAY, "jiangsu", "", ""),
                row(
                        "ended, source dead",
                        in(Stage.TO_SOURCE, w -> dead(w.source)),
                        Health.STUCK,
                        WaitingFor.Kind.SOURCE_CHAIN,
                        "jiangsu",
                        "none of its nodes answers",
                        "the operator of jiangsu"),
                row(
                        "ended, source frozen",
                        in(Stage.TO_SOURCE, w -> w.source.frozen = true),
                        Health.STUCK,
                        WaitingFor.Kind.OFFICERS,
                        "jiangsu",
                        "contradict each other",
                        "proposeThaw"),
                row(
                        "ended, destination dead, which matters no more",
                        in(Stage.TO_SOURCE, w -> dead(w.destination)),
                        Health.MOVING,
                        WaitingFor.Kind.RELAY,
                        "jiangsu",
                        "",
                        ""),
                row("done", in(Stage.DONE, w -> dead(w.source)), Health.ENDED, WaitingFor.Kind.NOBODY, "", "", ""));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void every_situation_says_for_whom_the_call_waits_and_what_would_unblock_it(Row row) {
        World world = new World();
        row.change().accept(world);

        CallStatus status = world.status();

        assertThat(status.health()).isEqualTo(row.health());
        assertThat(status.waitingFor().kind()).isEqualTo(row.kind());
        assertThat(status.waitingFor().chain().map(ChainId::value).orElse("")).isEqualTo(row.chain());
        assertThat(status.reason().map(Words::en).orElse("")).contains(row.reason());
        assertThat(status.reason().isPresent()).isEqualTo(!row.reason().isEmpty());
        assertThat(status.unblock().map(Words::en).orElse("")).contains(row.unblock());
        assertThat(status.unblock().isPresent()).isEqualTo(!row.unblock().isEmpty());
        assertThat(status.unblock().map(Words::zh)).isNotEqualTo(Optional.of(""));
    }

    @Test
    void a_call_has_a_deadline_until_it_has_ended_and_tells_when_its_relay_tries_again() {
        World world = new World();
        CallStatus underway = world.status();
        world.stage = Stage.TO_SOURCE;
        CallStatus ended = world.status();

        assertThat(underway.since()).contains(after(-1));
        assertThat(underway.deadline()).contains(after(600));
        assertThat(underway.nextRetry()).contains(after(18));
        assertThat(ended.deadline()).isEmpty();
    }
}
