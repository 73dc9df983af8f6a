package io.regchain.supervision.gateway;

import io.regchain.ledger.node.TransactionGateway;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.validator.SubmitOutcome;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.wire.ProvenTransaction;
import io.regchain.protocol.wire.SubmitAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/**
 * Submits to a local chain through one of its nodes. What the node says of a receipt paces the submitter only; whatever
 * counts is proven to the hub by the observer.
 */
public final class RemoteTransactions implements TransactionGateway {
    private final ChainGateway node;
    /** Handed in and not finished: handing the same one in again is how its receipt is waited for. */
    private final ConcurrentHashMap<Hash32, Transaction> open = new ConcurrentHashMap<>();

    public RemoteTransactions(ChainGateway node) {
        this.node = node;
    }

    @Override
    public CompletionStage<SubmitOutcome> submit(Transaction transaction) {
        return node.submit(transaction, Duration.ZERO).thenApply(answer -> switch (answer) {
            case SubmitAnswer.Refused refused -> new SubmitOutcome.Refused(refused.refusal());
            case SubmitAnswer.Accepted accepted -> accepted(transaction);
            case SubmitAnswer.Final done -> accepted(transaction);
        });
    }

    private SubmitOutcome accepted(Transaction transaction) {
        open.put(transaction.id(), transaction);
        return new SubmitOutcome.Accepted(transaction.id());
    }

    @Override
    public CompletionStage<Sequence> readSequence(Sm2PublicKey sender) {
        return node.readState("sequences/" + sender.fingerprint().toHex(), Optional.empty())
                .thenApply(answer -> answer.value()
                        .map(value -> new Sequence(CanonicalJson.decode(value).longValue()))
                        .orElse(Sequence.ZERO));
    }

    @Override
    public CompletionStage<TransactionRecord> awaitReceipt(Hash32 transactionId, Duration patience) {
        Transaction transaction = open.get(transactionId);
        if (transaction == null) {
            return CompletableFuture.failedFuture(new TimeoutException("this node never took " + transactionId));
        }
        return node.submit(transaction, patience).thenCompose(answer -> {
            if (answer instanceof SubmitAnswer.Final done) {
                open.remove(transactionId);
                return CompletableFuture.completedFuture(record(done.proven()));
            }
            return CompletableFuture.failedFuture(
                    new TimeoutException(node.node() + " has no receipt of " + transactionId + " yet"));
        });
    }

    private static TransactionRecord record(ProvenTransaction proven) {
        return new TransactionRecord(proven.transaction(), proven.receipt(), proven.height(), proven.index());
    }
}
