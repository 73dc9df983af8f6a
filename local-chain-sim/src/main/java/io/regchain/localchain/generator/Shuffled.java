package io.regchain.localchain.generator;

/** A seeded one-to-one map of 0…size−1 onto itself: different numbers stay different. */
final class Shuffled {
    private final long size;
    private final long factor;
    private final long shift;

    Shuffled(long size, Seeded seeded) {
        this.size = size;
        this.factor = coprime(size, 1 + Long.remainderUnsigned(seeded.next(), size));
        this.shift = Long.remainderUnsigned(seeded.next(), size);
    }

    private static long coprime(long size, long start) {
        long candidate = start;
        while (gcd(candidate, size) != 1) {
            candidate++;
        }
        return candidate;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** @throws IllegalArgumentException unless 0 ≤ index < size */
    long at(long index) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("the world has numbers 0 to " + (size - 1) + ", not " + index);
        }
        return Math.floorMod(Math.multiplyExact(index, factor % size) + shift, size);
    }
}
