package io.regchain.ledger.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.ledger.testkit.TestValidators;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TransactionPoolTest {
    private static final Function<Sm2PublicKey, Sequence> FROM_ZERO = key -> Sequence.ZERO;
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
        assertRefused(tx(bob, 0), Sequence.ZERO, "POOL_FULL");
        pool.committed(List.of(alice.publicKey()), key -> new Sequence(2));

        assertThat(pool.size()).isEqualTo(2);
        assertThat(pool.offer(tx(bob, 0), Sequence.ZERO)).isInstanceOf(TransactionPool.Offer.Added.class);
    }

    @Test
    void candidatesRunWithoutGapAndSendersTakeTurns() {
        pool.offer(tx(alice, 1), Sequence.ZERO);
        pool.offer(tx(alice, 0), Sequence.ZERO);
        pool.offer(tx(alice, 3), Sequence.ZERO);
        pool.offer(tx(bob, 0), Sequence.ZERO);

        assertThat(pool.candidates(10, FROM_ZERO))
                .hasSize(3)
                .noneMatch(each -> each.sequence().value() == 3);
        assertThat(pool.candidates(2, FROM_ZERO))
                .extracting(Transaction::sender)
                .containsExactlyInAnyOrder(alice.publicKey(), bob.publicKey());
    }

    @Test
    void aGapIsNoWork() {
        pool.offer(tx(alice, 1), Sequence.ZERO);
        assertThat(pool.hasWork(FROM_ZERO)).isFalse();
        pool.offer(tx(alice, 0), Sequence.ZERO);
        assertThat(pool.hasWork(FROM_ZERO)).isTrue();
    }
}
