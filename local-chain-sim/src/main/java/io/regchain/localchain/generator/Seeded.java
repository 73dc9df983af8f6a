package io.regchain.localchain.generator;

import java.util.List;

/** SplitMix64, written out so that no change of a library changes the world. Not for secrets. */
final class Seeded {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private long state;

    Seeded(long seed) {
        this.state = seed;
    }

    /** A stream of its own for each name and number. */
    static Seeded of(long seed, String name, long number) {
        long mixed = seed;
        for (int i = 0; i < name.length(); i++) {
            mixed = mix(mixed + GOLDEN + name.charAt(i));
        }
        return new Seeded(mix(mixed ^ mix(number + GOLDEN)));
    }

    long next() {
        state += GOLDEN;
        return mix(state);
    }

    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** From 0 to {@code bound}−1. */
    int below(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }

    <T> T pick(List<T> values) {
        return values.get(below(values.size()));
    }
}
