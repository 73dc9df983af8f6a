package io.regchain.supervision.status;

import io.regchain.protocol.base.BlockTime;
import java.time.Duration;
import java.time.Instant;

/**
 * The moment a status is of, by both clocks: deadlines are in the time of the blocks, couriers count by the clock of the
 * machine. In a rehearsal the two differ; what is shown is all in block time.
 */
public record Now(BlockTime business, Instant machine) {
    /** The block time of a moment that was noted by the clock of the machine. */
    public BlockTime business(Instant noted) {
        long ago = Duration.between(noted, machine).toMillis();
        return new BlockTime(Math.max(0, business.epochMillis() - ago));
    }

    boolean longerAgo(Instant noted, Duration bound) {
        return noted.plus(bound).isBefore(machine);
    }

    boolean longerAgo(BlockTime moment, Duration bound) {
        return business.epochMillis() - moment.epochMillis() > bound.toMillis();
    }
}
