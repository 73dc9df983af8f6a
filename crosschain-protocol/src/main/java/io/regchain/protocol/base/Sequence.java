package io.regchain.protocol.base;

/** A gap-free count kept in chain state: of a sender's transactions, or of a channel's packets. */
public record Sequence(long value) implements Comparable<Sequence> {
    public static final Sequence ZERO = new Sequence(0);

    public Sequence {
        if (value < 0) {
            throw new IllegalArgumentException("a sequence is never negative: " + value);
        }
    }

    public Sequence next() {
        return new Sequence(Math.addExact(value, 1));
    }

    @Override
    public int compareTo(Sequence other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
