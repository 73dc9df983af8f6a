package io.regchain.ledger.node;

import io.micrometer.core.instrument.MeterRegistry;
import io.regchain.ledger.storage.Retention;
import io.regchain.ledger.validator.StateSync;
import java.nio.file.Path;

/**
 * How this process hosts validators.
 *
 * @param dataDir each validator keeps its files in {@code dataDir/<chain>/<index>}
 * @param poolSize the most transactions a validator's pool holds
 * @param sharedVerification lets the validators of this process share the results of transaction signature checks; off,
 *     each validator checks every signature itself
 * @param meters where measurements go
 * @param retention how much of the past each validator keeps at least
 * @param stateSync when a validator without blocks begins with the state of a block far up
 */
public record LedgerSettings(
        Path dataDir,
        int poolSize,
        boolean sharedVerification,
        MeterRegistry meters,
        Retention retention,
        StateSync stateSync) {
    public static final int DEFAULT_POOL = 10_000;

    public LedgerSettings {
        if (poolSize < 1) {
            throw new IllegalArgumentException("a pool holds at least one transaction");
        }
    }

    /** With the usual pool; everything is kept. */
    public static LedgerSettings of(Path dataDir, MeterRegistry meters) {
        return new LedgerSettings(dataDir, DEFAULT_POOL, false, meters, Retention.ALL, StateSync.DEFAULT);
    }

    public LedgerSettings with(Retention other) {
        return new LedgerSettings(dataDir, poolSize, sharedVerification, meters, other, stateSync);
    }

    public LedgerSettings with(StateSync other) {
        return new LedgerSettings(dataDir, poolSize, sharedVerification, meters, retention, other);
    }
}
