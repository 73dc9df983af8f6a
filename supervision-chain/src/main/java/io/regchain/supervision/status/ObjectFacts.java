package io.regchain.supervision.status;

import java.time.Duration;
import java.util.Optional;

/**
 * What the snapshots of a chain tell of gaps and lateness.
 *
 * @param gaps objects of which a version is missing, so that later ones were refused
 * @param firstGap the oldest of them
 * @param looked how many of the last snapshots the rest is about
 * @param late of those, written later after the business than the bound
 * @param ahead of those, with a business time after their own block's by more than the bound
 * @param latency from business to block, below which 95 of 100 lie
 * @param worst the longest of them
 * @param arrival from block to supervision chain, below which 95 of 100 lie
 */
public record ObjectFacts(
        long gaps,
        Optional<Gap> firstGap,
        long looked,
        long late,
        long ahead,
        Duration latency,
        Duration worst,
        Duration arrival) {
    public static final ObjectFacts NONE =
            new ObjectFacts(0, Optional.empty(), 0, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /**
     * A version that was refused because nothing stands before it.
     *
     * @param anomaly its number in the chain's log
     */
    public record Gap(String objectId, long version, long anomaly) {}
}
