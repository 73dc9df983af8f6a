package io.regchain.protocol.block;

/** Byzantine quorum arithmetic (A7.6): f = ⌊(n−1)/3⌋, quorum = ⌊(n+f)/2⌋+1. */
public final class Quorum {
    private Quorum() {}

    /** How many of {@code n} validators may lie. */
    public static int faulty(int n) {
        requireSet(n);
        return (n - 1) / 3;
    }

    /** How many distinct validators make a decision among {@code n}. */
    public static int of(int n) {
        return (n + faulty(n)) / 2 + 1;
    }

    private static void requireSet(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("a validator set has at least one member, not " + n);
        }
    }
}
