package io.regchain.bench.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.bench.Report;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short runs: that the load is what it says, and that every figure is there. */
class LedgerBenchmarkTest {
    @TempDir
    private Path data;

    private LedgerLoad load(LedgerLoad.Signing signing) {
        return new LedgerLoad(4, Duration.ofSeconds(1), Duration.ofSeconds(2), 200, data, 1_000, 20, signing, 5_000);
    }

    @Test
    void transfers_are_signed_in_sequence_and_have_the_size_that_is_told() {
        List<Sm2PrivateKey> senders = Transfers.senders(3);
        List<Transaction> taken = new Transfers(new ChainId("bench"), senders, 100).take(9);
        for (int i = 0; i < taken.size(); i++) {
            Transaction transaction = taken.get(i);
            assertThat(transaction.signatureValid()).isTrue();
            assertThat(transaction.sequence().value()).isEqualTo(i / 3);
            assertThat(transaction.arguments().size()).isEqualTo(Transfers.ARGUMENT_BYTES);
            assertThat(transaction.canonical().size())
                    .isEqualTo(taken.get(0).canonical().size());
        }
    }

    @Test
    void a_chain_under_load_gives_all_its_figures() throws Exception {
        Report report = new LedgerBenchmark(load(LedgerLoad.Signing.BEFORE), step -> {}).throughput(true);
        assertThat(report.value("committed")).isPositive();
        assertThat(report.value("cpu")).isPositive();
        assertThat(report.value("block-size")).isGreaterThanOrEqualTo(1);
        assertThat(report.notes()).anySatisfy(line -> assertThat(line).contains("profile:"));
        Path json = data.resolve("figures.json");
        report.writeJson(json);
        assertThat(json).content().contains("\"committed-median\"", "\"cores\"");
    }

    @Test
    void transactions_may_be_signed_while_the_clock_runs() throws Exception {
        Report report = new LedgerBenchmark(load(LedgerLoad.Signing.LIVE), step -> {}).throughput(false);
        assertThat(report.value("committed")).isPositive();
        assertThat(report.configuration()).contains("while it runs");
    }

    @Test
    void one_transaction_at_a_time_shows_how_long_it_waits() {
        Report report = new LedgerBenchmark(load(LedgerLoad.Signing.LIVE), step -> {}).latency(5);
        assertThat(report.value("latency-p99")).isGreaterThanOrEqualTo(report.value("latency-p50"));
        assertThat(report.configuration()).contains("one at a time");
    }

    @Test
    void several_chains_start_and_idle() throws Exception {
        Report report = new ScaleBenchmark(2, data, Duration.ofMillis(10), Duration.ofMillis(100), step -> {}).run();
        assertThat(report.value("start")).isPositive();
        assertThat(report.value("heap")).isPositive();
    }

    @Test
    void a_load_that_cannot_be_is_refused() {
        assertThatThrownBy(() -> new LedgerLoad(
                        3, Duration.ZERO, Duration.ofSeconds(1), 1, data, 1, 1, LedgerLoad.Signing.LIVE, 0))
                .hasMessageContaining("4 to 22");
        assertThatThrownBy(() -> new LedgerLoad(
                        4, Duration.ZERO, Duration.ofSeconds(1), 1, data, 1, 2, LedgerLoad.Signing.LIVE, 0))
                .hasMessageContaining("at most all 1");
        assertThatThrownBy(() -> new LedgerLoad(
                        4, Duration.ZERO, Duration.ofSeconds(1), 0, data, 1, 1, LedgerLoad.Signing.LIVE, 0))
                .hasMessageContaining("in flight");
        assertThatThrownBy(() ->
                        new LedgerLoad(4, Duration.ZERO, Duration.ZERO, 1, data, 1, 1, LedgerLoad.Signing.LIVE, 0))
                .hasMessageContaining("longer than zero");
    }
}
