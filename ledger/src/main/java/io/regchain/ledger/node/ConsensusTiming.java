package io.regchain.ledger.node;

import java.time.Duration;
import java.util.Optional;

/**
 * The durations that the pure core only names.
 *
 * @param round how long round 0 may take; later rounds take longer, up to {@code roundCap}
 * @param roundCap the longest a round may ever take, so that no network waits for an hour
 * @param heartbeat how long an idle chain waits before it makes an empty block; empty: never
 * @param skew how far ahead of the own clock a proposed block's time may lie
 */
public record ConsensusTiming(Duration round, Duration roundCap, Optional<Duration> heartbeat, Duration skew) {
    public static final ConsensusTiming DEFAULT = new ConsensusTiming(
            Duration.ofSeconds(4), Duration.ofSeconds(30), Optional.of(Duration.ofSeconds(30)), Duration.ofSeconds(15));

    public ConsensusTiming {
        requirePositive("round", round);
        requirePositive("roundCap", roundCap);
        requirePositive("skew", skew);
        heartbeat.ifPresent(value -> requirePositive("heartbeat", value));
        if (roundCap.compareTo(round) < 0) {
            throw new IllegalArgumentException("roundCap " + roundCap + " is shorter than the first round " + round);
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " is longer than zero, not " + value);
        }
    }

    /** The duration of a round: doubled per round and capped. */
    public Duration ofRound(long number) {
        Duration length = round;
        for (long n = 0; n < number && length.compareTo(roundCap) < 0; n++) {
            length = length.multipliedBy(2);
        }
        return length.compareTo(roundCap) < 0 ? length : roundCap;
    }
}
