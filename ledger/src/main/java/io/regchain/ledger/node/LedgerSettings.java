package io.regchain.ledger.node;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;

/**
 * How this process hosts validators.
 *
 * @param dataDir each validator keeps its files in {@code dataDir/<chain>/<index>}
 * @param poolSize the most transactions a validator's pool holds
 * @param sharedVerification lets the validators of this process share the results of transaction signature checks; off,
 *     each validator checks every signature itself
 * @param meters where measurements go
 */
public record LedgerSettings(Path dataDir, int poolSize, boolean sharedVerification, MeterRegistry meters) {
    public static final int DEFAULT_POOL = 10_000;

    public LedgerSettings {
        if (poolSize < 1) {
            throw new IllegalArgumentException("a pool holds at least one transaction");
        }
    }

    public static LedgerSettings of(Path dataDir, MeterRegistry meters) {
        return new LedgerSettings(dataDir, DEFAULT_POOL, false, meters);
    }
}
