package io.regchain.supervision.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.supervision.observer.ObserverStatus;
import io.regchain.supervision.status.ObjectFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Gaps, lateness and heights as numbers for whoever watches the hub. */
class ObjectMetersTest {
    private static final ChainId JIANGSU = new ChainId("jiangsu");

    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);

    private double value(String name) {
        return registry.get(name).tag("chain", "jiangsu").gauge().value();
    }

    @Test
    void gaps_and_lateness_of_a_chain_are_measured_with_one_look_per_scrape() {
        List<ChainId> looks = new ArrayList<>();
        new ObjectMeters(registry, chain -> {
                    looks.add(chain);
                    return new ObjectFacts(
                            looks.size(),
                            Optional.empty(),
                            100,
                            7,
                            3,
                            Duration.ofMillis(90_500),
                            Duration.ofHours(1),
                            Duration.ofSeconds(2));
                })
                .watch(JIANGSU);

        assertThat(value(ObjectMeters.GAPS)).isEqualTo(1);
        assertThat(value(ObjectMeters.LATE)).isEqualTo(7);
        assertThat(value(ObjectMeters.AHEAD)).isEqualTo(3);
        assertThat(value(ObjectMeters.LATENCY)).isEqualTo(90.5);
        assertThat(looks).containsExactly(JIANGSU);
        clock.add(Duration.ofSeconds(1));
        assertThat(value(ObjectMeters.GAPS)).isEqualTo(2);
    }

    @Test
    void heights_of_a_chain_are_measured_and_unknown_before_it_is_observed() {
        List<ObserverStatus> board = new ArrayList<>();
        new HeightMeters(registry, chain -> board.stream().findFirst()).watch(JIANGSU);
        assertThat(value(HeightMeters.MISSING)).isNaN();

        board.add(status(40, 12));

        assertThat(value(HeightMeters.REPORTED)).isEqualTo(40);
        assertThat(value(HeightMeters.VERIFIED)).isEqualTo(12);
        assertThat(value(HeightMeters.MISSING)).isEqualTo(28);
        board.set(0, status(0, 12)); // nothing is reported since a node failed
        assertThat(value(HeightMeters.MISSING)).isZero();
    }

    private static ObserverStatus status(long reported, long verified) {
        return new ObserverStatus(
                JIANGSU,
                new Height(reported),
                new Height(verified),
                Optional.empty(),
                "reading",
                Instant.EPOCH,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
