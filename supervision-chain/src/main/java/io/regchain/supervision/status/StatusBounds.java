package io.regchain.supervision.status;

import java.time.Duration;

/** From when on something is called slow, stuck or dead. */
public final class StatusBounds {
    /**
     * No node has answered for so long: the chain is dead. A node that is alive and has no news answers a long poll after 25
     * seconds, and the longest wait before another attempt is 20, so a live node is heard well within.
     */
    public static final Duration DEAD_AFTER = Duration.ofSeconds(90);

    /** Nodes answer, but for so long every attempt failed: stuck. Six of the first attempts fall into this time. */
    public static final Duration STUCK_AFTER = Duration.ofSeconds(30);

    /** A step of the observer that takes longer than this is slow; reading and submitting a height takes well below one. */
    public static final Duration SLOW_AFTER = Duration.ofSeconds(10);

    /** So many reported heights that are not proven: the observer lags. */
    public static final long SLOW_LAG = 20;

    /** A call that stays in one stage for so long is slow; two to four blocks of each chain lie in one stage. */
    public static final Duration CALL_SLOW_AFTER = Duration.ofSeconds(30);

    /** A call that stays in one stage for so long though nothing hinders it: stuck, for a reason the hub does not know. */
    public static final Duration CALL_STUCK_AFTER = Duration.ofMinutes(5);

    private StatusBounds() {}
}
