package io.regchain.supervision.status;

import java.time.Duration;

/**
 * From when on a chain's objects are called late (article 20 wants key data recorded as the business happens).
 *
 * @param lateAfter from business time to the time of the block that wrote the snapshot
 * @param aheadAfter a business time so far after that of its block was made up, or is of a wrong clock
 * @param window how many of a chain's last snapshots are looked at
 */
public record ObjectBounds(Duration lateAfter, Duration aheadAfter, int window) {
    /** What a night's batch would break, while an operator's queue of some minutes does not. */
    public static final ObjectBounds DEFAULT = new ObjectBounds(Duration.ofHours(1), Duration.ofMinutes(5), 1_000);

    public ObjectBounds {
        if (lateAfter.isNegative() || aheadAfter.isNegative() || window < 1) {
            throw new IllegalArgumentException(
                    "bounds of lateness are never negative, and at least one snapshot is looked at");
        }
    }
}
