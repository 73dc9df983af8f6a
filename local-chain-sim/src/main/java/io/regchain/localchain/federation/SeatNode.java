package io.regchain.localchain.federation;

import io.regchain.ledger.mempool.Dropped;
import io.regchain.ledger.node.BlockListener;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.node.ChainHandle;
import io.regchain.ledger.node.ChainNode;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.validator.Genesis;
import io.regchain.ledger.validator.SubmitOutcome;
import io.regchain.ledger.validator.ValidatorStatus;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.trace.Trace;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The node on one seat of a chain, whichever run of it is up: who holds it need not care that it was stopped and started
 * again. While it is down it fails as {@link ChainHandle#node} does, and takes no transaction.
 */
final class SeatNode implements ChainNode {
    private final ChainHandle chain;
    private final int index;

    SeatNode(ChainHandle chain, int index) {
        this.chain = chain;
        this.index = index;
    }

    private ChainNode now() {
        return chain.node(index);
    }

    @Override
    public ChainId chainId() {
        return chain.chainId();
    }

    @Override
    public int validatorIndex() {
        return index;
    }

    @Override
    public Genesis genesis() {
        return now().genesis();
    }

    @Override
    public CompletionStage<SubmitOutcome> submit(Transaction transaction) {
        return chain.localNodes().stream()
                .filter(node -> node.validatorIndex() == index)
                .findFirst()
                .map(node -> node.submit(transaction))
                .orElseGet(() -> CompletableFuture.completedFuture(
                        new SubmitOutcome.Refused(new Refusal("NODE_STOPPED", "this node has stopped"))));
    }

    @Override
    public Optional<Dropped.Reason> dropped(Hash32 transactionId) {
        return now().dropped(transactionId);
    }

    @Override
    public CompletionStage<TransactionRecord> awaitReceipt(Hash32 transactionId, Duration patience) {
        return now().awaitReceipt(transactionId, patience);
    }

    @Override
    public Optional<TransactionRecord> transaction(Hash32 transactionId) {
        return now().transaction(transactionId);
    }

    @Override
    public Optional<Trace> trace(Hash32 transactionId) {
        return now().trace(transactionId);
    }

    @Override
    public CompletionStage<Height> awaitAbove(Height height, Duration patience) {
        return now().awaitAbove(height, patience);
    }

    @Override
    public ValidatorStatus status() {
        return now().status();
    }

    @Override
    public BlockListener.Subscription blocks(Height from, BlockListener listener) {
        return now().blocks(from, listener);
    }

    @Override
    public Height height() {
        return now().height();
    }

    @Override
    public Optional<CertifiedBlock> block(Height height) {
        return now().block(height);
    }

    @Override
    public Optional<Bytes> read(Height height, String key) {
        return now().read(height, key);
    }

    @Override
    public StateProof prove(Height height, String key) {
        return now().prove(height, key);
    }
}
