package io.regchain.bench.ledger;

import io.regchain.bench.Figure;
import io.regchain.bench.Machine;
import io.regchain.bench.Report;
import io.regchain.bench.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Many chains in one process, with nothing to do: how long they take to start, and what they cost then. */
public final class ScaleBenchmark {
    private static final Path STATUS = Path.of("/proc/self/status");

    private final int chains;
    private final Path data;
    private final Duration settle;
    private final Duration idle;
    private final Consumer<String> progress;

    public ScaleBenchmark(int chains, Path data, Duration settle, Duration idle, Consumer<String> progress) {
        this.chains = chains;
        this.data = data;
        this.settle = settle;
        this.idle = idle;
        this.progress = progress;
    }

    public Report run() throws IOException, InterruptedException {
        progress.accept("starting " + chains + " chains");
        long start = System.nanoTime();
        try (BenchedChain bench = BenchedChain.many(data, chains)) {
            double started = (System.nanoTime() - start) / 1e9;
            progress.accept("started in " + Math.round(started) + " s; idle for "
                    + settle.plus(idle).toSeconds() + " s");
            TimeUnit.NANOSECONDS.sleep(settle.toNanos());
            Usage before = Usage.now(bench.meters());
            TimeUnit.NANOSECONDS.sleep(idle.toNanos());
            Usage used = Usage.now(bench.meters()).since(before);
            return report(started, 100 * used.cpuSeconds() / used.wallSeconds());
        }
    }

    private Report report(double started, double busy) throws IOException {
        return new Report(
                Machine.here(),
                "configuration: %d chains of 4 validators in this process, heartbeat every 30 s, idle for %d s after %d s"
                        .formatted(chains, idle.toSeconds(), settle.toSeconds()),
                List.of(
                        new Figure("start", "until every validator takes part", started, "s"),
                        new Figure("idle-cpu", "processors busy while idle", busy, "% of one core"),
                        new Figure("resident", "resident memory", residentMegabytes(), "MB"),
                        new Figure("heap", "Java heap in use", heapMegabytes(), "MB")),
                List.of());
    }

    private static double heapMegabytes() {
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
    }

    /** VmRSS of this process; 0 where the system does not tell. */
    private static double residentMegabytes() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024 / 1e6)
                    .findFirst()
                    .orElse(0);
        }
    }
}
