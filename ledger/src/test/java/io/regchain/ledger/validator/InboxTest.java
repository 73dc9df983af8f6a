package io.regchain.ledger.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.ledger.consensus.Prepare;
import io.regchain.ledger.consensus.SignedMessage;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.ledger.validator.Inbox.Lane;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm3;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final Sm2PrivateKey KEY = TestValidators.key("anybody");
    private static final Height WORKING = new Height(10);
    private final List<PeerMessage> dropped = new ArrayList<>();
    private final Inbox inbox = inbox(4);

    private Inbox inbox(int peers) {
        Inbox made = new Inbox(peers, dropped::add);
        made.workingOn(WORKING);
        return made;
    }

    private static PeerMessage vote(int sender, long height, long round) {
        Prepare prepare =
                new Prepare(new ChainId("beijing"), new Height(height), new Round(round), Sm3.hash(Bytes.EMPTY));
        return new PeerMessage.Vote(sender, SignedMessage.sign(prepare, KEY).canonical());
    }

    private static PeerMessage gossip(int sender, int bytes) {
        return new PeerMessage.Gossip(sender, List.of(Bytes.wrap(new byte[bytes])));
    }

    private static PeerMessage blocks(int sender, int bytes) {
        return new PeerMessage.Blocks(sender, List.of(Bytes.wrap(new byte[bytes])));
    }

    private List<PeerMessage> takeAll() {
        List<PeerMessage> taken = new ArrayList<>();
        for (Optional<PeerMessage> next = inbox.next(); next.isPresent(); next = inbox.next()) {
            taken.add(next.get());
            inbox.handled(Lane.of(next.get()));
        }
        return taken;
    }

    @Test
    void votesComeBeforeCatchingUpAndThatBeforeGossip() {
        inbox.offer(gossip(1, 1));
        inbox.offer(Hellos.of(1, WORKING));
        inbox.offer(vote(1, 10, 0));

        assertThat(takeAll().stream().map(Lane::of)).containsExactly(Lane.VOTES, Lane.CATCH_UP, Lane.GOSSIP);
        assertThat(dropped).isEmpty();
    }

    @Test
    void whoFloodsCrowdsOutOnlyItself() {
        PeerMessage quiet = vote(2, 10, 0);
        PeerMessage flood = vote(1, 10, 0);
        for (int i = 0; i < 10_000; i++) {
            inbox.offer(flood);
        }
        inbox.offer(quiet);

        assertThat(inbox.waiting()).isEqualTo(Lane.VOTES.messages + 1);
        assertThat(dropped).hasSize(10_000 - Lane.VOTES.messages);
        assertThat(List.of(inbox.next().orElseThrow(), inbox.next().orElseThrow()))
                .contains(quiet);
    }

    @Test
    void bytesAreBoundedPerPeerButASingleMessageMayBeLarge() {
        inbox.offer(gossip(1, Lane.GOSSIP.bytes + 1));
        assertThat(dropped).isEmpty();

        PeerMessage newer = gossip(1, 10);
        inbox.offer(newer);

        assertThat(dropped).hasSize(1);
        assertThat(takeAll()).containsExactly(newer);
    }

    @Test
    void underOverloadPastAndFarVotesGoFirstThenTheOldest() {
        PeerMessage past = vote(1, 9, 0);
        PeerMessage far = vote(1, 99, 0);
        PeerMessage next = vote(1, 11, 0);
        List.of(past, far, next).forEach(inbox::offer);
        List<PeerMessage> current = new ArrayList<>();
        for (int round = 0; round < Lane.VOTES.messages; round++) {
            current.add(vote(1, 10, round));
        }
        current.forEach(inbox::offer);
        assertThat(dropped).containsExactly(past, far, next);

        PeerMessage newest = vote(1, 10, 1_000);
        inbox.offer(newest);

        assertThat(dropped).last().isEqualTo(current.get(0));
        assertThat(takeAll()).last().isEqualTo(newest);
    }

    @Test
    void onlyTheLatestHelloAndAnswerAndTheLatestWishWait() {
        HelloAnswer early = Hellos.answer(1, new Height(1)).said();
        HelloAnswer late = Hellos.answer(1, new Height(2)).said();
        for (int i = 0; i < 100; i++) {
            inbox.offer(Hellos.of(1, new Height(i)));
            inbox.offer(new PeerMessage.Answer(1, i % 2 == 0 ? early : late));
            inbox.offer(new PeerMessage.WantBlocks(1, new Height(i)));
        }
        assertThat(takeAll())
                .containsExactly(
                        Hellos.of(1, new Height(99)),
                        new PeerMessage.Answer(1, late),
                        new PeerMessage.WantBlocks(1, new Height(99)));
    }

    @Test
    void blocksThatCameFirstAreKept() {
        PeerMessage first = blocks(1, 7 << 20);
        inbox.offer(first);
        inbox.offer(Hellos.of(1, WORKING));
        for (int i = 0; i < 10; i++) {
            inbox.offer(blocks(1, 6 << 20));
        }
        assertThat(dropped).hasSize(10);
        assertThat(takeAll()).containsExactly(first, Hellos.of(1, WORKING));
    }

    @Test
    void noMoreIsHandedOnThanIsDealtWith() {
        for (int peer = 0; peer < 4; peer++) {
            for (int i = 0; i < 10; i++) {
                inbox.offer(gossip(peer, 1));
            }
        }
        List<PeerMessage> first = new ArrayList<>();
        for (Optional<PeerMessage> next = inbox.next(); next.isPresent(); next = inbox.next()) {
            first.add(next.get());
        }
        assertThat(first).hasSize(Lane.GOSSIP.window);
        assertThat(new TreeSet<>(first.stream().map(PeerMessage::sender).toList()))
                .hasSize(4);

        inbox.handled(Lane.GOSSIP);
        assertThat(inbox.next()).isPresent();
        assertThat(inbox.next()).isEmpty();
    }

    @Test
    void whoIsNotOfTheChainAndWhatIsNoVoteIsNotHeard() {
        inbox.offer(gossip(4, 1));
        inbox.offer(new PeerMessage.Vote(1, Bytes.utf8("no vote at all")));

        assertThat(inbox.waiting()).isZero();
        assertThat(dropped).hasSize(2);
    }

    @Test
    void tellingOfMoreThanWasHandedOnIsAFaultOfOurs() {
        assertThatThrownBy(() -> inbox.handled(Lane.VOTES)).isInstanceOf(IllegalStateException.class);
    }

    @Property(tries = 200)
    void nothingIsLostUncountedAndNoShareIsExceeded(@ForAll @Size(max = 400) List<@IntRange(max = 11) Integer> script) {
        List<PeerMessage> lost = new ArrayList<>();
        Inbox box = new Inbox(3, lost::add);
        int offered = 0;
        int taken = 0;
        for (int step : script) {
            if (step < 9) {
                box.offer(
                        switch (step / 3) {
                            case 0 -> gossip(step % 3, 200_000);
                            case 1 -> blocks(step % 3, 3 << 20);
                            default -> Hellos.of(step % 3, WORKING);
                        });
                offered++;
            } else {
                Optional<PeerMessage> next = box.next();
                taken += next.isPresent() ? 1 : 0;
                next.ifPresent(message -> box.handled(Lane.of(message)));
            }
            assertThat(box.waiting()).isEqualTo(offered - taken - lost.size());
            assertThat(box.waiting()).isLessThanOrEqualTo(3 * (Lane.GOSSIP.messages + Lane.CATCH_UP.messages));
        }
    }
}
