package io.regchain.supervision.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.BlockTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A chain that is well with one thing the matter per row, and both sides of every bound. */
class ChainStatusTest {
    private record Row(
            String situation,
            UnaryOperator<StatusWorld> change,
            ChainStatus.Health health,
            Diagnosis.MustAct mustAct,
            String reason,
            String unblock) {
        @Override
        public String toString() {
            return situation;
        }
    }

    private interface Break {
        void at(StatusWorld world);
    }

    private static Row row(
            String situation,
            Break change,
            ChainStatus.Health health,
            Diagnosis.MustAct mustAct,
            String reason,
            String unblock) {
        return new Row(
                situation,
                world -> {
                    change.at(world);
                    return world;
                },
                health,
                mustAct,
                reason,
                unblock);
    }

    private static Optional<Duration> seconds(long seconds) {
        return Optional.of(Duration.ofSeconds(seconds));
    }

    static List<Row> rows() {
        return List.of(
                row("nothing", w -> {}, ChainStatus.Health.OK, Diagnosis.MustAct.NOBODY, "is well", ""),
                row(
                        "validators contradicted themselves, which suspends too",
                        w -> {
                            w.frozen = true;
                            w.registration = "SUSPENDED";
                        },
                        ChainStatus.Health.STUCK,
                        Diagnosis.MustAct.OFFICERS,
                        "contradict each other",
                        "proposeThaw"),
                row(
                        "suspended",
                        w -> w.registration = "SUSPENDED",
                        ChainStatus.Health.STUCK,
                        Diagnosis.MustAct.OFFICERS,
                        "registration is SUSPENDED",
                        "resume it"),
                row(
                        "no header for the trust period",
                        w -> w.sinceHeader = Duration.ofDays(14),
                        ChainStatus.Health.STUCK,
                        Diagnosis.MustAct.OFFICERS,
                        "expired at",
                        "proposeRenewal"),
                row(
                        "less than a third of the trust period left",
                        w -> w.sinceHeader = Duration.ofDays(12),
                        ChainStatus.Health.SLOW,
                        Diagnosis.MustAct.CHAIN_OPERATOR,
                        "expires at",
                        "certify a block before then"),
                row(
                        "silent for longer than a live node can be",
                        w -> {
                            w.answered = seconds(91);
                            w.observerFails = seconds(80);
                        },
                        ChainStatus.Health.DEAD,
                        Diagnosis.MustAct.CHAIN_OPERATOR,
                        "none of its nodes answers: connection refused",
                        "bring its registered nodes"),
                row(
                        "never answered since the hub started",
                        w -> {
                            w.answered = Optional.empty();
                            w.observerFails = seconds(91);
                        },
                        ChainStatus.Health.DEAD,
                        Diagnosis.MustAct.CHAIN_OPERATOR,
                        "none of its nodes answers",
                        "bring its registered nodes"),
                row(
                        "silent, but not for long enough to be called dead",
                        w -> {
                            w.answered = seconds(90);
                            w.observerFails = seconds(80);
                        },
                        ChainStatus.Health.STUCK,
                        Diagnosis.MustAct.CHAIN_OPERATOR,
                        "height 13 cannot be had or verified",
                        "show height 13"),
                row(
                        "answers, but every attempt has failed for a while",
                        w -> {
                            w.answered = seconds(1);
                            w.observerFails = seconds(31);
                        },
                        ChainStatus.Health.STUCK,
                        Diagnosis.MustAct.CHAIN_OPERATOR,
                        "its nodes answer, but height 13",
                        "anomaly log"),
                row(
                        "failed a moment ago",
                        w -> w.observerFails = seconds(30),
                        ChainStatus.Health.SLOW,
                        Diagnosis.MustAct.NOBODY,
                        "the last attempt came to nothing: connection refused",
                        "tries again by itself"),
                row(
                        "its relay is paused, and was refused before",
                        w -> {
                            w.paused = true;
                            w.relayFails = seconds(31);
                        },
                        ChainStatus.Health.STUCK,
                        Diagnosis.MustAct.HUB_OPERATOR,
                        "has paused its relay",
                        "must resume this relay"),
                row(
                        "the relay is refused again and again",
                        w -> w.relayFails = seconds(31),
                        ChainStatus.Health.STUCK,
                        Diagnosis.MustAct.HUB_OPERATOR,
                        "ROLE_MISSING",
                        "must remove this cause"),
                row(
                        "the relay was refused a moment ago",
                        w -> w.relayFails = seconds(3),
                        ChainStatus.Health.SLOW,
                        Diagnosis.MustAct.NOBODY,
                        "ROLE_MISSING",
                        "tries again by itself"),
                row(
                        "far behind",
                        w -> w.reported = 12 + StatusBounds.SLOW_LAG + 1,
                        ChainStatus.Health.SLOW,
                        Diagnosis.MustAct.NOBODY,
                        "21 heights behind",
                        "catches up"),
                row(
                        "behind, within bounds",
                        w -> w.reported = 12 + StatusBounds.SLOW_LAG,
                        ChainStatus.Health.OK,
                        Diagnosis.MustAct.NOBODY,
                        "is well",
                        ""),
                row(
                        "one height behind, at one step for long",
                        w -> {
                            w.reported = 13;
                            w.step = seconds(11);
                        },
                        ChainStatus.Health.SLOW,
                        Diagnosis.MustAct.NOBODY,
                        "1 heights behind",
                        "catches up"),
                row(
                        "idle, waiting for a block for long",
                        w -> w.step = seconds(20),
                        ChainStatus.Health.OK,
                        Diagnosis.MustAct.NOBODY,
                        "is well",
                        ""),
                row(
                        "objects lack a version",
                        w -> w.objects = new ObjectFacts(
                                2,
                                Optional.of(new ObjectFacts.Gap("report-7", 3, 41)),
                                9,
                                0,
                                0,
                                Duration.ZERO,
                                Duration.ZERO,
                                Duration.ZERO),
                        ChainStatus.Health.SLOW,
                        Diagnosis.MustAct.CHAIN_OPERATOR,
                        "2 objects lack a version, so that later ones are refused; the first: report-7 3 (#41)",
                        "write the missing versions"),
                row(
                        "most objects are late",
                        w -> w.objects = late(ObjectBounds.DEFAULT.lateAfter().plusMillis(1)),
                        ChainStatus.Health.SLOW,
                        Diagnosis.MustAct.CHAIN_OPERATOR,
                        "90 of its last 100 snapshots were written more than PT1H after the business",
                        "record its business as it happens"),
                row(
                        "objects are as late as they may be",
                        w -> w.objects = late(ObjectBounds.DEFAULT.lateAfter()),
                        ChainStatus.Health.OK,
                        Diagnosis.MustAct.NOBODY,
                        "is well",
                        ""),
                row(
                        "not watched yet",
                        w -> w.step = Optional.empty(),
                        ChainStatus.Health.SLOW,
                        Diagnosis.MustAct.NOBODY,
                        "only beginning",
                        "look again"),
                row(
                        "not carried for yet",
                        w -> w.relayed = false,
                        ChainStatus.Health.SLOW,
                        Diagnosis.MustAct.NOBODY,
                        "only beginning",
                        "look again"));
    }

    private static ObjectFacts late(Duration latency) {
        return new ObjectFacts(0, Optional.empty(), 100, 90, 0, latency, latency, Duration.ZERO);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void every_situation_has_its_health_its_reason_and_who_must_act(Row row) {
        ChainStatus status = new StatusWorld("jiangsu").with(row.change()).status();

        assertThat(status.health()).isEqualTo(row.health());
        assertThat(status.mustAct()).isEqualTo(row.mustAct().name());
        assertThat(status.reason().en()).contains(row.reason());
        assertThat(status.reason().zh()).isNotBlank();
        assertThat(status.unblock().map(Words::en).orElse("")).contains(row.unblock());
        assertThat(status.unblock().isPresent()).isEqualTo(!row.unblock().isEmpty());
        assertThat(status.unblock().map(Words::zh)).isNotEqualTo(Optional.of(""));
    }

    @Test
    void what_couriers_noted_by_the_machines_clock_is_told_in_block_time() {
        StatusWorld world = new StatusWorld("jiangsu");
        world.answered = seconds(100);
        world.observerFails = seconds(95);
        world.relayFails = seconds(10);
        ChainStatus status = world.status();

        assertThat(status.since()).contains(new BlockTime(StatusWorld.BUSINESS.epochMillis() - 100_000));
        assertThat(status.nextRetry()).contains(new BlockTime(StatusWorld.BUSINESS.epochMillis() + 18_000));
    }

    @Test
    void a_height_that_is_verified_was_reported_though_the_observer_has_forgotten_it() {
        StatusWorld world = new StatusWorld("jiangsu");
        world.reported = 0;
        world.proven = 11;

        assertThat(world.status().facts().reported().value()).isEqualTo(12);
        assertThat(world.status().facts().proven().value()).isEqualTo(11);
    }
}
