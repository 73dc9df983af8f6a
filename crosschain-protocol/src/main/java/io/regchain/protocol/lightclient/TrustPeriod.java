package io.regchain.protocol.lightclient;

import java.time.Duration;

/**
 * How long a light client may go without a verified header before nothing is believed on its word any more: for so long
 * the validators it knows are taken to be the chain's, and to answer for what they seal. Whole seconds.
 */
public record TrustPeriod(Duration length) {
    public static final Duration SHORTEST = Duration.ofHours(1);
    public static final Duration LONGEST = Duration.ofDays(90);
    public static final TrustPeriod DEFAULT = new TrustPeriod(Duration.ofDays(14));

    public TrustPeriod {
        if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0 || length.getNano() != 0) {
            throw new IllegalArgumentException("a trust period is a whole number of seconds from "
                    + SHORTEST.toSeconds() + " (one hour) to " + LONGEST.toSeconds() + " (90 days), not " + length);
        }
    }

    public static TrustPeriod ofSeconds(long seconds) {
        return new TrustPeriod(Duration.ofSeconds(seconds));
    }

    public long seconds() {
        return length.toSeconds();
    }

    long millis() {
        return length.toMillis();
    }
}
