package io.regchain.bench.basics;

import java.time.Duration;
import java.util.Arrays;

/** Runs a workload for a while to warm up, then for as long again while timing each run. */
public final class Stopwatch {
    private static final int MOST_RUNS = 4_000_000;
    private final long phaseNanos;
    private int sink;

    public Stopwatch(Duration phase) {
        this.phaseNanos = phase.toNanos();
    }

    public Measurement measure(Workload workload) {
        runFor(workload);
        return Measurement.of(workload.name(), runFor(workload));
    }

    /** What all runs returned, folded into one number. */
    public int sink() {
        return sink;
    }

    private long[] runFor(Workload workload) {
        long[] nanos = new long[1024];
        int runs = 0;
        long start = System.nanoTime();
        long before = start;
        while (before - start < phaseNanos && runs < MOST_RUNS) {
            sink = 31 * sink + workload.once().run();
            long after = System.nanoTime();
            if (runs == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * nanos.length);
            }
            nanos[runs++] = after - before;
            before = after;
        }
        return Arrays.copyOf(nanos, runs);
    }
}
