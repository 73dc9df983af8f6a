package io.regchain.ledger.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.ledger.metering.Fuel;
import io.regchain.protocol.base.Refusal;
import java.util.Optional;

/**
 * Counts what one transaction uses. Each host call costs {@value HOST_CALL} units and one more per
 * {@value BYTES_PER_UNIT} bytes it moves; the code of native contracts burns {@value TICKS_PER_UNIT} ticks of
 * {@link Fuel} per unit, out of the same tank. Once a limit is passed the transaction stays stopped, even when a contract
 * catches the exception.
 */
final class Meter {
    static final int HOST_CALL = 10;
    static final int BYTES_PER_UNIT = 8;
    static final int TICKS_PER_UNIT = 8;
    /** Takes as long as a hundred host calls. */
    static final int SIGNATURE_CHECK = 1_000;

    private final ExecutionLimits limits;
    private final Fuel fuel;
    private long bytesWritten;
    private int events;
    private long usedWhenStopped;
    private Optional<Refusal> stopped = Optional.empty();

    Meter(ExecutionLimits limits) {
        this.limits = limits;
        this.fuel = new Fuel(limits.metered() * TICKS_PER_UNIT, new OfTransaction());
    }

    private final class OfTransaction implements Fuel.Limits {
        @Override
        public int depth() {
            return ExecutionLimits.METHOD_DEPTH;
        }

        @Override
        public RuntimeException usedUp() {
            return stop("LIMIT_WORK", "the transaction used up its " + limits.metered() + " units of work");
        }

        @Override
        public RuntimeException tooDeep() {
            return stop(
                    "LIMIT_DEPTH", "the transaction's methods are nested deeper than " + ExecutionLimits.METHOD_DEPTH);
        }
    }

    Fuel fuel() {
        return fuel;
    }

    /** Charges one host call that moves {@code bytes}. */
    void hostCall(int bytes) {
        work(HOST_CALL + (long) bytes / BYTES_PER_UNIT);
    }

    /** Charges work of the engine or of another runtime. */
    void work(long units) {
        fuel.burn(Math.multiplyExact(units, TICKS_PER_UNIT));
    }

    /** Charges the walk over a value that a contract hands in, before anybody walks it. */
    void value(JsonNode value) {
        fuel.grown(value);
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

    private ExecutionStopped stop(String code, String message) {
        if (stopped.isEmpty()) {
            usedWhenStopped = unitsBurnt();
            stopped = Optional.of(new Refusal(code, message));
            fuel.drain();
        }
        return new ExecutionStopped(stopped.get());
    }

    private long unitsBurnt() {
        return limits.metered() - fuel.left() / TICKS_PER_UNIT;
    }

    Optional<Refusal> stopped() {
        return stopped;
    }

    /** Units, begun ones counted in full. */
    long used() {
        return stopped.isPresent() ? usedWhenStopped : unitsBurnt();
    }
}
