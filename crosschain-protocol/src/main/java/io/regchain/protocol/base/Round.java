package io.regchain.protocol.base;

/** A round of consensus at one height; the first is 0. */
public record Round(long value) implements Comparable<Round> {
    public static final Round ZERO = new Round(0);

    public Round {
        if (value < 0) {
            throw new IllegalArgumentException("a round is never negative: " + value);
        }
    }

    public Round next() {
        return new Round(Math.addExact(value, 1));
    }

    @Override
    public int compareTo(Round other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
