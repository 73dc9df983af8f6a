package io.regchain.supervision.observer;

import io.regchain.protocol.base.Height;
import java.time.Instant;
import java.util.Optional;

/**
 * Heights that a chain has made while the hub did not hear of them, being fetched one after another.
 *
 * @param from the first of them
 * @param to the last one a node has reported since
 * @param since by the observer's clock
 */
public record Backfill(Height from, Height to, Instant since) {
    /** One height that is not taken yet is every block's state for a moment. */
    private static final long SEVERAL = 2;

    /**
     * What becomes of it before {@code next} is asked for.
     *
     * @param reported what a node reported last; zero when none did since the last failure
     */
    static Optional<Backfill> follow(Optional<Backfill> before, Height next, Height reported, Instant now) {
        if (before.isPresent() && next.compareTo(before.get().to()) <= 0) {
            Backfill known = before.get();
            Height to = reported.compareTo(known.to()) > 0 ? reported : known.to();
            return Optional.of(new Backfill(known.from(), to, known.since()));
        }
        return reported.value() - next.value() + 1 >= SEVERAL
                ? Optional.of(new Backfill(next, reported, now))
                : Optional.empty();
    }

    /** How many of them the supervision chain has taken. */
    public long done(Height verified) {
        return Math.max(0, verified.value() - from.value() + 1);
    }

    public long left(Height verified) {
        return Math.max(0, to.value() - verified.value());
    }
}
