package io.regchain.ledger.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.ledger.execution.ProcessedBlock;
import io.regchain.ledger.storage.Births;
import io.regchain.ledger.storage.BlockRecord;
import io.regchain.ledger.storage.Silence;
import io.regchain.protocol.base.Height;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A validator whose directory is new, among three peers played by the test; two answers are enough. */
class CatchUpTest {
    private final Surroundings around = new Surroundings();
    private final ArrayDeque<CatchUp.Command> own = new ArrayDeque<>();
    private final List<ChainKeeper.Command> forChain = new ArrayList<>();
    private final List<Set<Integer>> knownTo = new ArrayList<>();
    private int begunAgain;
    private final CatchUp catchUp =
            new CatchUp(around.of(own), around.parts(), forChain::add, knownTo::add, () -> begunAgain++);

    private BirthNotice notice(int index, int birth) {
        return BirthNotice.sign(around.chain.config().chainId(), Surroundings.birth(birth), around.key(index));
    }

    private void hello(int from, long height, Optional<BirthNotice> shown) {
        tell(new PeerMessage.Hello(from, new Height(height), true, notice(from, from), shown));
    }

    private void tell(PeerMessage message) {
        catchUp.receive(new CatchUp.FromPeer(message));
    }

    private List<PeerMessage.WantBlocks> wanted() {
        return around.sent.stream()
                .map(Surroundings.Sent::message)
                .filter(PeerMessage.WantBlocks.class::isInstance)
                .map(PeerMessage.WantBlocks.class::cast)
                .toList();
    }

    private Silence silence() {
        return around.store.silence();
    }

    @Test
    void itKeepsSilentUntilEnoughPeersHaveAnswered() {
        assertThat(silence()).isEqualTo(new Silence.Unknown());
        hello(0, 0, Optional.of(notice(1, 1)));
        hello(0, 0, Optional.of(notice(1, 1)));
        assertThat(silence()).isEqualTo(new Silence.Unknown());
        assertThat(around.timers).containsKey("SAY_HELLO");
        hello(2, 0, Optional.of(notice(1, 1)));
        assertThat(silence()).isEqualTo(new Silence.Until(Height.ZERO));
        assertThat(knownTo).containsExactly(Set.of(), Set.of(0), Set.of(0, 2), Set.of(0, 2));
    }

    /** Found by the simulator: one peer's claim to be at 957 silenced a new validator for good. */
    @Test
    void aHeightThatOnePeerMadeUpSilencesNobody() {
        hello(0, 957, Optional.of(notice(1, 1)));
        hello(2, 0, Optional.of(notice(1, 1)));
        hello(0, 957, Optional.of(notice(1, 1)));
        assertThat(silence()).as("it may be true").isEqualTo(new Silence.Unknown());
        catchUp.receive((CatchUp.Command) around.timers.get("NO_ANSWER"));
        assertThat(silence()).isEqualTo(new Silence.Until(Height.ZERO));
    }

    /** Perhaps other validators decide by now, of whom more must have answered. */
    @Test
    void theBlocksThatAPeerPromisesAreFetchedFirst() {
        ProcessedBlock block = around.next();
        hello(0, 1, Optional.of(notice(1, 1)));
        hello(2, 0, Optional.of(notice(1, 1)));
        assertThat(silence()).isEqualTo(new Silence.Unknown());

        around.store.append(new BlockRecord(block.block(), Optional.of(around.certificate(block.block()))), block);
        tell(new PeerMessage.Blocks(0, List.of()));
        ChainKeeper.ApplyFromPeer apply = (ChainKeeper.ApplyFromPeer) forChain.get(0);
        apply.replyTo().tell(new ChainKeeper.FromPeerApplied(new Height(1), Optional.empty()));
        catchUp.receive(own.remove());
        assertThat(silence()).isEqualTo(new Silence.Until(Height.ZERO));
    }

    private void noAnswer() {
        catchUp.receive((CatchUp.Command) around.timers.get("NO_ANSWER"));
    }

    /** f+1 say that they are there, and are slow once: the height stands, however often it is asked for in vain. */
    @Test
    void whatOneHonestPeerMustHaveIsWaitedForThoughTheyAreSlow() {
        hello(0, 900, Optional.of(notice(1, 99)));
        hello(2, 900, Optional.of(notice(1, 99)));
        for (int i = 0; i < 5; i++) {
            noAnswer();
            noAnswer();
            hello(0, 900, Optional.of(notice(1, 99)));
            hello(2, 900, Optional.of(notice(1, 99)));
        }
        assertThat(silence()).isEqualTo(new Silence.Unknown());
    }

    /** As where the first blocks are pruned everywhere. */
    @Test
    void itBeginsAgainWhenNobodyHandsOverTheFirstBlockOfAChainThatIsFurther() {
        hello(0, 900, Optional.of(notice(1, 1)));
        noAnswer();
        assertThat(begunAgain).as("one may lie").isZero();
        hello(2, 800, Optional.of(notice(1, 1)));
        assertThat(begunAgain).as("the other is asked first").isZero();
        hello(0, 901, Optional.of(notice(1, 1)));
        noAnswer();
        assertThat(begunAgain).as("though they go on saying so").isEqualTo(1);
    }

    @Test
    void whatIsAskedOnTheChanceClaimsNothing() {
        for (int peer : new int[] {0, 2, 3}) {
            catchUp.receive(new CatchUp.Behind(new Height(1), peer, false));
        }
        noAnswer();
        noAnswer();
        noAnswer();
        assertThat(wanted()).hasSize(3);
        assertThat(begunAgain).isZero();
        for (int peer : new int[] {0, 2}) {
            catchUp.receive(new CatchUp.Behind(new Height(1), peer, true));
        }
        noAnswer();
        assertThat(begunAgain).isEqualTo(1);
    }

    @Test
    void aDirectoryWithBlocksIsNotGivenUp() {
        ProcessedBlock block = around.next();
        around.store.append(new BlockRecord(block.block(), Optional.of(around.certificate(block.block()))), block);
        hello(0, 900, Optional.of(notice(1, 1)));
        hello(2, 900, Optional.of(notice(1, 1)));
        noAnswer();
        noAnswer();
        assertThat(begunAgain).isZero();
    }

    /** A liar hands over rubbish while another is asked. */
    @Test
    void blocksThatNobodyAskedForDiscreditNobody() {
        hello(0, 5, Optional.of(notice(1, 1)));
        tell(new PeerMessage.Blocks(3, List.of()));
        ChainKeeper.ApplyFromPeer apply = (ChainKeeper.ApplyFromPeer) forChain.get(0);
        apply.replyTo().tell(new ChainKeeper.FromPeerApplied(Height.ZERO, Optional.empty()));
        catchUp.receive(own.remove());
        hello(2, 0, Optional.of(notice(1, 1)));
        assertThat(wanted()).as("asked once, and still waited for").hasSize(1);
        assertThat(silence()).isEqualTo(new Silence.Unknown());
    }

    /** Seats outside the set: what they say of heights and of earlier lives is not what the set can say. */
    @Test
    void whoIsNotOfTheSetIsNoneOfThoseThatMustHaveAnsweredAndHoldsNobodyUp() {
        hello(4, 957, Optional.of(notice(1, 1)));
        hello(5, 957, Optional.of(notice(1, 1)));
        noAnswer();
        noAnswer();
        assertThat(silence()).isEqualTo(new Silence.Unknown());
        hello(4, 958, Optional.of(notice(1, 1)));
        hello(0, 0, Optional.of(notice(1, 1)));
        hello(2, 0, Optional.of(notice(1, 1)));
        assertThat(silence()).isEqualTo(new Silence.Until(Height.ZERO));
    }

    /** A liar that says it again before it has failed a second time is asked again, and waited for no more. */
    @Test
    void whoBrokeItsWordIsNotWaitedFor() {
        hello(0, 957, Optional.of(notice(1, 1)));
        catchUp.receive((CatchUp.Command) around.timers.get("NO_ANSWER"));
        hello(0, 957, Optional.of(notice(1, 1)));
        hello(2, 0, Optional.of(notice(1, 1)));
        assertThat(silence()).isEqualTo(new Silence.Until(Height.ZERO));
    }

    @Test
    void whoseDiskWasLostGetsEveryBlockFirstAndThenKeepsSilentForAsFarAsItMayHaveVoted() {
        ProcessedBlock block = around.next();
        hello(0, 1, Optional.of(notice(1, 99)));
        hello(2, 0, Optional.empty());
        assertThat(silence()).isEqualTo(new Silence.Unknown());
        assertThat(wanted()).hasSize(1);

        around.store.append(new BlockRecord(block.block(), Optional.of(around.certificate(block.block()))), block);
        tell(new PeerMessage.Blocks(0, List.of()));
        ChainKeeper.ApplyFromPeer apply = (ChainKeeper.ApplyFromPeer) forChain.get(0);
        apply.replyTo().tell(new ChainKeeper.FromPeerApplied(new Height(1), Optional.empty()));
        catchUp.receive(own.remove());
        assertThat(silence()).isEqualTo(new Silence.Lost(new Height(3)));
    }

    @Test
    void whoseDiskWasLostWaitsForNoBlocksThatNobodyCanShow() {
        hello(0, 957, Optional.of(notice(1, 99)));
        hello(2, 0, Optional.empty());
        assertThat(silence()).isEqualTo(new Silence.Unknown());
        catchUp.receive((CatchUp.Command) around.timers.get("NO_ANSWER"));
        assertThat(silence()).isEqualTo(new Silence.Lost(new Height(2)));
    }

    @Test
    void anEarlierLifeThatIsNotSignedWithTheOwnKeyIsNoProof() {
        BirthNotice forged =
                new BirthNotice(Surroundings.birth(99), notice(0, 99).signature());
        hello(0, 0, Optional.of(forged));
        hello(2, 0, Optional.of(forged));
        assertThat(silence()).isEqualTo(new Silence.Until(Height.ZERO));
    }

    private void helloAgain() {
        catchUp.receive((CatchUp.Command) around.timers.remove("SAY_HELLO"));
    }

    /** To whom hello was said, in order; −1 is everybody. */
    private List<Integer> greeted() {
        return around.sent.stream()
                .filter(sent -> sent.message() instanceof PeerMessage.Hello hello && !hello.answer())
                .map(Surroundings.Sent::to)
                .toList();
    }

    /** Whoever has not may be of a later set, in which this validator votes. */
    @Test
    void helloIsSaidUntilEverySeatHasAnswered() {
        hello(0, 0, Optional.of(notice(1, 1)));
        helloAgain();
        hello(2, 0, Optional.of(notice(1, 1)));
        helloAgain();
        hello(4, 0, Optional.of(notice(1, 1)));
        helloAgain();
        assertThat(greeted()).containsExactly(-1, -1, 3, 4, 5, 3, 5);
        hello(3, 0, Optional.of(notice(1, 1)));
        hello(5, 0, Optional.of(notice(1, 1)));
        helloAgain();
        assertThat(greeted()).containsExactly(-1, -1, 3, 4, 5, 3, 5);
        assertThat(around.timers).doesNotContainKey("SAY_HELLO");
    }

    private void helloOf(int peer, int birth) {
        tell(new PeerMessage.Hello(peer, Height.ZERO, false, notice(peer, birth), Optional.empty()));
    }

    /** All started at once: the first to say hello were heard by nobody. */
    @Test
    void whoSaysHelloAndHasNotAnsweredIsAskedAtOnce() {
        helloOf(0, 10);
        assertThat(greeted()).containsExactly(-1, 0);
        tell(new PeerMessage.Hello(0, Height.ZERO, true, notice(0, 10), Optional.of(notice(1, 1))));
        helloOf(0, 10);
        assertThat(greeted()).as("it has answered").containsExactly(-1, 0);
    }

    @Test
    void whoHasLostItsDiskHasToAnswerAgain() {
        for (int peer : new int[] {0, 2, 3, 4, 5}) {
            hello(peer, 0, Optional.of(notice(1, 1)));
        }
        helloAgain();
        helloOf(2, 20);
        assertThat(knownTo).last().isEqualTo(Set.of(0, 3, 4, 5));
        assertThat(greeted()).containsExactly(-1, 2);
        helloAgain();
        assertThat(greeted()).containsExactly(-1, 2, 2);
        tell(new PeerMessage.Hello(2, Height.ZERO, true, notice(2, 20), Optional.of(notice(1, 1))));
        assertThat(knownTo).last().isEqualTo(Set.of(0, 2, 3, 4, 5));
    }

    /** Those that were asked first never heard of the earlier life; others decide now, and have. */
    @Test
    void anEarlierLifeIsToldLate() {
        hello(0, 0, Optional.of(notice(1, 1)));
        hello(2, 0, Optional.of(notice(1, 1)));
        assertThat(silence()).isEqualTo(new Silence.Until(Height.ZERO));
        around.append(around.set(1, 2, 4, 5));
        hello(5, 3, Optional.of(notice(1, 99)));
        assertThat(silence()).as("5 has blocks that may be fetched").isEqualTo(new Silence.Unknown());
        assertThat(around.timers).containsKey("SAY_HELLO");
        noAnswer();
        assertThat(silence()).isEqualTo(new Silence.Lost(new Height(3)));

        hello(4, 0, Optional.of(notice(1, 99)));
        assertThat(silence()).as("that is no news").isEqualTo(new Silence.Lost(new Height(3)));
    }

    /** How far the chain is was asked of those who decided; those who decide now may know better. */
    @Test
    void aSilenceIsLearnedAgainWhenOthersDecideBeforeItsEnd() {
        hello(0, 0, Optional.of(notice(1, 99)));
        hello(2, 0, Optional.of(notice(1, 99)));
        assertThat(silence()).isEqualTo(new Silence.Lost(new Height(2)));
        around.append(around.set(1, 2, 4, 5));
        assertThat(silence()).isEqualTo(new Silence.Unknown());
        hello(3, 1, Optional.of(notice(1, 99)));
        assertThat(silence()).as("3 is outside the set").isEqualTo(new Silence.Unknown());
        hello(4, 1, Optional.of(notice(1, 99)));
        assertThat(silence()).isEqualTo(new Silence.Lost(new Height(3)));
    }

    /** Found by the simulator: everybody had answered already, and so nothing ever happened again. */
    @Test
    void aSilenceIsLearnedAgainFromThoseThatHaveAnsweredAlready() {
        for (int peer : new int[] {0, 2, 3, 4, 5}) {
            hello(peer, 1, Optional.of(notice(1, 99)));
        }
        around.append(around.set(0, 1, 2, 4));
        for (int peer : new int[] {0, 2, 3, 4, 5}) {
            noAnswer();
        }
        assertThat(silence()).isEqualTo(new Silence.Lost(new Height(3)));
        around.append(around.next(ServedChain.changing(around.chain.config().chainId(), 1, around.set(0, 1, 2, 5))));
        assertThat(silence()).isEqualTo(new Silence.Unknown());
        catchUp.receive(CatchUp.Told.APPLIED_UNKNOWING);
        assertThat(silence()).isEqualTo(new Silence.Lost(new Height(4)));
    }

    /** Else one small message of a liar, said again and again, would buy four megabytes each time. */
    @Test
    void aPeerIsGivenBlocksUnaskedOnceInAWhile() {
        ProcessedBlock block = around.next();
        around.store.append(new BlockRecord(block.block(), Optional.of(around.certificate(block.block()))), block);
        for (int i = 0; i < 3; i++) {
            catchUp.receive(new CatchUp.Share(new Height(1), 2));
            catchUp.receive(new CatchUp.Share(new Height(1), 3));
        }
        assertThat(given()).containsExactly(2, 3);
        catchUp.receive((CatchUp.Command) around.timers.get("SHARE_AGAIN"));
        catchUp.receive(new CatchUp.Share(new Height(1), 2));
        assertThat(given()).containsExactly(2, 3, 2);
    }

    private List<Integer> given() {
        return around.sent.stream()
                .filter(sent -> sent.message() instanceof PeerMessage.Blocks)
                .map(Surroundings.Sent::to)
                .toList();
    }

    @Test
    void aHelloThatIsNotSignedByItsSenderIsNobodys() {
        tell(new PeerMessage.Hello(0, new Height(5), true, notice(2, 2), Optional.empty()));
        tell(new PeerMessage.Hello(7, new Height(5), true, notice(2, 2), Optional.empty()));
        assertThat(wanted()).isEmpty();
        assertThat(around.store.births().of(0)).isEmpty();
    }

    @Test
    void theFirstLifeOfAPeerIsKeptAndShownBack() {
        tell(new PeerMessage.Hello(0, Height.ZERO, false, notice(0, 10), Optional.empty()));
        tell(new PeerMessage.Hello(0, Height.ZERO, false, notice(0, 11), Optional.empty()));
        Births.Notice kept = around.store.births().of(0).orElseThrow();
        assertThat(kept.birth()).isEqualTo(Surroundings.birth(10));
        assertThat(around.sent.stream()
                        .map(Surroundings.Sent::message)
                        .filter(message -> message instanceof PeerMessage.Hello hello && hello.answer())
                        .map(message -> ((PeerMessage.Hello) message).shown()))
                .containsExactly(Optional.of(BirthNotice.of(kept)), Optional.of(BirthNotice.of(kept)));
    }

    @Test
    void aPeerThatKeepsPromisingBlocksDoesNotHoldUpTheOthers() {
        hello(0, 900, Optional.empty());
        catchUp.receive((CatchUp.Command) around.timers.get("NO_ANSWER"));
        hello(2, 5, Optional.empty());
        hello(0, 900, Optional.empty());
        catchUp.receive((CatchUp.Command) around.timers.get("NO_ANSWER"));
        hello(2, 5, Optional.empty());
        hello(0, 900, Optional.empty());
        long askedOfTwo = around.sent.stream()
                .filter(sent -> sent.message() instanceof PeerMessage.WantBlocks && sent.to() == 2)
                .count();
        assertThat(askedOfTwo).isGreaterThanOrEqualTo(1);
    }
}
