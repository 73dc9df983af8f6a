package io.regchain.ledger.consensus;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Refusal;
import java.time.Duration;
import java.util.Optional;

/**
 * Which times a block may have. Block time never falls, and never runs ahead of the clocks of the honest by more than
 * {@code skew}: what lies further ahead gets no quorum. The parent's own time is always allowed, so a proposer whose
 * clock is behind still makes blocks that everybody accepts, and a validator whose clock is behind accepts those.
 */
public record BlockTimeBounds(Duration skew) {
    public BlockTimeBounds {
        if (skew.isNegative() || skew.isZero()) {
            throw new IllegalArgumentException("the skew allowed is longer than zero, not " + skew);
        }
    }

    /** The time of a new block: the own clock's, unless the parent is ahead of it. */
    public static BlockTime next(BlockTime parent, BlockTime now) {
        return now.compareTo(parent) >= 0 ? now : parent;
    }

    /**
     * Not measured from the parent's time: each block of a proposer with a fast clock, or of a liar, would push the chain
     * further ahead, and honest blocks would have to follow.
     */
    public Optional<Refusal> problem(BlockTime time, BlockTime parent, BlockTime now) {
        if (time.compareTo(parent) < 0) {
            return refused("TIME_BEHIND_PARENT", "the block's time " + time + " lies before its parent's " + parent);
        }
        boolean ahead = time.compareTo(parent) > 0 && time.epochMillis() - now.epochMillis() > skew.toMillis();
        return ahead
                ? refused(
                        "TIME_AHEAD",
                        "the block's time " + time + " lies ahead of this validator's clock, " + now + ", by more than "
                                + skew)
                : Optional.empty();
    }

    private static Optional<Refusal> refused(String code, String message) {
        return Optional.of(new Refusal(code, message));
    }
}
