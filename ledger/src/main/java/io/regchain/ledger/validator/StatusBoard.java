package io.regchain.ledger.validator;

import io.regchain.protocol.base.Round;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/** Where the actors of one validator write what they are doing, for anyone to read. */
public final class StatusBoard {
    /** @param sinceNanos when it came into this round, by {@link System#nanoTime()} */
    public record Consensus(Round round, long sinceNanos, String waitingFor) {}

    private volatile ValidatorStatus.Phase phase = ValidatorStatus.Phase.STARTING;
    private volatile Consensus consensus = new Consensus(Round.ZERO, System.nanoTime(), "its store");
    private volatile int pooled;
    private volatile int waitingMessages;
    private final AtomicLongArray heard;
    private final long startNanos = System.nanoTime();

    public StatusBoard(int validators) {
        this.heard = new AtomicLongArray(validators);
    }

    public void phase(ValidatorStatus.Phase now) {
        phase = now;
    }

    public ValidatorStatus.Phase phase() {
        return phase;
    }

    public void consensus(Round round, String waitingFor) {
        Consensus before = consensus;
        boolean same = before.round().equals(round) && before.waitingFor().equals(waitingFor);
        consensus = same ? before : new Consensus(round, System.nanoTime(), waitingFor);
    }

    public Consensus consensus() {
        return consensus;
    }

    public void pooled(int size) {
        pooled = size;
    }

    public int pooled() {
        return pooled;
    }

    public void waitingMessages(int count) {
        waitingMessages = count;
    }

    public int waitingMessages() {
        return waitingMessages;
    }

    public Duration inRound() {
        return Duration.ofNanos(System.nanoTime() - consensus.sinceNanos());
    }

    /** How many validators other than {@code own} were silent for so long. */
    public long silentFor(int own, Duration pause) {
        return IntStream.range(0, heard.length())
                .filter(peer -> peer != own && silentNanos(peer) > pause.toNanos())
                .count();
    }

    public void heardFrom(int validator) {
        if (validator >= 0 && validator < heard.length()) {
            heard.set(validator, System.nanoTime() - startNanos + 1);
        }
    }

    public boolean everHeard(int validator) {
        return heard.get(validator) != 0;
    }

    /** Nanoseconds since the last message of that validator, or since the start. */
    public long silentNanos(int validator) {
        return System.nanoTime() - startNanos - heard.get(validator);
    }
}
