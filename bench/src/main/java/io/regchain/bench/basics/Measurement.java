package io.regchain.bench.basics;

import java.util.Arrays;

/** How long one operation took, over many runs. */
public record Measurement(String name, int runs, double perSecond, double p50Micros, double p99Micros) {
    /** @param nanos the duration of each run, in nanoseconds, at least one; sorted in place */
    static Measurement of(String name, long[] nanos) {
        if (nanos.length == 0) {
            throw new IllegalArgumentException("no run of \"" + name + "\" was measured");
        }
        Arrays.sort(nanos);
        double total = 0;
        for (long each : nanos) {
            total += each;
        }
        return new Measurement(
                name, nanos.length, nanos.length * 1e9 / total, percentile(nanos, 50), percentile(nanos, 99));
    }

    private static double percentile(long[] sorted, int percent) {
        int index = Math.min(sorted.length - 1, (int) ((long) sorted.length * percent / 100));
        return sorted[index] / 1e3;
    }
}
