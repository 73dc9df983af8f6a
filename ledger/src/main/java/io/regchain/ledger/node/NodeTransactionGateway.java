package io.regchain.ledger.node;

import io.regchain.ledger.execution.StateKeys;
import io.regchain.ledger.validator.SubmitOutcome;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A node of this process as a submitter sees it. */
public record NodeTransactionGateway(ChainNode node) implements TransactionGateway {
    @Override
    public CompletionStage<SubmitOutcome> submit(Transaction transaction) {
        return node.submit(transaction);
    }

    @Override
    public CompletionStage<Sequence> readSequence(Sm2PublicKey sender) {
        return answer(() -> CompletableFuture.completedFuture(StateKeys.nextSequence(node::read, sender)));
    }

    @Override
    public CompletionStage<TransactionRecord> awaitReceipt(Hash32 transactionId, Duration patience) {
        return answer(() -> node.awaitReceipt(transactionId, patience));
    }

    /** A node whose store is closed fails like one that is far away and down. */
    private static <T> CompletionStage<T> answer(Supplier<CompletionStage<T>> ask) {
        try {
            return ask.get();
        } catch (RuntimeException stopped) {
            return CompletableFuture.failedFuture(stopped);
        }
    }
}
