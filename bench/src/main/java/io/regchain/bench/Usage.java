package io.regchain.bench;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What this process has used up to a moment; the difference of two is what it used between them.
 *
 * @param cpuSeconds of all threads
 * @param gcSeconds with the program stopped or slowed by the collector
 * @param timers the engine's own timers by name, in seconds, summed over validators
 */
public record Usage(double wallSeconds, double cpuSeconds, double gcSeconds, SortedMap<String, Double> timers) {
    public static Usage now(MeterRegistry meters) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Usage(System.nanoTime() / 1e9, system.getProcessCpuTime() / 1e9, collected(), spent(meters));
    }

    private static double collected() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum()
                / 1e3;
    }

    private static SortedMap<String, Double> spent(MeterRegistry meters) {
        TreeMap<String, Double> seconds = new TreeMap<>();
        for (var meter : meters.getMeters()) {
            if (meter instanceof Timer timer) {
                seconds.merge(timer.getId().getName(), timer.totalTime(TimeUnit.SECONDS), Double::sum);
            }
        }
        return seconds;
    }

    public Usage since(Usage before) {
        TreeMap<String, Double> spent = new TreeMap<>();
        timers.forEach((name, seconds) -> spent.put(name, seconds - before.timers.getOrDefault(name, 0.0)));
        return new Usage(
                wallSeconds - before.wallSeconds, cpuSeconds - before.cpuSeconds, gcSeconds - before.gcSeconds, spent);
    }
}
