package io.regchain.ledger.node;

import io.regchain.ledger.validator.SubmitOutcome;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** All that a {@link TransactionSubmitter} needs from a node of a chain, near or far. */
public interface TransactionGateway {
    CompletionStage<SubmitOutcome> submit(Transaction transaction);

    /** The sender's next sequence in the latest certified state. */
    CompletionStage<Sequence> readSequence(Sm2PublicKey sender);

    /** Fails with {@link java.util.concurrent.TimeoutException} when no certified block holds it within the patience. */
    CompletionStage<TransactionRecord> awaitReceipt(Hash32 transactionId, Duration patience);
}
