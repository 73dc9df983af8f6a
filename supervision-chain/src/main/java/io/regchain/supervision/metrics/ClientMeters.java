package io.regchain.supervision.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.regchain.ledger.validator.ClockSource;
import io.regchain.protocol.base.ChainId;
import io.regchain.supervision.contract.ClientHealth;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Measures the light clients, so that whoever watches the hub hears of one that falls silent before it expires. */
public final class ClientMeters {
    /** In Prometheus {@code regchain_light_client_expiry_seconds}. */
    public static final String EXPIRY = "regchain.light.client.expiry";

    private static final double MILLIS = Duration.ofSeconds(1).toMillis();

    private final MeterRegistry registry;
    private final Function<String, Optional<JsonNode>> state;
    private final ClockSource clock;

    /** @param state what stands under a full state key of the supervision chain */
    public ClientMeters(MeterRegistry registry, Function<String, Optional<JsonNode>> state, ClockSource clock) {
        this.registry = registry;
        this.state = state;
        this.clock = clock;
    }

    /** Seconds until the client of this chain expires; below 0 since when it has. */
    public void watch(ChainId chain) {
        Gauge.builder(EXPIRY, () -> secondsLeft(chain))
                .description("time until the light client of a chain expires; below 0 when it has")
                .baseUnit("seconds")
                .tag("chain", chain.value())
                .register(registry);
    }

    private double secondsLeft(ChainId chain) {
        return ClientHealth.read(state, chain)
                .map(health -> health.clock().millisLeft(clock.now()) / MILLIS)
                .orElse(Double.NaN);
    }
}
