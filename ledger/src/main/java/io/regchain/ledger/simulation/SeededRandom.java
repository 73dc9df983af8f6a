package io.regchain.ledger.simulation;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/** The same bytes for the same seed, for keys and signatures that must come out alike on every run. Never for real ones. */
final class SeededRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final transient SplittableRandom random;

    SeededRandom(long seed) {
        this.random = new SplittableRandom(seed);
    }

    @Override
    public void nextBytes(byte[] bytes) {
        random.nextBytes(bytes);
    }
}
