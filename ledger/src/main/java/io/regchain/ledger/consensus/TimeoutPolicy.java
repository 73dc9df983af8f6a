package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Round;
import java.time.Duration;

/**
 * How long a round may last: {@code first · 2^round}, never more than {@code cap}. The cap matters: a network that
 * doubles without bound answers its operators hours after the fault is gone.
 */
public record TimeoutPolicy(Duration first, Duration cap) {
    /** 1 s, 2 s, 4 s … at most 30 s: enough for validators in one JVM on a loaded machine. */
    public static final TimeoutPolicy STANDARD = new TimeoutPolicy(Duration.ofSeconds(1), Duration.ofSeconds(30));

    public TimeoutPolicy {
        if (first.isNegative() || first.isZero() || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "a round's first timeout is positive and not above its cap; got " + first + " and " + cap);
        }
    }

    public Duration duration(Round round) {
        Duration duration = first;
        for (long r = 0; r < round.value() && duration.compareTo(cap) < 0; r++) {
            duration = duration.multipliedBy(2);
        }
        return duration.compareTo(cap) < 0 ? duration : cap;
    }
}
