package io.regchain.ledger.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.ledger.simulation.SimulatedDisk;
import io.regchain.ledger.storage.BlockRecord;
import io.regchain.ledger.storage.Silence;
import io.regchain.ledger.storage.ValidatorStore;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.ledger.validator.JoiningExchange.Peer;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JoiningTest {
    private static final long TIP = 30;
    private static final StateSync HOW = new StateSync(10, 400);
    private final ServedChain served = new ServedChain();
    private final ValidatorStore source = served.open(new SimulatedDisk("server"), 0);
    private final SimulatedDisk disk = new SimulatedDisk("new");

    {
        served.grow(source, TIP);
    }

    private Peer honest(int index) {
        return new SnapshotDesk(source, index)::answer;
    }

    /** As if it had nothing above the genesis block. */
    private static Peer empty(int index) {
        return asked -> Optional.of(PeerMessage.SnapshotOffer.nothing(index));
    }

    private JoiningExchange exchange(Peer zero, Peer two, Peer three) {
        return new JoiningExchange(served, disk, HOW, zero, two, three);
    }

    private void assertBeganAt(JoiningExchange exchange, long height) {
        assertThat(exchange.run()).isEqualTo(new Joining.End.Synced(new Height(height)));
        try (ValidatorStore store = served.open(disk, JoiningExchange.SELF)) {
            assertThat(store.firstBlock()).isEqualTo(new Height(height));
            assertThat(store.silence()).isEqualTo(new Silence.Unknown());
            for (long h = 1; h <= height; h++) {
                assertThat(ServedChain.proves(store, height, h)).isTrue();
            }
        }
    }

    private void assertSteppedAside(JoiningExchange exchange, String why) {
        assertThat(exchange.run()).isInstanceOfSatisfying(Joining.End.SteppedAside.class, end -> assertThat(end.why())
                .contains(why));
        try (ValidatorStore store = served.open(disk, JoiningExchange.SELF)) {
            assertThat(store.tip().height()).isEqualTo(Height.ZERO);
        }
    }

    @Test
    void whoeverIsFarBehindBeginsWithTheNewestBlockThatIsProvenAndKeepsSilent() {
        JoiningExchange exchange = exchange(honest(0), honest(2), honest(3));
        assertBeganAt(exchange, TIP);
        assertThat(exchange.took()).isZero();
        assertThat(exchange.askedForLeaves(0)).isGreaterThan(3);
    }

    @Test
    void aChainThatIsNearIsExecuted() {
        JoiningExchange exchange =
                new JoiningExchange(served, disk, new StateSync(TIP, 400), honest(0), honest(2), honest(3));
        assertSteppedAside(exchange, "not far up");
        assertThat(exchange.took()).isZero();
    }

    @Test
    void aChainThatBeginsHasNothingToOfferAndNobodyWaits() {
        JoiningExchange exchange = exchange(empty(0), empty(2), JoiningExchange.SILENT);
        assertSteppedAside(exchange, "not far up");
        assertThat(exchange.took()).isZero();
    }

    @Test
    void whoeverJoinsTellsOthersThatDoThatItHasNothing() {
        JoiningExchange exchange = exchange(JoiningExchange.SILENT, JoiningExchange.SILENT, JoiningExchange.SILENT);
        exchange.hear(new PeerMessage.WantSnapshot(2, Height.ZERO));
        assertThat(exchange.asked)
                .contains(new JoiningExchange.Asked(2, PeerMessage.SnapshotOffer.nothing(JoiningExchange.SELF)));
    }

    @Test
    void whenTooFewAnswerItStepsAsideAfterAWhile() {
        JoiningExchange exchange = exchange(honest(0), JoiningExchange.SILENT, JoiningExchange.SILENT);
        assertSteppedAside(exchange, "too few");
        assertThat(exchange.took()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whenNobodyAnswersItStepsAsideAfterAWhile() {
        JoiningExchange exchange = exchange(JoiningExchange.SILENT, JoiningExchange.SILENT, JoiningExchange.SILENT);
        assertSteppedAside(exchange, "too few");
        assertThat(exchange.took()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void ofALargerSetMoreThanMayLieMustDoAfterAWhile() {
        ServedChain large = new ServedChain(7, 7);
        ValidatorStore far = large.open(new SimulatedDisk("far"), 0);
        large.grow(far, TIP);
        Map<Integer, Peer> peers = new TreeMap<>();
        for (int i : new int[] {0, 2, 3, 4, 5, 6}) {
            peers.put(i, i <= 3 ? new SnapshotDesk(far, i)::answer : JoiningExchange.SILENT);
        }
        JoiningExchange exchange = new JoiningExchange(large, disk, HOW, peers);
        assertThat(exchange.run()).isEqualTo(new Joining.End.Synced(new Height(TIP)));
        assertThat(exchange.took()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aChainThatIsNearButPrunedIsBegunWithASnapshot() {
        Peer[] pruned = new Peer[4];
        for (int i : new int[] {0, 2, 3}) {
            pruned[i] = asked -> honest(i).apply(asked).map(SnapshotLies.firstBlock(TIP - 3));
        }
        JoiningExchange exchange =
                new JoiningExchange(served, disk, new StateSync(TIP, 400), pruned[0], pruned[2], pruned[3]);
        assertBeganAt(exchange, TIP);
    }

    @Test
    void oneWhoSaysThatTheFirstBlocksAreGoneIsNotBelieved() {
        Peer liar = asked -> honest(0).apply(asked).map(SnapshotLies.firstBlock(TIP - 3));
        JoiningExchange exchange =
                new JoiningExchange(served, disk, new StateSync(TIP, 400), liar, honest(2), honest(3));
        assertSteppedAside(exchange, "not far up");
    }

    @Test
    void anOfferThatNobodyAskedForIsNotLookedAt() {
        JoiningExchange exchange = exchange(JoiningExchange.SILENT, JoiningExchange.SILENT, JoiningExchange.SILENT);
        PeerMessage.SnapshotOffer rubbish = new PeerMessage.SnapshotOffer(
                0, List.of(Bytes.utf8("rubbish")), Height.ZERO, Optional.empty(), List.of());
        exchange.hear(PeerMessage.SnapshotOffer.nothing(0));
        exchange.hear(rubbish);
        assertThat(exchange.joining.liars()).isEmpty();
    }

    record Lie(String what, UnaryOperator<PeerMessage> lie, String code) {
        @Override
        public String toString() {
            return what;
        }
    }

    static List<Lie> lies() {
        return List.of(
                new Lie("an altered leaf", SnapshotLies.leaves(SnapshotLies::alterOne), "LEAVES_DIFFER"),
                new Lie("an omitted first leaf", SnapshotLies.leaves(list -> list.remove(0)), "LEAVES_DIFFER"),
                new Lie("leaves in another order", SnapshotLies.leaves(SnapshotLies::swapTwo), "LEAVES_NOT_IN_ORDER"),
                new Lie("an end that is none", SnapshotLies.rightSiblings(list -> List.of()), "LEAVES_DIFFER"),
                new Lie(
                        "leaf by leaf",
                        SnapshotLies.leaves(list -> list.subList(1, list.size()).clear()),
                        "CHUNK_TOO_SMALL"),
                new Lie("rubbish", SnapshotLies.bytes(chunk -> Bytes.utf8("rubbish")), "CHUNK_MALFORMED"),
                new Lie("a seal too few", SnapshotLies.record(SnapshotLies::withoutSeal), "QUORUM_NOT_REACHED"),
                new Lie(
                        "a block without its transactions",
                        SnapshotLies.record(SnapshotLies::withoutTransactions),
                        "TRANSACTIONS_DIFFER"),
                new Lie("other receipts", SnapshotLies.receipts(list -> List.of()), "RECEIPTS_DIFFER"),
                new Lie(
                        "receipts that are none",
                        SnapshotLies.receipts(list -> List.of(Bytes.utf8("none"))),
                        "OFFER_MALFORMED"));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void aLyingServerIsRefusedWithItsReasonAskedNoMoreAndTheOthersServe(Lie lie) {
        Peer liar = SnapshotLies.liar(honest(0), lie.lie());
        JoiningExchange exchange = exchange(liar, honest(2), honest(3));
        assertBeganAt(exchange, TIP);
        assertThat(exchange.joining.liars()).containsOnlyKeys(0);
        assertThat(exchange.joining.liars().get(0))
                .extracting(Refusal::code)
                .asString()
                .contains(lie.code());
        assertThat(exchange.askedForLeaves(0)).isLessThanOrEqualTo(1);
        assertThat(exchange.took()).isZero();
    }

    @Test
    void aBlockThatAnotherSetDecidedIsNotBelieved() {
        TestValidators others = TestValidators.of(new ChainId("zhejiang"), 4);
        UnaryOperator<PeerMessage> taken = SnapshotLies.record(record -> decidedBy(record, others));
        JoiningExchange exchange = exchange(
                SnapshotLies.liar(honest(0), taken),
                SnapshotLies.liar(honest(2), taken),
                SnapshotLies.liar(honest(3), taken));
        assertSteppedAside(exchange, "can be proven");
        assertThat(exchange.joining.liars()).isEmpty();
    }

    private static BlockRecord decidedBy(BlockRecord record, TestValidators others) {
        BlockHeader of = record.block().header();
        Hash32 set = others.set().hash();
        BlockHeader header = SnapshotLies.header(of, of.chainId(), of.height().value(), set, set);
        return new BlockRecord(
                new Block(header, record.block().transactions()), Optional.of(others.certify(header, Round.ZERO)));
    }

    @Test
    void afterSilenceAnotherPeerIsAskedForWhatIsStillWanted() {
        Peer offersOnly =
                asked -> asked instanceof PeerMessage.WantSnapshot ? honest(0).apply(asked) : Optional.empty();
        JoiningExchange exchange = exchange(offersOnly, honest(2), honest(3));
        assertBeganAt(exchange, TIP);
        assertThat(exchange.askedForLeaves(0)).isEqualTo(1);
        assertThat(exchange.took()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void whenAStateIsDroppedEverywhereThatOfALaterBlockIsRead() {
        List<PeerMessage> served30 = new ArrayList<>();
        JoiningExchange exchange = exchange(dropping(0, served30), dropping(2, served30), dropping(3, served30));
        assertBeganAt(exchange, TIP + 5);
        assertThat(exchange.joining.liars()).isEmpty();
    }

    /** Serves block 30 twice; after that the chain has grown and only its newest state is kept. */
    private Peer dropping(int index, List<PeerMessage> served30) {
        return asked -> {
            if (asked instanceof PeerMessage.WantLeaves want && want.height().value() == TIP) {
                served30.add(want);
                served.grow(source, served30.size() > 2 ? TIP + 5 : TIP);
                return served30.size() > 2 ? Optional.empty() : honest(index).apply(asked);
            }
            return honest(index).apply(asked);
        };
    }

    @Test
    void whenNobodyServesToTheEndItStepsAside() {
        Peer first = asked -> {
            boolean begins =
                    asked instanceof PeerMessage.WantLeaves want && want.from().equals(Hash32.ZERO);
            return begins || asked instanceof PeerMessage.WantSnapshot
                    ? honest(0).apply(asked)
                    : Optional.empty();
        };
        assertSteppedAside(exchange(first, empty(2), empty(3)), "to its end");
    }

    @Test
    void leavesThatComeTwiceAreTakenOnceAndBlamedOnNobody() {
        JoiningExchange[] exchange = new JoiningExchange[1];
        Peer twice = asked -> {
            Optional<PeerMessage> answer = honest(0).apply(asked);
            answer.filter(PeerMessage.Leaves.class::isInstance).ifPresent(leaves -> exchange[0].repeat(leaves));
            return answer;
        };
        exchange[0] = exchange(twice, honest(2), honest(3));
        assertBeganAt(exchange[0], TIP);
        assertThat(exchange[0].joining.liars()).isEmpty();
    }
}
