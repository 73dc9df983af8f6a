package io.regchain.ledger.simulation;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How often each kind of fault happened, and how far things went: a run that met no faults proves little. */
public final class Tally {
    private final TreeMap<String, Long> counts = new TreeMap<>();
    private final TreeMap<String, Long> highest = new TreeMap<>();

    void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    void reached(String what, long value) {
        highest.merge(what, value, Math::max);
    }

    /** Takes in what another run met. */
    public void add(Tally other) {
        other.counts.forEach((what, times) -> counts.merge(what, times, Long::sum));
        other.highest.forEach((what, value) -> highest.merge(what, value, Math::max));
    }

    public long times(String what) {
        return counts.getOrDefault(what, 0L);
    }

    /** One line each. */
    public String lines() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Long> each : counts.entrySet()) {
            text.append(String.format(Locale.ROOT, "  %-46s %,15d%n", each.getKey(), each.getValue()));
        }
        for (Map.Entry<String, Long> each : highest.entrySet()) {
            text.append(String.format(Locale.ROOT, "  %-46s %,15d%n", "highest " + each.getKey(), each.getValue()));
        }
        return text.toString();
    }
}
