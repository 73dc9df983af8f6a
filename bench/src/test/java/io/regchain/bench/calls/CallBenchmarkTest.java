package io.regchain.bench.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.bench.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallBenchmarkTest {
    @TempDir
    private Path data;

    @Test
    void calls_between_two_markets_give_all_figures_and_where_the_time_went() throws Exception {
        Report report = new CallBenchmark(
                        new CallLoad(2, Duration.ofSeconds(1), Duration.ofSeconds(4), 3, data), step -> {})
                .throughput(true);
        assertThat(report.value("calls")).isPositive();
        assertThat(report.value("cpu")).isPositive();
        assertThat(report.value("loaded-p99")).isGreaterThanOrEqualTo(report.value("loaded-p50"));
        assertThat(report.value("transactions")).isGreaterThan(1);
        assertThat(report.notes())
                .anySatisfy(line -> assertThat(line).contains("signatures"))
                .anySatisfy(line -> assertThat(line).contains("market transfers.forwardOrder"))
                .anySatisfy(line -> assertThat(line).contains("profile:"));
    }

    @Test
    void one_call_at_a_time_shows_how_long_it_takes() throws InterruptedException {
        Report report = new CallBenchmark(
                        new CallLoad(2, Duration.ofSeconds(1), Duration.ofSeconds(1), 2, data), step -> {})
                .latency(3);
        assertThat(report.value("latency-p50")).isPositive();
        assertThat(report.value("latency-max")).isGreaterThanOrEqualTo(report.value("latency-p50"));
        assertThat(report.configuration()).contains("one call at a time");
    }

    @Test
    void a_sample_counts_for_the_first_part_that_knows_a_method_from_the_top() {
        assertThat(CallCosts.part(List.of(
                        "org.bouncycastle.math.ec.ECPoint.add",
                        "io.regchain.protocol.crypto.Sm2PublicKey.verify",
                        "io.regchain.protocol.lightclient.CertificateVerifier.verify")))
                .isEqualTo("signatures");
        assertThat(CallCosts.part(
                        List.of("io.regchain.protocol.crypto.Sm3.hash", "io.regchain.protocol.merkle.StateProof.root")))
                .isEqualTo("proofs and state trees");
        assertThat(CallCosts.part(List.of("java.lang.Thread.run"))).startsWith("the rest");
    }

    @Test
    void a_load_that_cannot_be_is_refused() {
        assertThatThrownBy(() -> new CallLoad(1, Duration.ZERO, Duration.ofSeconds(1), 1, data))
                .hasMessageContaining("2 to 30");
        assertThatThrownBy(() -> new CallLoad(2, Duration.ZERO, Duration.ofSeconds(1), 501, data))
                .hasMessageContaining("1 to 500");
        assertThatThrownBy(() -> new CallLoad(2, Duration.ZERO, Duration.ZERO, 1, data))
                .hasMessageContaining("longer than zero");
    }
}
