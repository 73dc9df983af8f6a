package io.regchain.ledger.metering;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.Bytes;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;

/**
 * What the contract code of one transaction may burn, in ticks. Metered code calls this class at every method's start, at
 * every jump backwards, at every allocation whose size it chooses, and wherever it catches an exception; see
 * {@link MeteredMethod}. Ticks depend on the class files and the input only: not on the JIT, the library's internals or
 * the order in which classes are loaded.
 *
 * <p>Once it is used up, each further call throws again, so that code which catches the exception does not get on.
 */
public final class Fuel {
    /** Where code runs that belongs to no transaction: constants being made, rules that a shell asks. */
    private static final ThreadLocal<Fuel> OF_THREAD = ThreadLocal.withInitial(Fuel::unlimited);

    private final Limits limits;
    private long left;
    private int depth;

    /** What ends the owner when a limit is passed; asked again each time its code tries to go on. */
    public interface Limits {
        /** How deep methods may be nested; kept so low that the JVM's own stack never decides. */
        int depth();

        RuntimeException usedUp();

        RuntimeException tooDeep();
    }

    public Fuel(long ticks, Limits limits) {
        this.left = ticks;
        this.limits = limits;
    }

    private static Fuel unlimited() {
        return new Fuel(Long.MAX_VALUE, new Unlimited());
    }

    private record Unlimited() implements Limits {
        @Override
        public int depth() {
            return Integer.MAX_VALUE;
        }

        @Override
        public RuntimeException usedUp() {
            return new IllegalStateException("2^63 ticks were burnt outside of any transaction");
        }

        @Override
        public RuntimeException tooDeep() {
            return new IllegalStateException("2^31 methods were nested outside of any transaction");
        }
    }

    /** From here on this thread burns this fuel, until {@link Lit#close}. */
    public Lit light() {
        Lit lit = new Lit(OF_THREAD.get(), this, depth);
        OF_THREAD.set(this);
        return lit;
    }

    /** One stretch of burning; puts back what burnt before, and the depth where it began. */
    public record Lit(Fuel before, Fuel burning, int depth) implements AutoCloseable {
        @Override
        public void close() {
            burning.depth = depth;
            OF_THREAD.set(before);
        }
    }

    /** A method starts. @param weight of its instructions, see {@link Weights} */
    public static Fuel enter(int weight) {
        Fuel fuel = OF_THREAD.get();
        fuel.burn(weight);
        if (++fuel.depth > fuel.limits.depth()) {
            throw fuel.limits.tooDeep();
        }
        return fuel;
    }

    /** The depth of the method that has just started. */
    public int depth() {
        return depth;
    }

    /** The method that started at that depth returns. */
    public void leave(int ownDepth) {
        depth = ownDepth - 1;
    }

    /** The method that started at that depth caught an exception. */
    public void caught(int ownDepth, int weight) {
        depth = ownDepth;
        burn(weight);
    }

    public void burn(int ticks) {
        burn((long) ticks);
    }

    /** @throws RuntimeException what {@link Limits#usedUp} says, now and at each later call */
    public void burn(long ticks) {
        left -= ticks;
        if (left < 0) {
            left = -1;
            throw limits.usedUp();
        }
    }

    /** An array is about to be made. A negative length is the array's own business. */
    public void array(int length, int bytesEach) {
        burn(Math.max(0L, length) * bytesEach / 2);
    }

    /** Something is about to be made that is as large as this number says. */
    public void sized(int size) {
        burn(Math.max(0L, size) * 2);
    }

    /** Something that may have grown: it costs what it holds, so that doubling it again and again ends soon. */
    public void grown(Object value) {
        switch (value) {
            case null -> burn(1);
            case CharSequence text -> burn(text.length() / 2);
            case Bytes bytes -> burn(bytes.size() / 2);
            case byte[] bytes -> burn(bytes.length / 2);
            case JsonNode json -> json(json);
            case Collection<?> elements -> burn(2L * elements.size());
            case Map<?, ?> entries -> burn(4L * entries.size());
            case BigInteger number -> burn(square(number.bitLength() / 64));
            default -> burn(1);
        }
    }

    private static long square(long words) {
        return words * words / 16;
    }

    /** Each node that a walk over the whole value would meet, shared ones as often as they are met. */
    private void json(JsonNode value) {
        burn(2);
        if (value.isTextual()) {
            burn(value.textValue().length() / 2);
        }
        if (++depth > limits.depth()) {
            throw limits.tooDeep();
        }
        for (JsonNode child : value) {
            json(child);
        }
        depth--;
    }

    public long left() {
        return Math.max(0, left);
    }

    /** Nothing burns any more: the transaction was stopped. */
    public void drain() {
        left = -1;
    }
}
