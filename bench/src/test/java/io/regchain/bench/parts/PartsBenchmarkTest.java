package io.regchain.bench.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.crypto.Sm2PublicKey;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.NoBenchmarksException;

class PartsBenchmarkTest {
    @TempDir
    private Path folder;

    @Test
    void jmh_finds_the_benchmarks_and_gives_a_figure_for_each() throws Exception {
        var report = new PartsBenchmark("Blocks.headerHash", 0, 1, folder.resolve("jmh.log")).run();
        assertThat(report.value("Blocks.headerHash")).isPositive();
        assertThat(folder.resolve("jmh.log")).content().contains("headerHash");
    }

    @Test
    void a_name_that_no_benchmark_has_is_told() {
        assertThatThrownBy(() -> new PartsBenchmark("nothing", 0, 1, folder.resolve("jmh.log")).run())
                .isInstanceOf(NoBenchmarksException.class);
    }

    @Test
    void the_yardstick_and_we_judge_alike() {
        var key = KnownKey.key("yardstick");
        byte[] message = {1, 2, 3};
        var signature = key.sign(message);
        Sm2PublicKey known = key.publicKey();
        LibraryKey library = LibraryKey.decode(known.encoded().toArray());
        assertThat(library.verifies(message, signature)).isTrue();
        assertThat(library.verifies(new byte[] {1, 2, 4}, signature)).isFalse();
        assertThat(known.verify(message, signature)).isTrue();
    }

    @Test
    void each_part_can_be_run_once() {
        Blocks blocks = new Blocks();
        assertThat(blocks.transactionId()).isEqualTo(blocks.decodeTransaction().id());
        assertThat(blocks.encodeTransaction())
                .isEqualTo(blocks.decodeTransaction().canonical());
        Certificates certificates = new Certificates();
        assertThat(certificates.verify()).isNotNull();
        KnownKey known = new KnownKey();
        known.see();
        assertThat(known.libraryVerify()).isTrue();
    }
}
