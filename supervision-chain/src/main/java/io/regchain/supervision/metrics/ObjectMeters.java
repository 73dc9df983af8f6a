package io.regchain.supervision.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.regchain.protocol.base.ChainId;
import io.regchain.supervision.status.ObjectFacts;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Measures what the objects of a chain tell of gaps and lateness. */
public final class ObjectMeters {
    public static final String GAPS = "regchain.objects.gaps";
    public static final String LATE = "regchain.objects.late";
    public static final String AHEAD = "regchain.objects.ahead";
    /** In Prometheus {@code regchain_objects_latency_seconds}: from business to block, for 95 of 100. */
    public static final String LATENCY = "regchain.objects.latency";

    /** One scrape asks for several numbers of one chain: they come from one look. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private static final double MILLIS = Duration.ofSeconds(1).toMillis();

    private record Look(ObjectFacts facts, long nanos) {}

    private final MeterRegistry registry;
    private final Function<ChainId, ObjectFacts> facts;
    private final ConcurrentHashMap<ChainId, Look> looks = new ConcurrentHashMap<>();

    /** @param facts asked on whatever thread scrapes; may touch the disk */
    public ObjectMeters(MeterRegistry registry, Function<ChainId, ObjectFacts> facts) {
        this.registry = registry;
        this.facts = facts;
    }

    public void watch(ChainId chain) {
        gauge(chain, GAPS, "", "objects that lack a version", ObjectFacts::gaps);
        gauge(chain, LATE, "", "of the last snapshots, those written late after the business", ObjectFacts::late);
        gauge(
                chain,
                AHEAD,
                "",
                "of the last snapshots, those with a business time after their own block's",
                ObjectFacts::ahead);
        gauge(
                chain,
                LATENCY,
                "seconds",
                "time from business to block, for 95 of 100 of the last snapshots",
                found -> found.latency().toMillis() / MILLIS);
    }

    private void gauge(ChainId chain, String name, String unit, String description, ToDoubleFunction<ObjectFacts> of) {
        Gauge.builder(name, () -> of.applyAsDouble(look(chain)))
                .description(description)
                .baseUnit(unit.isEmpty() ? null : unit)
                .tag("chain", chain.value())
                .register(registry);
    }

    private ObjectFacts look(ChainId chain) {
        long now = registry.config().clock().monotonicTime();
        return looks.compute(
                        chain,
                        (id, last) -> last != null && now - last.nanos() < FRESH.toNanos()
                                ? last
                                : new Look(facts.apply(id), now))
                .facts();
    }
}
