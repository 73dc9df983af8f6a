package io.regchain.supervision.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.regchain.protocol.base.ChainId;
import io.regchain.supervision.observer.ObserverStatus;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Measures how far the hub has come with a chain. */
public final class HeightMeters {
    public static final String REPORTED = "regchain.chain.height.reported";
    public static final String VERIFIED = "regchain.chain.height.verified";
    public static final String MISSING = "regchain.chain.heights.missing";

    private final MeterRegistry registry;
    private final Function<ChainId, Optional<ObserverStatus>> observers;

    public HeightMeters(MeterRegistry registry, Function<ChainId, Optional<ObserverStatus>> observers) {
        this.registry = registry;
        this.observers = observers;
    }

    public void watch(ChainId chain) {
        gauge(chain, REPORTED, "highest height that a node of the chain has reported", status -> status.reported()
                .value());
        gauge(chain, VERIFIED, "last height whose header and objects the hub has taken", status -> status.verified()
                .value());
        gauge(
                chain,
                MISSING,
                "heights that were reported and are not taken yet",
                status -> Math.max(
                        0, status.reported().value() - status.verified().value()));
    }

    private void gauge(ChainId chain, String name, String description, ToDoubleFunction<ObserverStatus> of) {
        Gauge.builder(name, () -> observers.apply(chain).map(of::applyAsDouble).orElse(Double.NaN))
                .description(description)
                .tag("chain", chain.value())
                .register(registry);
    }
}
