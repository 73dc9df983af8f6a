package io.regchain.bench.basics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StopwatchTest {
    @Test
    void percentiles_and_rate_are_those_of_the_runs() {
        long[] nanos = new long[100];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = (i + 1) * 1_000L;
        }
        Measurement measured = Measurement.of("counting", nanos);
        assertThat(measured.p50Micros()).isEqualTo(51);
        assertThat(measured.p99Micros()).isEqualTo(100);
        assertThat(measured.perSecond()).isCloseTo(1e6 / 50.5, within(1e-6));
    }

    @Test
    void nothing_measured_is_no_measurement() {
        assertThatThrownBy(() -> Measurement.of("nothing", new long[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void every_run_is_done_and_only_those_after_the_warm_up_are_counted() {
        AtomicInteger done = new AtomicInteger();
        Measurement measured =
                new Stopwatch(Duration.ofMillis(20)).measure(new Workload("count", done::incrementAndGet));
        assertThat(measured.runs()).isPositive().isLessThan(done.get());
    }

    @Test
    void every_workload_runs() {
        for (Workload workload : Workloads.all()) {
            Measurement measured = new Stopwatch(Duration.ofMillis(1)).measure(workload);
            assertThat(measured.perSecond()).as(workload.name()).isPositive();
        }
    }
}
