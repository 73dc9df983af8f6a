package io.regchain.ledger.execution;

import io.regchain.protocol.base.Refusal;
import java.util.Optional;

/**
 * Counts what one transaction uses. Each host call costs {@value HOST_CALL} units and one more per
 * {@value BYTES_PER_UNIT} bytes it moves. Once a limit is passed the transaction stays stopped, even when a contract
 * catches the exception.
 */
final class Meter {
    static final int HOST_CALL = 10;
    static final int BYTES_PER_UNIT = 8;

    private final ExecutionLimits limits;
    private long used;
    private long bytesWritten;
    private int events;
    private Optional<Refusal> stopped = Optional.empty();

    Meter(ExecutionLimits limits) {
        this.limits = limits;
    }

    /** Charges one host call that moves {@code bytes}. */
    void hostCall(int bytes) {
        requireRunning();
        used += HOST_CALL + bytes / BYTES_PER_UNIT;
        if (used > limits.metered()) {
            used = limits.metered();
            throw stop("LIMIT_WORK", "the transaction used up its " + limits.metered() + " units of work");
        }
    }

    void write(int bytes) {
        hostCall(bytes);
        bytesWritten += bytes;
        if (bytesWritten > limits.bytesWritten()) {
            throw stop("LIMIT_WRITTEN", "the transaction wrote more than " + limits.bytesWritten() + " bytes");
        }
    }

    void event(int bytes) {
        hostCall(bytes);
        events++;
        if (events > limits.events()) {
            throw stop("LIMIT_EVENTS", "the transaction emitted more than " + limits.events() + " events");
        }
    }

    void depth(int depth) {
        if (depth > limits.depth()) {
            throw stop("LIMIT_DEPTH", "the transaction's calls are nested deeper than " + limits.depth());
        }
    }

    ExecutionStopped stop(String code, String message) {
        Refusal reason = new Refusal(code, message);
        stopped = Optional.of(reason);
        return new ExecutionStopped(reason);
    }

    private void requireRunning() {
        stopped.ifPresent(reason -> {
            throw new ExecutionStopped(reason);
        });
    }

    Optional<Refusal> stopped() {
        return stopped;
    }

    long used() {
        return used;
    }
}
