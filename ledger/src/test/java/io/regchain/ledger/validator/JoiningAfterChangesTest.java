package io.regchain.ledger.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.simulation.SimulatedDisk;
import io.regchain.ledger.storage.Handover;
import io.regchain.ledger.storage.Retention;
import io.regchain.ledger.storage.StateSettings;
import io.regchain.ledger.storage.StorageException;
import io.regchain.ledger.storage.ValidatorStore;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.ledger.validator.JoiningExchange.Peer;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.lightclient.CertifiedHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A validator without a chain, where other validators decide by now than those the chain began with. */
class JoiningAfterChangesTest {
    private static final StateSync HOW = new StateSync(10, 400);
    private static final long LAST = 40;
    private static final int SEATS = 10;
    private final ServedChain served = new ServedChain(4, SEATS);
    private final TestValidators seats = TestValidators.of(served.chain.config().chainId(), SEATS);
    private final SimulatedDisk disk = new SimulatedDisk("new");

    /** Four validators each, the first of them {@code first}. */
    private ValidatorSet from(int first) {
        return new ValidatorSet(seats.set().validators().subList(first, first + 4));
    }

    /** At 5 and 12 one joins and one leaves; at 20 nobody stays who was there at first. */
    private ValidatorStore changed() {
        served.changeAt(5, from(1));
        served.changeAt(12, from(2));
        served.changeAt(20, from(6));
        ValidatorStore store = served.open(new SimulatedDisk("server"), 0);
        served.grow(store, LAST);
        return store;
    }

    /** All seats serve from this store, which are of the set and which are not, but for seat 0. */
    private JoiningExchange exchange(SimulatedDisk newcomer, ValidatorStore source, UnaryOperator<Peer> zero) {
        Map<Integer, Peer> peers = new TreeMap<>();
        for (int i = 0; i < SEATS; i++) {
            if (i != JoiningExchange.SELF) {
                Peer honest = new SnapshotDesk(source, i)::answer;
                peers.put(i, i == 0 ? zero.apply(honest) : honest);
            }
        }
        return new JoiningExchange(served, newcomer, HOW, peers);
    }

    private JoiningExchange exchange(ValidatorStore source) {
        return exchange(disk, source, UnaryOperator.identity());
    }

    private ValidatorStore begun(JoiningExchange exchange, long height) {
        assertThat(exchange.run()).isEqualTo(new Joining.End.Synced(new Height(height)));
        return served.open(disk, JoiningExchange.SELF);
    }

    private void assertKnowsWhoDecided(ValidatorStore store, long upTo) {
        for (long h = 1; h <= upTo; h++) {
            assertThat(store.validatorsOf(new Height(h))).as("height %d", h).isEqualTo(served.deciding(h));
        }
    }

    @Test
    void itFollowsTheSetsBeginsAndLetsOthersBegin() {
        ValidatorStore source = changed();
        JoiningExchange exchange = exchange(source);
        try (ValidatorStore begun = begun(exchange, LAST)) {
            assertThat(exchange.took()).isZero();
            assertThat(begun.firstBlock()).isEqualTo(new Height(LAST));
            assertKnowsWhoDecided(begun, LAST);
            assertThat(ServedChain.proves(begun, LAST, 3)).isTrue();

            served.changeAt(LAST + 1, from(3));
            served.grow(begun, LAST + 5);
            SimulatedDisk newest = new SimulatedDisk("newest");
            JoiningExchange next = exchange(newest, begun, UnaryOperator.identity());
            assertThat(next.run()).isEqualTo(new Joining.End.Synced(new Height(LAST + 5)));
            try (ValidatorStore second = served.open(newest, JoiningExchange.SELF)) {
                assertKnowsWhoDecided(second, LAST + 5);
                assertThat(second.handoversAbove(Height.ZERO)).hasSize(4);
            }
        }
    }

    @Test
    void aChangeByTheVeryBlockIsHandedOverTo() {
        served.changeAt(LAST, from(4));
        ValidatorStore source = served.open(new SimulatedDisk("server"), 0);
        served.grow(source, LAST);
        try (ValidatorStore begun = begun(exchange(source), LAST)) {
            served.grow(source, LAST + 1);
            served.follow(begun, source.block(new Height(LAST + 1)));
            assertKnowsWhoDecided(begun, LAST + 1);
        }
    }

    @Test
    void whatIsPrunedIsNotNeededAndWhatIsKeptIsServed() {
        served.changeAt(5, from(1));
        StateSettings young = new StateSettings(new Retention(3, 6), 64, 1, 200, 2_000);
        SimulatedDisk pruned = new SimulatedDisk("pruned");
        ValidatorStore source = served.open(pruned, 0, young);
        served.grow(source, 120);
        source.close();
        source = served.open(pruned, 0, young);
        served.grow(source, 130);

        Height first = source.firstBlock();
        assertThat(first.value()).isBetween(80L, 125L);
        assertThat(source.firstState().value()).isBetween(10L, 128L);
        for (long h = 128; h <= 130; h++) {
            assertThat(ServedChain.proves(source, h, h)).isTrue();
            assertThat(ServedChain.proves(source, h, 1)).isTrue();
            assertThat(source.receipts(new Height(h))).hasSize(1);
        }
        ValidatorStore kept = source;
        Height gone = new Height(first.value() - 1);
        assertThatThrownBy(() -> kept.block(gone))
                .isInstanceOf(StorageException.Pruned.class)
                .hasMessageContaining(first.toString());
        assertThatThrownBy(() -> kept.receipts(new Height(1))).isInstanceOf(StorageException.Pruned.class);
        assertThatThrownBy(() -> kept.read(new Height(1), ServedChain.key(1)))
                .isInstanceOf(StorageException.Pruned.class);
        assertThat(kept.place(kept.block(first).block().transactions().get(0).id()))
                .isPresent();

        JoiningExchange exchange = exchange(kept);
        try (ValidatorStore begun = begun(exchange, 130)) {
            assertKnowsWhoDecided(begun, 130);
        }
    }

    /** Over a slow network it is asked for again before it came; the same handovers come twice. */
    private static Peer twice(JoiningExchange[] exchange, Peer peer) {
        return asked -> {
            Optional<PeerMessage> answer = peer.apply(asked);
            answer.filter(offer -> exchange[0] != null).ifPresent(offer -> exchange[0].repeat(offer));
            return answer;
        };
    }

    @Test
    void whoSaysTheSameHandoversForEverHoldsNobodyUp() {
        ValidatorStore source = changed();
        Peer same = asked -> asked instanceof PeerMessage.WantSnapshot
                ? Optional.of(new PeerMessage.SnapshotOffer(
                        0, source.handoversAbove(Height.ZERO), Height.ZERO, Optional.empty(), List.of()))
                : Optional.empty();
        JoiningExchange exchange = exchange(disk, source, honest -> same);
        begun(exchange, LAST).close();
        assertThat(exchange.took()).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void moreChangesThanAMessageHoldsComeInSeveral() {
        long changes = 2L * PeerMessage.MAX_HANDOVERS + 3;
        for (long h = 2; h < 2 + changes; h++) {
            served.changeAt(h, from((int) (h % 6)));
        }
        ValidatorStore source = served.open(new SimulatedDisk("server"), 0);
        served.grow(source, changes + 10);
        JoiningExchange[] exchanges = new JoiningExchange[1];
        exchanges[0] = exchange(disk, source, honest -> twice(exchanges, honest));
        JoiningExchange exchange = exchanges[0];
        try (ValidatorStore begun = begun(exchange, changes + 10)) {
            assertKnowsWhoDecided(begun, changes + 10);
            assertThat(exchange.took()).isLessThan(Duration.ofSeconds(1));
        }
    }

    record Lie(String what, UnaryOperator<List<Bytes>> lie, String code) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static UnaryOperator<List<Bytes>> second(UnaryOperator<Handover> change) {
        return handovers -> {
            List<Bytes> changed = new ArrayList<>(handovers);
            changed.set(1, change.apply(Handover.decode(changed.get(1))).canonical());
            return changed;
        };
    }

    private static ValidatorSet friends(Handover handover) {
        return TestValidators.of(handover.last().header().chainId(), 9).set();
    }

    private static BlockHeader with(BlockHeader of, ChainId chain, long height, Hash32 next) {
        return SnapshotLies.header(of, chain, height, of.validatorSetHash(), next);
    }

    /** With the old seals. */
    private static CertifiedHeader resealed(Handover handover, BlockHeader header) {
        CommitCertificate old = handover.last().certificate();
        return new CertifiedHeader(
                header,
                new CommitCertificate(header.chainId(), header.height(), old.round(), header.hash(), old.seals()));
    }

    private static Handover toFriends(Handover handover) {
        BlockHeader of = handover.last().header();
        ValidatorSet friends = friends(handover);
        BlockHeader header = with(of, of.chainId(), of.height().value(), friends.hash());
        return new Handover(new CertifiedHeader(header, TestValidators.certify(friends, header, Round.ZERO)), friends);
    }

    private static Handover moved(Handover handover, String chain, long height) {
        BlockHeader of = handover.last().header();
        BlockHeader header = with(of, new ChainId(chain), height, of.nextValidatorSetHash());
        return new Handover(resealed(handover, header), handover.next());
    }

    /** Truly certified, like most headers. */
    private static List<Bytes> unchanged(List<Bytes> handovers) {
        Handover second = Handover.decode(handovers.get(1));
        BlockHeader of = second.last().header();
        ValidatorSet deciding = Handover.decode(handovers.get(0)).next();
        BlockHeader header = with(of, of.chainId(), of.height().value(), deciding.hash());
        CertifiedHeader last = new CertifiedHeader(header, TestValidators.certify(deciding, header, Round.ZERO));
        return List.of(handovers.get(0), new Handover(last, deciding).canonical());
    }

    private static List<Bytes> afterTheLastHeight(List<Bytes> handovers) {
        Handover first = Handover.decode(handovers.get(0));
        BlockHeader of = first.last().header();
        BlockHeader header = with(of, of.chainId(), Long.MAX_VALUE, of.nextValidatorSetHash());
        ObjectNode json = CanonicalJson.object();
        json.set("last", resealed(first, header).toJson());
        json.set("next", BlockJson.of(first.next()));
        return List.of(CanonicalJson.encode(json));
    }

    static List<Lie> lies() {
        return List.of(
                new Lie("rubbish", handovers -> List.of(Bytes.utf8("rubbish")), "OFFER_MALFORMED"),
                new Lie(
                        "after the last height there can be",
                        JoiningAfterChangesTest::afterTheLastHeight,
                        "OFFER_MALFORMED"),
                new Lie(
                        "another set than the header names",
                        second(handover -> new Handover(handover.last(), friends(handover))),
                        "VALIDATOR_SET_MISMATCH"),
                new Lie(
                        "a seal too few",
                        second(handover -> new Handover(
                                new CertifiedHeader(
                                        handover.last().header(),
                                        SnapshotLies.withoutSeal(handover.last().certificate())),
                                handover.next())),
                        "QUORUM_NOT_REACHED"),
                new Lie(
                        "a height above all others",
                        second(handover -> moved(handover, "shanghai", Long.MAX_VALUE - 1)),
                        "SEAL_INVALID"),
                new Lie(
                        "a chain of the same validators",
                        second(handover -> moved(handover, "zhejiang", 12)),
                        "HEADER_OF_OTHER_CHAIN"),
                new Lie("nothing handed over", JoiningAfterChangesTest::unchanged, "NOTHING_HANDED_OVER"),
                new Lie(
                        "sealed by those it hands over to",
                        second(JoiningAfterChangesTest::toFriends),
                        "SEAL_BY_UNREGISTERED_KEY"));
    }

    private static List<Bytes> without(int index, List<Bytes> handovers) {
        List<Bytes> fewer = new ArrayList<>(handovers);
        fewer.remove(index);
        return fewer;
    }

    @ParameterizedTest
    @MethodSource("lies")
    void whoeverLiesAboutAHandOverIsRefusedWithItsReasonAndTheOthersServe(Lie lie) {
        ValidatorStore source = changed();
        JoiningExchange exchange =
                exchange(disk, source, honest -> SnapshotLies.liar(honest, SnapshotLies.handovers(lie.lie())));
        try (ValidatorStore begun = begun(exchange, LAST)) {
            assertKnowsWhoDecided(begun, LAST);
        }
        assertThat(exchange.joining.liars()).containsOnlyKeys(0);
        assertThat(exchange.joining.liars().get(0)).extracting(Refusal::code).isEqualTo(lie.code());
    }

    /** Perhaps it answers an older question. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void whoeverLeavesAHandOverOutIsOfNoUseAndNoLiar(int which) {
        ValidatorStore source = changed();
        JoiningExchange exchange = exchange(
                disk,
                source,
                honest -> SnapshotLies.liar(honest, SnapshotLies.handovers(handovers -> without(which, handovers))));
        begun(exchange, LAST).close();
        assertThat(exchange.joining.liars()).isEmpty();
        assertThat(exchange.took()).isZero();
    }

    @Test
    void whereAllLeaveOneOutNothingIsBelieved() {
        ValidatorStore source = changed();
        Map<Integer, Peer> peers = new TreeMap<>();
        for (int i : new int[] {0, 2, 3, 4, 5}) {
            peers.put(
                    i,
                    SnapshotLies.liar(
                            new SnapshotDesk(source, i)::answer,
                            SnapshotLies.handovers(handovers -> without(2, handovers))));
        }
        JoiningExchange exchange = new JoiningExchange(served, disk, HOW, peers);
        assertThat(exchange.run()).isInstanceOf(Joining.End.SteppedAside.class);
        assertThat(exchange.joining.liars()).isEmpty();
        assertThat(exchange.took()).isZero();
    }

    /** Seats that wait to be of the set tell each other that they have nothing. */
    @Test
    void whatSeatsOutsideTheSetSayIsNotWaitedForAndDecidesNothing() {
        ValidatorStore source = served.open(new SimulatedDisk("server"), 0);
        served.grow(source, LAST);
        Map<Integer, Peer> peers = new TreeMap<>();
        for (int i : new int[] {4, 5, 6, 7, 8, 9}) {
            peers.put(i, asked -> Optional.of(PeerMessage.SnapshotOffer.nothing(i)));
        }
        AtomicInteger asked = new AtomicInteger();
        for (int i : new int[] {0, 2, 3}) {
            Peer honest = new SnapshotDesk(source, i)::answer;
            peers.put(i, message -> asked.incrementAndGet() > 9 ? honest.apply(message) : Optional.empty());
        }
        begun(new JoiningExchange(served, disk, HOW, peers), LAST).close();
    }
}
