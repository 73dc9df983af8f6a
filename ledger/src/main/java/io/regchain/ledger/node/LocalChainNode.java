package io.regchain.ledger.node;

import io.regchain.ledger.mempool.Dropped;
import io.regchain.ledger.storage.BlockRecord;
import io.regchain.ledger.validator.Genesis;
import io.regchain.ledger.validator.RunningValidator;
import io.regchain.ledger.validator.StatusBoard;
import io.regchain.ledger.validator.SubmitOutcome;
import io.regchain.ledger.validator.ValidatorParts;
import io.regchain.ledger.validator.ValidatorStatus;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A validator of this process, read straight from its store. */
final class LocalChainNode implements ChainNode {
    private static final Logger LOG = LoggerFactory.getLogger(LocalChainNode.class);
    private final ValidatorParts parts;
    private final RunningValidator validator;
    private final Executor callbacks;
    private volatile boolean stopped;

    LocalChainNode(ValidatorParts parts, RunningValidator validator, Executor callbacks) {
        this.parts = parts;
        this.validator = validator;
        this.callbacks = callbacks;
    }

    /** No more blocks will come; subscriptions end. */
    void stop() {
        stopped = true;
        parts.watch().stop();
    }

    @Override
    public ChainId chainId() {
        return parts.chainId();
    }

    @Override
    public int validatorIndex() {
        return parts.index();
    }

    @Override
    public Genesis genesis() {
        return parts.config().genesis();
    }

    @Override
    public Height height() {
        return parts.store().tip().height();
    }

    @Override
    public CompletionStage<SubmitOutcome> submit(Transaction transaction) {
        CompletableFuture<SubmitOutcome> answer = stopped
                ? CompletableFuture.completedFuture(
                        new SubmitOutcome.Refused(new Refusal("NODE_STOPPED", "this node has stopped")))
                : validator.submit(transaction);
        return answer.whenCompleteAsync((outcome, error) -> {}, callbacks);
    }

    @Override
    public Optional<Dropped.Reason> dropped(Hash32 transactionId) {
        return parts.droppedLately().why(transactionId);
    }

    @Override
    public CompletionStage<TransactionRecord> awaitReceipt(Hash32 transactionId, Duration patience) {
        return parts.watch().receipt(transactionId, patience, this::transaction);
    }

    @Override
    public Optional<CertifiedBlock> block(Height height) {
        if (height.compareTo(height()) > 0) {
            return Optional.empty();
        }
        BlockRecord record = parts.store().block(height);
        return Optional.of(new CertifiedBlock(
                record.block(),
                record.block().header().hash(),
                record.certificate(),
                parts.store().validatorsOf(height),
                parts.store().receipts(height)));
    }

    @Override
    public Optional<TransactionRecord> transaction(Hash32 transactionId) {
        return parts.store()
                .place(transactionId)
                .map(place -> new TransactionRecord(
                        parts.store()
                                .block(place.height())
                                .block()
                                .transactions()
                                .get(place.index()),
                        parts.store().receipts(place.height()).get(place.index()),
                        place.height(),
                        place.index()));
    }

    @Override
    public Optional<Trace> trace(Hash32 transactionId) {
        return parts.store().trace(transactionId);
    }

    @Override
    public Optional<Bytes> read(Height height, String key) {
        return parts.store().read(height, key);
    }

    @Override
    public StateProof prove(Height height, String key) {
        return parts.store().prove(height, key);
    }

    @Override
    public CompletionStage<Height> awaitAbove(Height height, Duration patience) {
        CompletableFuture<Void> above = parts.watch().above(height);
        if (height().compareTo(height) > 0) {
            return CompletableFuture.completedFuture(height());
        }
        return above.copy()
                .completeOnTimeout(null, patience.toNanos(), TimeUnit.NANOSECONDS)
                .thenApplyAsync(woken -> height(), callbacks);
    }

    @Override
    public ValidatorStatus status() {
        StatusBoard board = parts.board();
        StatusBoard.Consensus consensus = board.consensus();
        return new ValidatorStatus(
                parts.index(),
                validator(parts.index()).name(),
                board.phase(),
                height(),
                parts.store().tip().hash(),
                consensus.round(),
                Duration.ofNanos(System.nanoTime() - consensus.sinceNanos()),
                consensus.waitingFor(),
                board.pooled(),
                peerStatus());
    }

    private Validator validator(int index) {
        return parts.config().seats().get(index);
    }

    private List<ValidatorStatus.Peer> peerStatus() {
        List<ValidatorStatus.Peer> peers = new ArrayList<>();
        for (int i = 0; i < parts.entities(); i++) {
            if (i != parts.index()) {
                peers.add(new ValidatorStatus.Peer(
                        i,
                        validator(i).name(),
                        parts.board().everHeard(i),
                        Duration.ofNanos(parts.board().silentNanos(i))));
            }
        }
        return peers;
    }

    @Override
    public BlockListener.Subscription blocks(Height from, BlockListener listener) {
        Following following = new Following(from, listener);
        callbacks.execute(following);
        return following;
    }

    /** One subscription, on a virtual thread of its own that waits for blocks. */
    private final class Following implements Runnable, BlockListener.Subscription {
        private static final Duration LOOK_UP = Duration.ofMinutes(1);
        private final BlockListener listener;
        private Height next;
        private volatile boolean closed;

        Following(Height from, BlockListener listener) {
            this.next = from;
            this.listener = listener;
        }

        @Override
        public void run() {
            try {
                while (!closed && !stopped) {
                    tellNew();
                    if (next.value() > 0) {
                        awaitAbove(new Height(next.value() - 1), LOOK_UP)
                                .toCompletableFuture()
                                .join();
                    }
                }
            } catch (RuntimeException e) {
                if (!stopped) {
                    LOG.error("{}: a listener to blocks failed at height {}; it hears no more", parts, next, e);
                }
            }
        }

        private void tellNew() {
            while (!closed && !stopped && next.compareTo(height()) <= 0) {
                listener.certified(block(next).orElseThrow());
                next = next.next();
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
