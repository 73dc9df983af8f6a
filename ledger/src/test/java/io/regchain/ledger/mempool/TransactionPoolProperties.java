package io.regchain.ledger.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.ledger.testkit.TestValidators;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The pool against a model that is too simple to be wrong, over random offers and blocks. */
class TransactionPoolProperties {
    private static final PoolLimits LIMITS = new PoolLimits(8, 5, 6, 2);
    private static final List<Sm2PublicKey> SENDERS = List.of(
            TestValidators.key("a").publicKey(),
            TestValidators.key("b").publicKey(),
            TestValidators.key("c").publicKey(),
            TestValidators.key("d").publicKey());
    private static final Sm2Signature UNSEEN = signature();

    /** A step: an offer when {@code sender} is one, else a block that takes so many candidates. */
    record Step(int sender, int sequence, int variant, int taken) {}

    private static Sm2Signature signature() {
        Sm2PrivateKey key = TestValidators.key("a");
        return Transaction.sign(new ChainId("jiangsu"), key, Sequence.ZERO, "a", "run", Bytes.utf8("{}"))
                .signature();
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Step> offers = Combinators.combine(
                        Arbitraries.integers().between(0, SENDERS.size() - 1),
                        Arbitraries.integers().between(0, 7),
                        Arbitraries.integers().between(0, 1))
                .as((sender, sequence, variant) -> new Step(sender, sequence, variant, 0));
        Arbitrary<Step> blocks = Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 1))
                .as((taken, variant) -> new Step(-1, 0, variant, taken));
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(4, offers), net.jqwik.api.Tuple.of(1, blocks))
                .list()
                .ofMaxSize(80);
    }

    @Property(tries = 2_000)
    void thePoolDoesWhatTheModelDoes(@ForAll("histories") List<Step> history) {
        TransactionPool pool = new TransactionPool(LIMITS);
        ListedPool model = new ListedPool(LIMITS);
        SortedMap<Sm2PublicKey, Sequence> state = new TreeMap<>();
        SENDERS.forEach(sender -> state.put(sender, Sequence.ZERO));
        for (Step step : history) {
            if (step.sender() >= 0) {
                offer(pool, model, state, step);
            } else {
                block(pool, model, state, step);
            }
            compare(pool, model);
        }
    }

    private static void offer(
            TransactionPool pool, ListedPool model, SortedMap<Sm2PublicKey, Sequence> state, Step step) {
        Sm2PublicKey sender = SENDERS.get(step.sender());
        Transaction offered = transaction(sender, state.get(sender).value() + step.sequence() - 1, step.variant());
        assertThat(told(pool.offer(offered, state.get(sender)))).isEqualTo(model.offer(offered, state.get(sender)));
    }

    private static Transaction transaction(Sm2PublicKey sender, long sequence, int variant) {
        return new Transaction(
                new ChainId("jiangsu"),
                sender,
                new Sequence(Math.max(0, sequence)),
                "a",
                "run",
                Bytes.utf8("{\"v\":" + variant + "}"),
                UNSEEN);
    }

    /** A block that takes some candidates, or another proposer's transactions with the same sequences. */
    private static void block(
            TransactionPool pool, ListedPool model, SortedMap<Sm2PublicKey, Sequence> state, Step step) {
        List<Transaction> executed = new ArrayList<>();
        for (Transaction each : pool.candidates(step.taken())) {
            executed.add(
                    step.variant() == 0
                            ? each
                            : transaction(each.sender(), each.sequence().value(), 7));
            state.put(each.sender(), each.sequence().next());
        }
        Function<Sm2PublicKey, Sequence> next = state::get;
        assertThat(pool.applied(executed, next).stream()
                        .map(TransactionPoolProperties::told)
                        .sorted()
                        .toList())
                .isEqualTo(model.applied(executed, next).stream().sorted().toList());
    }

    private static List<String> told(TransactionPool.Offer offer) {
        return switch (offer) {
            case TransactionPool.Offer.Known known -> List.of("KNOWN");
            case TransactionPool.Offer.Refused refused ->
                List.of(refused.reason().code());
            case TransactionPool.Offer.Added added -> {
                List<String> told = new ArrayList<>(List.of("ADDED"));
                added.dropped().forEach(each -> told.add(told(each)));
                yield told;
            }
        };
    }

    private static String told(Dropped dropped) {
        return dropped.reason() + " " + dropped.id();
    }

    private static void compare(TransactionPool pool, ListedPool model) {
        assertThat(pool.all().stream().map(Transaction::id).sorted().toList()).isEqualTo(model.ids());
        SortedMap<Sm2PublicKey, Integer> runs = model.gapless();
        assertThat(pool.hasWork()).isEqualTo(!runs.isEmpty());
        SortedMap<Sm2PublicKey, Integer> chosen = new TreeMap<>();
        pool.candidates(100).forEach(each -> chosen.merge(each.sender(), 1, Integer::sum));
        assertThat(chosen).isEqualTo(runs);
        assertThat(pool.size()).isLessThanOrEqualTo(LIMITS.capacity());
        int most = pool.candidates(3).size();
        assertThat(most)
                .isEqualTo(Math.min(3, runs.values().stream().mapToInt(n -> n).sum()));
    }
}
