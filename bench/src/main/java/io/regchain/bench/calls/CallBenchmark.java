package io.regchain.bench.calls;

import io.regchain.bench.Figure;
import io.regchain.bench.Machine;
import io.regchain.bench.Percentiles;
import io.regchain.bench.Profile;
import io.regchain.bench.Report;
import io.regchain.bench.Samples;
import io.regchain.bench.Usage;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Calls between the markets of a federation, through the production path with every signature and proof. */
public final class CallBenchmark {
    private final CallLoad load;
    private final Consumer<String> progress;

    /** @param progress hears of what is being done */
    public CallBenchmark(CallLoad load, Consumer<String> progress) {
        this.load = load;
        this.progress = progress;
    }

    /** Keeps every market calling its neighbour. @param profiled also tells the methods that the time goes to */
    public Report throughput(boolean profiled) throws IOException, InterruptedException {
        progress.accept("starting " + load.markets() + " markets and the supervision chain");
        try (BenchedFederation federation = BenchedFederation.start(load);
                CallDriver driver = new CallDriver(federation.markets(), load.inFlight())) {
            progress.accept("warming up for " + load.warmup().toSeconds() + " s");
            windows(driver, load.warmup());
            progress.accept("measuring for " + load.measured().toSeconds() + " s");
            try (Profile profile = Profile.start()) {
                Map<ChainId, Height> before = ChainCounts.heights(federation.federation());
                Usage start = Usage.now(federation.meters());
                List<double[]> windows = windows(driver, load.measured());
                Usage used = Usage.now(federation.meters()).since(start);
                Map<ChainId, Height> after = ChainCounts.heights(federation.federation());
                Samples samples = profile.stop();
                ChainCounts counted = ChainCounts.between(federation.federation(), before, after);
                List<String> notes = new ArrayList<>(CallCosts.lines(samples, used, total(windows)));
                notes.addAll(counted.lines(total(windows)));
                if (profiled) {
                    notes.addAll(samples.tables());
                }
                return new Report(
                        Machine.here(),
                        load.line(load.inFlight() + " calls of each market in flight"),
                        figures(windows, counted, used),
                        notes);
            }
        }
    }

    /** What ended in each second of a time. */
    private static List<double[]> windows(CallDriver driver, Duration time) throws InterruptedException {
        List<double[]> windows = new ArrayList<>();
        long start = System.nanoTime();
        driver.ended();
        for (int i = 0; i < time.toSeconds(); i++) {
            long end = start + TimeUnit.SECONDS.toNanos(i + 1);
            TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
            windows.add(driver.ended());
        }
        return windows;
    }

    private static int total(List<double[]> windows) {
        return windows.stream().mapToInt(window -> window.length).sum();
    }

    private static List<Figure> figures(List<double[]> windows, ChainCounts counted, Usage used) {
        double total = Math.max(1, total(windows));
        int[] each = windows.stream().mapToInt(window -> window.length).sorted().toArray();
        double[] millis = windows.stream().flatMapToDouble(Arrays::stream).toArray();
        Percentiles waits = Percentiles.of(millis);
        return List.of(
                new Figure(
                        "calls", "round trips A → hub → B → hub → A, mean", total(windows) / used.wallSeconds(), "1/s"),
                new Figure("calls-median", "  median of 1 s windows", each[each.length / 2], "1/s"),
                new Figure("calls-min", "  slowest window", each[0], "1/s"),
                new Figure("calls-max", "  fastest window", each[each.length - 1], "1/s"),
                new Figure("loaded-p50", "one round trip under this load, p50", waits.at(50), "ms"),
                new Figure("loaded-p99", "  p99", waits.at(99), "ms"),
                new Figure(
                        "transactions",
                        "transactions on all chains for one round trip",
                        counted.transactions() / total,
                        ""),
                new Figure("blocks", "blocks of all chains for one round trip", counted.blocks() / total, ""),
                new Figure("cpu", "CPU per round trip, the whole process", 1e3 * used.cpuSeconds() / total, "ms"),
                new Figure("busy", "processors busy", 100 * used.cpuSeconds() / used.wallSeconds(), "% of one core"),
                new Figure("gc", "stopped by the garbage collector", 100 * used.gcSeconds() / used.wallSeconds(), "%"));
    }

    /**
     * One call at a time, of one market after the other. The code is warmed by calls in flight, which end before: one call
     * at a time takes far too long to have it compiled.
     */
    public Report latency(int count) throws InterruptedException {
        progress.accept("starting " + load.markets() + " markets and the supervision chain");
        try (BenchedFederation federation = BenchedFederation.start(load)) {
            List<CallingMarket> markets = federation.markets();
            progress.accept("warming up for " + load.warmup().toSeconds() + " s");
            try (CallDriver driver = new CallDriver(markets, load.inFlight())) {
                windows(driver, load.warmup());
                progress.accept("letting the calls of the warm-up end");
            }
            progress.accept("measuring " + count + " calls");
            double[] millis = new double[count];
            for (int i = 0; i < count; i++) {
                millis[i] = markets.get(i % markets.size()).call("alone-" + i) / 1e6;
            }
            Percentiles waits = Percentiles.of(millis);
            return new Report(
                    Machine.here(),
                    load.line("warmed by " + load.inFlight()
                            + " calls of each market in flight, then one call at a time"),
                    List.of(
                            new Figure("latency-p50", "order handed in to certified answer, p50", waits.at(50), "ms"),
                            new Figure("latency-p99", "order handed in to certified answer, p99", waits.at(99), "ms"),
                            new Figure(
                                    "latency-max",
                                    "order handed in to certified answer, longest",
                                    waits.at(100),
                                    "ms")),
                    List.of());
        }
    }
}
