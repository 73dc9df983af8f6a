package io.regchain.ledger.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.ledger.testkit.TestValidators;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransactionPoolTest {
    private final Sm2PrivateKey alice = TestValidators.key("alice");
    private final Sm2PrivateKey bob = TestValidators.key("bob");
    private final TransactionPool pool = new TransactionPool(4);

    private static Transaction tx(Sm2PrivateKey key, long sequence) {
        return tx(key, sequence, "{}");
    }

    private static Transaction tx(Sm2PrivateKey key, long sequence, String arguments) {
        return Transaction.sign(new ChainId("jiangsu"), key, new Sequence(sequence), "a", "run", Bytes.utf8(arguments));
    }

    private void assertRefused(Transaction transaction, Sequence next, String code) {
        assertThat(pool.offer(transaction, next))
                .isInstanceOfSatisfying(
                        TransactionPool.Offer.Refused.class,
                        refused -> assertThat(refused.reason().code()).isEqualTo(code));
    }

    @Test
    void theSameTransactionIsTakenOnceEvenWhenItIsSignedAnew() {
        assertThat(pool.offer(tx(alice, 0), Sequence.ZERO)).isInstanceOf(TransactionPool.Offer.Added.class);
        assertThat(pool.offer(tx(alice, 0), Sequence.ZERO)).isInstanceOf(TransactionPool.Offer.Known.class);
        assertThat(pool.size()).isEqualTo(1);
    }

    @Test
    void aUsedOrDistantSequenceAndAnotherTransactionWithAWaitingOneAreRefused() {
        pool.offer(tx(alice, 5), new Sequence(5));

        assertRefused(tx(alice, 4), new Sequence(5), "SEQUENCE_USED");
        assertRefused(tx(alice, 5, "{\"other\":1}"), new Sequence(5), "SEQUENCE_USED");
        assertRefused(tx(alice, 6 + TransactionPool.MAX_AHEAD), new Sequence(5), "SEQUENCE_TOO_FAR");
    }

    @Test
    void aFullPoolRefusesUntilABlockMakesRoom() {
        for (int i = 0; i < 4; i++) {
            pool.offer(tx(alice, i), Sequence.ZERO);
        }
        assertRefused(tx(alice, 4), Sequence.ZERO, "POOL_FULL");
        pool.applied(List.of(tx(alice, 0), tx(alice, 1)), key -> new Sequence(2));

        assertThat(pool.size()).isEqualTo(2);
        assertThat(pool.offer(tx(alice, 4), new Sequence(2))).isInstanceOf(TransactionPool.Offer.Added.class);
    }

    @Test
    void inAFullPoolTheSenderWhoHoldsMostGivesUpItsLastOneUntilAllHoldTheSame() {
        for (int i = 0; i < 4; i++) {
            pool.offer(tx(alice, i), Sequence.ZERO);
        }
        assertThat(dropped(pool.offer(tx(bob, 0), Sequence.ZERO)))
                .containsExactly(new Dropped(tx(alice, 3).id(), Dropped.Reason.EVICTED));
        assertThat(dropped(pool.offer(tx(bob, 1), Sequence.ZERO)))
                .containsExactly(new Dropped(tx(alice, 2).id(), Dropped.Reason.EVICTED));
        assertRefused(tx(bob, 2), Sequence.ZERO, "POOL_FULL");
        assertRefused(tx(alice, 2), Sequence.ZERO, "POOL_FULL");
    }

    @Test
    void aGapIsFilledEvenWhenTheSendersShareIsFull() {
        TransactionPool small = new TransactionPool(new PoolLimits(100, 2, 10, 1));
        small.offer(tx(alice, 1), Sequence.ZERO);
        small.offer(tx(alice, 2), Sequence.ZERO);

        assertThat(small.offer(tx(alice, 3), Sequence.ZERO)).isInstanceOf(TransactionPool.Offer.Refused.class);
        assertThat(dropped(small.offer(tx(alice, 0), Sequence.ZERO)))
                .containsExactly(new Dropped(tx(alice, 2).id(), Dropped.Reason.EVICTED));
        assertThat(small.candidates(10)).hasSize(2);
    }

    @Test
    void whatWaitsTooLongIsReplacedByAnotherAndExpires() {
        TransactionPool brief = new TransactionPool(new PoolLimits(4, 4, 3, 1));
        brief.offer(tx(alice, 1), Sequence.ZERO);
        brief.applied(List.of(), key -> Sequence.ZERO);

        assertThat(dropped(brief.offer(tx(alice, 1, "{\"other\":1}"), Sequence.ZERO)))
                .containsExactly(new Dropped(tx(alice, 1).id(), Dropped.Reason.REPLACED));
        assertThat(brief.applied(List.of(), key -> Sequence.ZERO)).isEmpty();
        assertThat(brief.applied(List.of(), key -> Sequence.ZERO)).isEmpty();
        assertThat(brief.applied(List.of(), key -> Sequence.ZERO))
                .containsExactly(new Dropped(tx(alice, 1, "{\"other\":1}").id(), Dropped.Reason.EXPIRED));
        assertThat(brief.size()).isZero();
    }

    @Test
    void anotherTransactionExecutedWithTheSameSequenceIsReported() {
        pool.offer(tx(alice, 0), Sequence.ZERO);

        assertThat(pool.applied(List.of(tx(alice, 0, "{\"other\":1}")), key -> new Sequence(1)))
                .containsExactly(new Dropped(tx(alice, 0).id(), Dropped.Reason.SEQUENCE_USED));
    }

    @Test
    void whoWasServedLongestAgoComesFirst() {
        pool.offer(tx(alice, 0), Sequence.ZERO);
        pool.offer(tx(alice, 1), Sequence.ZERO);
        pool.offer(tx(bob, 0), Sequence.ZERO);
        assertThat(pool.candidates(1)).extracting(Transaction::sender).containsExactly(alice.publicKey());
        pool.applied(List.of(tx(alice, 0)), key -> new Sequence(1));

        assertThat(pool.candidates(1)).extracting(Transaction::sender).containsExactly(bob.publicKey());
    }

    private static List<Dropped> dropped(TransactionPool.Offer offer) {
        return ((TransactionPool.Offer.Added) offer).dropped();
    }

    @Test
    void candidatesRunWithoutGapAndSendersTakeTurns() {
        pool.offer(tx(alice, 1), Sequence.ZERO);
        pool.offer(tx(alice, 0), Sequence.ZERO);
        pool.offer(tx(alice, 3), Sequence.ZERO);
        pool.offer(tx(bob, 0), Sequence.ZERO);

        assertThat(pool.candidates(10))
                .hasSize(3)
                .noneMatch(each -> each.sequence().value() == 3);
        assertThat(pool.candidates(2))
                .extracting(Transaction::sender)
                .containsExactlyInAnyOrder(alice.publicKey(), bob.publicKey());
    }

    @Test
    void aGapIsNoWork() {
        pool.offer(tx(alice, 1), Sequence.ZERO);
        assertThat(pool.hasWork()).isFalse();
        pool.offer(tx(alice, 0), Sequence.ZERO);
        assertThat(pool.hasWork()).isTrue();
    }
}
