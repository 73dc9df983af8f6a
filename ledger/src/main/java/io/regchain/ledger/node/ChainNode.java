package io.regchain.ledger.node;

import io.regchain.ledger.mempool.Dropped;
import io.regchain.ledger.validator.Genesis;
import io.regchain.ledger.validator.SubmitOutcome;
import io.regchain.ledger.validator.ValidatorStatus;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.trace.Trace;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One validator as a full node. Thread-safe; reads see certified blocks only and may touch the disk, so they do not
 * belong on an actor's thread. Stages complete on a thread where a short continuation may run.
 */
public interface ChainNode extends CertifiedState {
    ChainId chainId();

    int validatorIndex();

    Genesis genesis();

    CompletionStage<SubmitOutcome> submit(Transaction transaction);

    /** Why this node's pool gave a transaction up lately; empty when it did not, or when it waits again. */
    Optional<Dropped.Reason> dropped(Hash32 transactionId);

    /** Fails with {@link java.util.concurrent.TimeoutException} when no certified block holds it within the patience. */
    CompletionStage<TransactionRecord> awaitReceipt(Hash32 transactionId, Duration patience);

    /** Where a transaction stands, if it stands in a block that is kept here. */
    Optional<TransactionRecord> transaction(Hash32 transactionId);

    Optional<Trace> trace(Hash32 transactionId);

    /** Completes with the height once it is above {@code height}, or with the unchanged height after the patience. */
    CompletionStage<Height> awaitAbove(Height height, Duration patience);

    ValidatorStatus status();

    /** Tells every certified block from {@code from} on, the past first, then each new one. */
    BlockListener.Subscription blocks(Height from, BlockListener listener);
}
