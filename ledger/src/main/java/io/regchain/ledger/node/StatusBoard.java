package io.regchain.ledger.node;

import io.regchain.protocol.base.Round;
import java.util.concurrent.atomic.AtomicLongArray;

/** Where the actors of one validator write what they are doing, for anyone to read. */
final class StatusBoard {
    /** @param sinceNanos when it came into this round, by {@link System#nanoTime()} */
    record Consensus(Round round, long sinceNanos, String waitingFor) {}

    private volatile ValidatorStatus.Phase phase = ValidatorStatus.Phase.STARTING;
    private volatile Consensus consensus = new Consensus(Round.ZERO, System.nanoTime(), "its store");
    private volatile int pooled;
    private final AtomicLongArray heard;
    private final long startNanos = System.nanoTime();

    StatusBoard(int validators) {
        this.heard = new AtomicLongArray(validators);
    }

    void phase(ValidatorStatus.Phase now) {
        phase = now;
    }

    ValidatorStatus.Phase phase() {
        return phase;
    }

    void consensus(Round round, String waitingFor) {
        Consensus before = consensus;
        boolean same = before.round().equals(round) && before.waitingFor().equals(waitingFor);
        consensus = same ? before : new Consensus(round, System.nanoTime(), waitingFor);
    }

    Consensus consensus() {
        return consensus;
    }

    void pooled(int size) {
        pooled = size;
    }

    int pooled() {
        return pooled;
    }

    void heardFrom(int validator) {
        if (validator >= 0 && validator < heard.length()) {
            heard.set(validator, System.nanoTime() - startNanos + 1);
        }
    }

    boolean everHeard(int validator) {
        return heard.get(validator) != 0;
    }

    /** Nanoseconds since the last message of that validator, or since the start. */
    long silentNanos(int validator) {
        return System.nanoTime() - startNanos - heard.get(validator);
    }
}
