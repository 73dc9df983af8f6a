package io.regchain.protocol.lightclient;

import io.regchain.protocol.base.BlockTime;

/**
 * How old a light client's trust is. All times are block times of the chain the client lives on: the time at which it
 * verified a header, not the header's own, so that a client may catch up with old blocks.
 *
 * @param since when the last header was verified, or officers said that it is still the chain's
 */
public record TrustClock(BlockTime since, TrustPeriod period) {
    private static final int THIRDS = 3;

    /** From here on nothing is believed. */
    public BlockTime expiresAt() {
        return new BlockTime(since.epochMillis() + period.millis());
    }

    public boolean expired(BlockTime now) {
        return millisLeft(now) <= 0;
    }

    /** Less than a third of the period is left. */
    public boolean expiring(BlockTime now) {
        return millisLeft(now) < period.millis() / THIRDS;
    }

    /** A third of the period has passed by then: time for a relay to bring a newer header. */
    public BlockTime staleFrom() {
        return new BlockTime(since.epochMillis() + period.millis() / THIRDS);
    }

    /** Below 0 once expired. */
    public long millisLeft(BlockTime now) {
        return expiresAt().epochMillis() - now.epochMillis();
    }
}
