package io.regchain.ledger.validator;

import io.regchain.ledger.consensus.TimeoutPolicy;
import java.time.Duration;
import java.util.Optional;

/**
 * The durations that the pure core only names.
 *
 * @param rounds how long each round may take
 * @param heartbeat how long an idle chain waits before it makes an empty block; empty: never
 * @param skew how far ahead of the own clock a proposed block's time may lie
 */
public record ConsensusTiming(TimeoutPolicy rounds, Optional<Duration> heartbeat, Duration skew) {
    public static final ConsensusTiming DEFAULT = new ConsensusTiming(
            new TimeoutPolicy(Duration.ofSeconds(4), Duration.ofSeconds(30)),
            Optional.of(Duration.ofSeconds(30)),
            Duration.ofSeconds(15));

    public ConsensusTiming {
        requirePositive("skew", skew);
        heartbeat.ifPresent(value -> requirePositive("heartbeat", value));
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " is longer than zero, not " + value);
        }
    }
}
