package io.regchain.ledger.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.ledger.testkit.TestValidators;
import io.regchain.ledger.validator.SubmitOutcome;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransactionSubmitterTest {
    private static final ChainId CHAIN = new ChainId("jiangsu");
    private final Sm2PrivateKey key = TestValidators.key("submitter");
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final FakeChain chain = new FakeChain();

    @AfterEach
    void stop() {
        executor.shutdown();
    }

    /** Executes at once whatever comes in with the right sequence. */
    private static final class FakeChain {
        private final List<Transaction> executed = new ArrayList<>();

        synchronized long next() {
            return executed.size();
        }

        synchronized SubmitOutcome take(Transaction transaction) {
            if (executed.contains(transaction)) {
                return new SubmitOutcome.Accepted(transaction.id());
            }
            if (transaction.sequence().value() != next()) {
                return new SubmitOutcome.Refused(new Refusal("SEQUENCE_USED", "another one has it"));
            }
            executed.add(transaction);
            return new SubmitOutcome.Accepted(transaction.id());
        }

        synchronized CompletionStage<TransactionRecord> receipt(Hash32 id) {
            for (Transaction done : executed) {
                if (done.id().equals(id)) {
                    Receipt receipt = new Receipt(
                            id, Receipt.Outcome.SUCCESS, "", "", Bytes.utf8("0"), List.of(), Hash32.ZERO, 0);
                    return CompletableFuture.completedFuture(new TransactionRecord(
                            done, receipt, new Height(done.sequence().value() + 1), 0));
                }
            }
            return CompletableFuture.failedFuture(new TimeoutException("not here"));
        }
    }

    /** @param lost how many submissions it accepts and forgets, as a node that crashes would */
    private final class FakeNode implements TransactionGateway {
        private int lost;
        private final boolean silent;

        FakeNode(int lost, boolean silent) {
            this.lost = lost;
            this.silent = silent;
        }

        @Override
        public synchronized CompletionStage<SubmitOutcome> submit(Transaction transaction) {
            if (silent) {
                return new CompletableFuture<>();
            }
            if (lost > 0) {
                lost--;
                return CompletableFuture.completedFuture(new SubmitOutcome.Accepted(transaction.id()));
            }
            return CompletableFuture.completedFuture(chain.take(transaction));
        }

        @Override
        public CompletionStage<Sequence> readSequence(Sm2PublicKey sender) {
            return silent ? new CompletableFuture<>() : CompletableFuture.completedFuture(new Sequence(chain.next()));
        }

        @Override
        public CompletionStage<TransactionRecord> awaitReceipt(Hash32 transactionId, Duration patience) {
            return silent ? new CompletableFuture<>() : chain.receipt(transactionId);
        }
    }

    private TransactionSubmitter submitter(FakeNode... nodes) {
        return new TransactionSubmitter(CHAIN, key, List.of(nodes), executor);
    }

    private static TransactionRecord submit(TransactionSubmitter submitter) {
        return submitter
                .submit("a", "run", CanonicalJson.object(), Duration.ofSeconds(30))
                .toCompletableFuture()
                .join();
    }

    @Test
    void sequencesFollowEachOther() {
        TransactionSubmitter submitter = submitter(new FakeNode(0, false));

        assertThat(submit(submitter).transaction().sequence()).isEqualTo(new Sequence(0));
        assertThat(submit(submitter).transaction().sequence()).isEqualTo(new Sequence(1));
    }

    @Test
    void whatANodeAcceptedAndForgotIsSaidAgain() {
        submit(submitter(new FakeNode(2, false)));

        assertThat(chain.next()).isEqualTo(1);
    }

    @Test
    void aSequenceThatAnotherUsedIsLeftToItAndTheTransactionIsSignedAnew() {
        TransactionSubmitter submitter = submitter(new FakeNode(0, false));
        submit(submitter);
        chain.take(Transaction.sign(CHAIN, key, new Sequence(1), "a", "other", Bytes.utf8("{}")));

        assertThat(submit(submitter).transaction().sequence()).isEqualTo(new Sequence(2));
        assertThat(chain.executed).extracting(Transaction::method).containsExactly("run", "other", "run");
    }

    @Test
    void aSilentNodeDoesNotHoldTheOthersUp() {
        assertThat(submit(submitter(new FakeNode(0, true), new FakeNode(0, false)))
                        .receipt()
                        .succeeded())
                .isTrue();
    }

    @Test
    void aDeadlineThatPassesIsATimeoutAndLeavesNoGapBehind() {
        TransactionSubmitter submitter = submitter(new FakeNode(1, false));
        assertThatThrownBy(() -> submitter
                        .submit("a", "run", CanonicalJson.object(), Duration.ZERO)
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(TimeoutException.class);

        assertThat(submit(submitter).transaction().sequence()).isEqualTo(new Sequence(0));
    }
}
