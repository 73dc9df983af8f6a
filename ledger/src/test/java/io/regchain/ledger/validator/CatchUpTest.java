package io.regchain.ledger.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.ledger.execution.ProcessedBlock;
import io.regchain.ledger.storage.Silence;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A validator whose directory is new, among three peers played by the test; two answers are enough. */
class CatchUpTest {
    /** The number of its directory. */
    private static final int OWN = Surroundings.INDEX;

    private final Surroundings around = new Surroundings();
    private final ArrayDeque<CatchUp.Command> own = new ArrayDeque<>();
    private final List<ChainKeeper.Command> forChain = new ArrayList<>();
    private final List<Set<Integer>> knownTo = new ArrayList<>();
    private int begunAgain;
    private final CatchUp catchUp =
            new CatchUp(around.of(own), around.parts(), forChain::add, knownTo::add, () -> begunAgain++);

    private void answer(int from, long height, int shown) {
        tell(answer(from, from, height, around.notice(1, shown)));
    }

    /** Signed by {@code from} for the life that speaks here. */
    private PeerMessage.Answer answer(int from, int birth, long height, BirthNotice shown) {
        return new PeerMessage.Answer(
                from, around.said(from, around.notice(from, birth), asked(), height, shown, Optional.empty()));
    }

    /** The last hello. */
    private PeerMessage.Hello asked() {
        return around.sent.stream()
                .map(Surroundings.Sent::message)
                .filter(PeerMessage.Hello.class::isInstance)
                .map(PeerMessage.Hello.class::cast)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private void tell(PeerMessage message) {
        catchUp.receive(new CatchUp.FromPeer(message));
    }

    private List<Integer> askedForBlocks() {
        return around.sentTo(PeerMessage.WantBlocks.class);
    }

    private List<Integer> greeted() {
        return around.sentTo(PeerMessage.Hello.class);
    }

    /** The chain has dealt with the first blocks that came, and is at this height now. */
    private void applied(long height) {
        ChainKeeper.ApplyFromPeer apply = (ChainKeeper.ApplyFromPeer) forChain.get(0);
        apply.replyTo().tell(new ChainKeeper.FromPeerApplied(new Height(height), Optional.empty()));
        catchUp.receive(own.remove());
    }

    private Silence silence() {
        return around.store.silence();
    }

    @Test
    void itKeepsSilentUntilEnoughPeersHaveAnswered() {
        assertThat(silence()).isEqualTo(new Silence.Unknown());
        answer(0, 0, OWN);
        answer(0, 0, OWN);
        assertThat(silence()).isEqualTo(new Silence.Unknown());
        assertThat(around.timers).containsKey("SAY_HELLO");
        answer(2, 0, OWN);
        assertThat(silence()).as("others may know better").isEqualTo(new Silence.Unknown());
        helloAgain();
        assertThat(silence()).isEqualTo(new Silence.New(new Height(2)));
        assertThat(knownTo).containsExactly(Set.of(), Set.of(0), Set.of(0, 2), Set.of(0, 2));
    }

    @Test
    void whenEverybodyHasAnsweredNothingIsWaitedFor() {
        for (int peer : new int[] {0, 2, 3, 4}) {
            answer(peer, 0, OWN);
        }
        assertThat(silence()).isEqualTo(new Silence.Unknown());
        answer(5, 0, OWN);
        assertThat(silence()).isEqualTo(new Silence.New(new Height(2)));
    }

    /** A liar that changes its life with each hello gets one back in a while. */
    @Test
    void whoSaysHelloAgainAndAgainIsAskedBackOnce() {
        for (int birth = 10; birth < 40; birth++) {
            helloOf(2, birth);
        }
        assertThat(greeted()).containsExactly(-1, 2);
        helloAgain();
        helloOf(2, 40);
        helloOf(2, 41);
        assertThat(greeted()).containsExactly(-1, 2, -1, 2);
    }

    /** Found by the simulator: one peer's claim to be at 957 silenced a new validator for good. */
    @Test
    void aHeightThatOnePeerMadeUpSilencesNobody() {
        helloAgain();
        answer(0, 957, OWN);
        answer(2, 0, OWN);
        answer(0, 957, OWN);
        assertThat(silence()).as("it may be true").isEqualTo(new Silence.Unknown());
        noAnswer();
        assertThat(silence()).isEqualTo(new Silence.New(new Height(2)));
    }

    /** Perhaps other validators decide by now, of whom more must have answered. */
    @Test
    void theBlocksThatAPeerPromisesAreFetchedFirst() {
        helloAgain();
        ProcessedBlock block = around.next();
        answer(0, 1, OWN);
        answer(2, 0, OWN);
        assertThat(silence()).isEqualTo(new Silence.Unknown());

        around.append(block);
        tell(new PeerMessage.Blocks(0, List.of()));
        applied(1);
        assertThat(silence()).isEqualTo(new Silence.New(new Height(3)));
    }

    private void noAnswer() {
        catchUp.receive((CatchUp.Command) around.timers.get("NO_ANSWER"));
    }

    private PeerMessage.Answer proven(int from, long height, Bytes proof) {
        BirthNotice its = around.notice(from, from);
        return new PeerMessage.Answer(
                from, around.said(from, its, asked(), height, around.notice(1, 99), Optional.of(proof)));
    }

    /** Its block is asked for in vain, since a message is lost. It may have been voted on all the same. */
    @Test
    void aHeightThatIsProvenIsWaitedForHoweverOftenItIsAskedForInVain() {
        ProcessedBlock block = around.next();
        tell(proven(0, 1, Surroundings.proof(block.block().header(), around.certificate(block.block()))));
        answer(2, 0, 99);
        for (int i = 0; i < 5; i++) {
            noAnswer();
            answer(0, 1, 99);
        }
        assertThat(silence()).isEqualTo(new Silence.Unknown());
        assertThat(begunAgain).as("perhaps a snapshot helps").isPositive();
        around.append(block);
        catchUp.receive(CatchUp.Told.APPLIED_APART);
        assertThat(silence()).isEqualTo(new Silence.Lost(new Height(3)));
    }

    /** f+1 say that they are there, and are slow once: the height stands, however often it is asked for in vain. */
    @Test
    void whatOneHonestPeerMustHaveIsWaitedForThoughTheyAreSlow() {
        answer(0, 900, 99);
        answer(2, 900, 99);
        for (int i = 0; i < 5; i++) {
            noAnswer();
            noAnswer();
            answer(0, 900, 99);
            answer(2, 900, 99);
        }
        assertThat(silence()).isEqualTo(new Silence.Unknown());
    }

    /** As where the first blocks are pruned everywhere. */
    @Test
    void itBeginsAgainWhenNobodyHandsOverTheFirstBlockOfAChainThatIsFurther() {
        answer(0, 900, OWN);
        noAnswer();
        assertThat(begunAgain).as("one may lie").isZero();
        answer(2, 800, OWN);
        assertThat(begunAgain).as("the other is asked first").isZero();
        answer(0, 901, OWN);
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
        assertThat(askedForBlocks()).hasSize(3);
        assertThat(begunAgain).isZero();
        for (int peer : new int[] {0, 2}) {
            catchUp.receive(new CatchUp.Behind(new Height(1), peer, true));
        }
        noAnswer();
        noAnswer();
        assertThat(begunAgain).isEqualTo(1);
    }

    /** Else whoever has the block is asked last, and three seconds go by for each before. */
    @Test
    void whoHasShownToBeFurtherIsAskedBeforeThoseThatMayBe() {
        for (int peer : new int[] {0, 2}) {
            catchUp.receive(new CatchUp.Behind(new Height(1), peer, false));
        }
        catchUp.receive(new CatchUp.Behind(new Height(1), 3, true));
        noAnswer();
        noAnswer();
        assertThat(askedForBlocks()).containsExactly(0, 3, 2);
    }

    @Test
    void aDirectoryWithBlocksIsNotGivenUp() {
        ProcessedBlock block = around.next();
        around.append(block);
        answer(0, 900, OWN);
        answer(2, 900, OWN);
        noAnswer();
        noAnswer();
        assertThat(begunAgain).isZero();
    }

    /** A liar hands over rubbish while another is asked. */
    @Test
    void blocksThatNobodyAskedForDiscreditNobody() {
        answer(0, 5, OWN);
        tell(new PeerMessage.Blocks(3, List.of()));
        applied(0);
        answer(2, 0, OWN);
        assertThat(askedForBlocks()).as("asked once, and still waited for").hasSize(1);
        assertThat(silence()).isEqualTo(new Silence.Unknown());
    }

    /** Seats outside the set: what they say of heights and of earlier lives is not what the set can say. */
    @Test
    void whoIsNotOfTheSetIsNoneOfThoseThatMustHaveAnsweredAndHoldsNobodyUp() {
        helloAgain();
        answer(4, 957, OWN);
        answer(5, 957, OWN);
        noAnswer();
        noAnswer();
        assertThat(silence()).isEqualTo(new Silence.Unknown());
        answer(4, 958, OWN);
        answer(0, 0, OWN);
        answer(2, 0, OWN);
        assertThat(silence()).isEqualTo(new Silence.New(new Height(2)));
    }

    /** Found by the simulator: it was waited for, and asked for nothing, until it lied again. */
    @Test
    void whoOnceMadeUpAHeightAndThenServesIsNotWaitedForUntilItLiesAgain() {
        helloAgain();
        answer(0, 957, OWN);
        noAnswer();
        answer(0, 1, OWN);
        around.append(around.next());
        tell(new PeerMessage.Blocks(0, List.of()));
        applied(1);
        answer(2, 1, OWN);
        assertThat(silence()).isEqualTo(new Silence.New(new Height(3)));
    }

    /** A liar that says it again before it has failed a second time is asked again, and waited for no more. */
    @Test
    void whoBrokeItsWordIsNotWaitedFor() {
        helloAgain();
        answer(0, 957, OWN);
        noAnswer();
        answer(0, 957, OWN);
        answer(2, 0, OWN);
        assertThat(silence()).isEqualTo(new Silence.New(new Height(2)));
    }

    @Test
    void whoseDiskWasLostGetsEveryBlockFirstAndThenKeepsSilentForAsFarAsItMayHaveVoted() {
        ProcessedBlock block = around.next();
        answer(0, 1, 99);
        answer(2, 0, OWN);
        assertThat(silence()).isEqualTo(new Silence.Unknown());
        assertThat(askedForBlocks()).hasSize(1);

        around.append(block);
        tell(new PeerMessage.Blocks(0, List.of()));
        applied(1);
        assertThat(silence()).isEqualTo(new Silence.Lost(new Height(3)));
    }

    @Test
    void whoseDiskWasLostWaitsForNoBlocksThatNobodyCanShow() {
        answer(0, 957, 99);
        answer(2, 0, OWN);
        assertThat(silence()).isEqualTo(new Silence.Unknown());
        noAnswer();
        assertThat(silence()).isEqualTo(new Silence.Lost(new Height(2)));
    }

    /** Anybody may say again what a peer once said hello with. */
    @Test
    void whatAHelloSaysOfItsHeightSilencesNobody() {
        helloAgain();
        for (int peer : new int[] {0, 2, 3}) {
            tell(Surroundings.hello(peer, 957, around.notice(peer, peer)));
        }
        answer(0, 0, OWN);
        answer(2, 0, OWN);
        assertThat(silence()).isEqualTo(new Silence.New(new Height(2)));
    }

    /** Which answers those are: {@link GreetingsTest}. */
    @Test
    void anAnswerThatSaysNothingChangesNothing() {
        answer(0, 0, 99);
        BirthNotice its = around.notice(2, 2);
        tell(new PeerMessage.Answer(2, around.said(0, its, asked(), 900, around.notice(1, 99), Optional.empty())));
        assertThat(knownTo).last().isEqualTo(Set.of(0));
        assertThat(askedForBlocks()).isEmpty();
        assertThat(silence()).isEqualTo(new Silence.Unknown());
    }

    /** What others say of it costs it nothing. */
    @Test
    void whoPromisedNothingHasNotBrokenItsWord() {
        tell(Surroundings.hello(0, 957, around.notice(0, 0)));
        noAnswer();
        answer(0, 5, 99);
        answer(2, 0, 99);
        assertThat(silence()).as("what 0 says itself is waited for").isEqualTo(new Silence.Unknown());
        noAnswer();
        assertThat(silence()).isEqualTo(new Silence.Lost(new Height(2)));
    }

    private void helloAgain() {
        catchUp.receive((CatchUp.Command) around.timers.remove("SAY_HELLO"));
    }

    /** Whoever has not may be of a later set, in which this validator votes. */
    @Test
    void helloIsSaidUntilEverySeatHasAnswered() {
        answer(0, 0, OWN);
        helloAgain();
        answer(2, 0, OWN);
        helloAgain();
        answer(4, 0, OWN);
        helloAgain();
        assertThat(greeted()).containsExactly(-1, -1, 3, 4, 5, 3, 5);
        answer(3, 0, OWN);
        answer(5, 0, OWN);
        helloAgain();
        assertThat(greeted()).containsExactly(-1, -1, 3, 4, 5, 3, 5);
        assertThat(around.timers).doesNotContainKey("SAY_HELLO");
    }

    private void helloOf(int peer, int birth) {
        tell(Surroundings.hello(peer, 0, around.notice(peer, birth)));
    }

    /** All started at once: the first to say hello were heard by nobody. */
    @Test
    void whoSaysHelloAndHasNotAnsweredIsAskedAtOnce() {
        helloOf(0, 10);
        assertThat(greeted()).containsExactly(-1, 0);
        tell(answer(0, 10, 0, around.notice(1, OWN)));
        helloOf(0, 10);
        assertThat(greeted()).as("it has answered").containsExactly(-1, 0);
    }

    @Test
    void whoHasLostItsDiskIsAskedAgainAndCountsMeanwhile() {
        for (int peer : new int[] {0, 2, 3, 4, 5}) {
            answer(peer, 0, OWN);
        }
        helloOf(2, 20);
        assertThat(greeted()).containsExactly(-1, 2);
        tell(answer(2, 20, 0, around.notice(1, OWN)));
        helloOf(2, 20);
        assertThat(greeted()).containsExactly(-1, 2);
        helloOf(2, 2);
        assertThat(knownTo).as("old news").last().isEqualTo(Set.of(0, 2, 3, 4, 5));
    }

    /** Nobody of those who decide knew of it, so that it cannot have voted among them; and they go on without a halt. */
    @Test
    void anEarlierLifeThatIsToldLateSilencesNobodyWhileTheSameDecide() {
        helloAgain();
        answer(0, 0, OWN);
        answer(2, 0, OWN);
        answer(3, 0, 99);
        assertThat(silence()).isEqualTo(new Silence.New(new Height(2)));
        around.append(around.next());
        around.append(around.next());
        around.append(around.next(ServedChain.changing(around.chain.config().chainId(), 0, around.set(0, 1, 3, 4))));
        assertThat(silence()).as("settled").isEqualTo(new Silence.New(new Height(2)));
    }

    /** Those that were asked first never heard of the earlier life; others decide now, and have. */
    @Test
    void anEarlierLifeThatIsToldLateCountsWhenOthersDecideSoon() {
        helloAgain();
        answer(0, 0, OWN);
        answer(2, 0, OWN);
        around.append(around.set(1, 2, 4, 5));
        assertThat(silence()).isEqualTo(new Silence.Unknown());
        answer(5, 3, 99);
        assertThat(silence()).as("5 has blocks that may be fetched").isEqualTo(new Silence.Unknown());
        assertThat(around.timers).containsKey("SAY_HELLO");
        noAnswer();
        assertThat(silence()).isEqualTo(new Silence.Lost(new Height(3)));

        answer(4, 0, 99);
        assertThat(silence()).as("that is no news").isEqualTo(new Silence.Lost(new Height(3)));
    }

    /** How far the chain is was asked of those who decided; those who decide now may know better. */
    @Test
    void aSilenceIsLearnedAgainWhenOthersDecideBeforeItsEnd() {
        answer(0, 0, 99);
        answer(2, 0, 99);
        assertThat(silence()).isEqualTo(new Silence.Lost(new Height(2)));
        around.append(around.set(1, 2, 4, 5));
        assertThat(silence()).isEqualTo(new Silence.Unknown());
        answer(3, 1, 99);
        assertThat(silence()).as("3 is outside the set").isEqualTo(new Silence.Unknown());
        answer(4, 1, 99);
        assertThat(silence()).isEqualTo(new Silence.Lost(new Height(3)));
    }

    /** Found by the simulator: everybody had answered already, and so nothing ever happened again. */
    @Test
    void aSilenceIsLearnedAgainFromThoseThatHaveAnsweredAlready() {
        for (int peer : new int[] {0, 2, 3, 4, 5}) {
            answer(peer, 1, 99);
        }
        around.append(around.set(0, 1, 2, 4));
        for (int peer : new int[] {0, 2, 3, 4, 5}) {
            noAnswer();
        }
        assertThat(silence()).isEqualTo(new Silence.Lost(new Height(3)));
        around.append(around.next(ServedChain.changing(around.chain.config().chainId(), 1, around.set(0, 1, 2, 5))));
        assertThat(silence()).isEqualTo(new Silence.Unknown());
        catchUp.receive(CatchUp.Told.APPLIED_APART);
        assertThat(silence()).isEqualTo(new Silence.Lost(new Height(4)));
    }

    /** Else one small message of a liar, said again and again, would buy four megabytes each time. */
    @Test
    void aPeerIsGivenBlocksUnaskedOnceInAWhile() {
        ProcessedBlock block = around.next();
        around.append(block);
        for (int i = 0; i < 3; i++) {
            catchUp.receive(new CatchUp.Share(new Height(1), 2));
            catchUp.receive(new CatchUp.Share(new Height(1), 3));
        }
        assertThat(around.sentTo(PeerMessage.Blocks.class)).containsExactly(2, 3);
        catchUp.receive((CatchUp.Command) around.timers.get("SHARE_AGAIN"));
        catchUp.receive(new CatchUp.Share(new Height(1), 2));
        assertThat(around.sentTo(PeerMessage.Blocks.class)).containsExactly(2, 3, 2);
    }

    @Test
    void aPeerThatKeepsPromisingBlocksDoesNotHoldUpTheOthers() {
        answer(0, 900, OWN);
        noAnswer();
        answer(2, 5, OWN);
        answer(0, 900, OWN);
        noAnswer();
        answer(2, 5, OWN);
        answer(0, 900, OWN);
        assertThat(askedForBlocks()).contains(2);
    }
}
