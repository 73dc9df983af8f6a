package io.regchain.ledger.node;

import io.micrometer.core.instrument.MeterRegistry;
import io.regchain.ledger.mempool.SignatureChecks;
import io.regchain.ledger.storage.Retention;
import io.regchain.ledger.validator.StateSync;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;

/** What all validators of this node of the cluster use. */
interface NodeServices {
    Path dataDir();

    MeterRegistry meters();

    int poolSize();

    Retention retention();

    StateSync stateSync();

    /** Shared results of signature checks; empty: each validator has its own. */
    Optional<SignatureChecks> signatures();

    /** Threads that may wait for the disk. */
    Executor disk();

    /** As many threads as cores, for signature checks. */
    ExecutorService workers();

    /** A virtual thread for each callback, which may block. */
    Executor callbacks();

    /** Sends to a validator wherever in the cluster it runs; may lose the message. */
    void tell(String entityId, ValidatorMessage message);

    /** Completes {@code ready} once the condition holds, or with what it throws. */
    void awaitReady(BooleanSupplier condition, CompletableFuture<Void> ready);
}
