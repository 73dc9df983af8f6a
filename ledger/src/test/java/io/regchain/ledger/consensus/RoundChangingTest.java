package io.regchain.ledger.consensus;

import static io.regchain.ledger.consensus.Solo.commit;
import static io.regchain.ledger.consensus.Solo.prepare;
import static io.regchain.ledger.consensus.Solo.proposal;
import static io.regchain.ledger.consensus.Solo.roundChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** From round to round: #1, #2, #3, #0 propose in rounds 0 to 3 of height 1; we are #0 unless said otherwise. */
class RoundChangingTest {
    private final World world = new World(4);
    private final Block block = world.first(1, 0);
    private final Block other = world.first(1, 1);
    private final Solo solo = new Solo(world, 0);

    private static ConsensusEffect timer(long round) {
        return new ConsensusEffect.ScheduleTimeout(new TimeoutId(World.ONE, new Round(round)));
    }

    /** Besu: onRoundChangeTimerExpiryEventRoundChangeMessageIsSent, roundChangeHasEmptyCertificateIf… */
    @Test
    void aTimeoutWithoutAQuorumOfPreparesChangesRoundsEmptyHanded() {
        solo.hears(proposal(block), 1).validated(block).loopBack();
        solo.hears(prepare(0, block), 1);
        assertThat(solo.timesOut().effects)
                .containsExactly(
                        timer(1),
                        new ConsensusEffect.PersistVote(roundChange(1)),
                        new ConsensusEffect.Broadcast(roundChange(1)));
    }

    /** Besu: roundChangeHasPopulatedCertificateIfQuorumPrepareMessagesAndProposalAreReceived. */
    @Test
    void aTimeoutAfterAQuorumOfPreparesCarriesTheBlockAndItsProof() {
        solo.hears(proposal(block), 1).validated(block).loopBack();
        solo.hears(prepare(0, block), 1, 2);
        assertThat(solo.timesOut().said())
                .containsExactly(roundChange(1, world.preparedCertificate(0, block, 0, 1, 2)));
    }

    /** Besu: roundChangeExpiryForNonCurrentRoundIsDiscarded. */
    @Test
    void theTimerOfAnotherRoundOrHeightIsLate() {
        solo.input(new ConsensusInput.WorkAvailable());
        assertThat(solo.input(new ConsensusInput.TimedOut(new TimeoutId(World.ONE, new Round(1)))).effects)
                .isEmpty();
        assertThat(solo.input(new ConsensusInput.TimedOut(new TimeoutId(World.ONE.next(), Round.ZERO))).effects)
                .isEmpty();
    }

    /** Besu: messagesFromPreviousRoundAreDiscardedOnTransitionToFutureRound. */
    @Test
    void preparesOfARoundThatIsOverLockNothing() {
        solo.hears(proposal(block), 1).validated(block).loopBack();
        solo.timesOut().loopBack();
        assertThat(solo.hears(prepare(0, block), 1, 2, 3).effects).isEmpty();
    }

    @Test
    void aLateQuorumOfCommitsOfARoundThatIsOverStillDecides() {
        solo.hears(proposal(block), 1).validated(block).loopBack();
        solo.timesOut().loopBack();
        assertThat(solo.hears(commit(0, block), 1, 2, 3).did(ConsensusEffect.Decide.class))
                .isTrue();
    }

    @Test
    void oneValidatorInAHigherRoundMovesNobodyButStartsTheTimer() {
        assertThat(solo.hears(roundChange(5), 1).effects).containsExactly(timer(0));
        assertThat(solo.state.round()).isEqualTo(Round.ZERO);
    }

    @Test
    void fPlusOneValidatorsInHigherRoundsAreFollowedToTheRoundTheyAllReached() {
        solo.hears(roundChange(5), 1).hears(roundChange(3), 2);
        assertThat(solo.said()).containsExactly(roundChange(3));
        assertThat(solo.state.round()).isEqualTo(new Round(3));
    }

    /** Besu: multipleRoundChangeMessagesFromSamePeerDoesNotTriggerRoundChange. */
    @Test
    void manyRoundChangesOfOneValidatorMoveNobody() {
        for (long round = 1; round < 6; round++) {
            assertThat(solo.hears(roundChange(round), 1).said()).isEmpty();
        }
    }

    /** Besu: cannotRoundChangeToAnEarlierRound. */
    @Test
    void nobodyGoesBack() {
        solo.hears(roundChange(9), 1, 2, 3);
        assertThat(solo.hears(roundChange(4), 1, 2, 3).effects).isEmpty();
        assertThat(solo.state.round()).isEqualTo(new Round(9));
    }

    /** Besu: whenSufficientRoundChangeMessagesAreReceivedForNewRoundLocalNodeCreatesProposalMsg. */
    @Test
    void aQuorumOfRoundChangesMakesTheNextProposerBuildAndPropose() {
        solo.hears(roundChange(3), 1, 2).loopBack();
        assertThat(solo.effects).containsExactly(new ConsensusEffect.BuildBlock(World.ONE, new Round(3)));
        Block built = world.first(0, 5);
        solo.input(new ConsensusInput.BlockBuilt(World.ONE, new Round(3), built));
        assertThat(solo.said()).singleElement().isInstanceOfSatisfying(Proposal.class, p -> {
            assertThat(p.block()).isEqualTo(built);
            assertThat(p.justification().roundChanges()).hasSize(3);
            assertThat(p.justification().prepares()).isEmpty();
            assertThat(world.refusal(p, 0)).as("others accept it").isEmpty();
        });
    }

    /** Besu: proposalMessageContainsBlockOnWhichPeerPrepared. */
    @Test
    void theBlockPreparedInTheHighestRoundIsProposedAgain() {
        PreparedCertificate earlier = world.preparedCertificate(0, block, 0, 1, 2);
        PreparedCertificate best = world.preparedCertificate(1, other, 1, 2, 3);
        solo.hears(roundChange(3, earlier), 1).hears(roundChange(3, best), 2).loopBack();
        assertThat(solo.said()).singleElement().isInstanceOfSatisfying(Proposal.class, p -> {
            assertThat(p.block()).isEqualTo(other);
            assertThat(p.justification().prepares()).isEqualTo(best.prepares());
            assertThat(world.refusal(p, 0)).as("others accept it").isEmpty();
        });
    }

    @Test
    void aPreparedBlockThatComesWhileANewOneIsBuiltGoesFirst() {
        solo.hears(roundChange(3), 1, 2).loopBack();
        solo.hears(roundChange(3, world.preparedCertificate(0, block, 1, 2, 3)), 3);
        assertThat(solo.said()).singleElement().isInstanceOfSatisfying(Proposal.class, p -> assertThat(p.block())
                .isEqualTo(block));
        assertThat(solo.input(new ConsensusInput.BlockBuilt(World.ONE, new Round(3), world.first(0, 5)))
                        .said())
                .isEmpty();
    }

    /** Besu: subsequentRoundChangeMessagesFromPeerDoNotOverwritePriorMessage. */
    @Test
    void aSecondRoundChangeToTheSameRoundDoesNotReplaceTheFirstAndIsReported() {
        PreparedCertificate prepared = world.preparedCertificate(0, block, 1, 2, 3);
        solo.hears(roundChange(3, prepared), 1).hears(roundChange(3), 1);
        assertThat(solo.did(ConsensusEffect.ReportEquivocation.class)).isTrue();
        solo.hears(roundChange(3), 2).loopBack();
        assertThat(solo.said()).singleElement().isInstanceOfSatisfying(Proposal.class, p -> assertThat(p.block())
                .isEqualTo(block));
    }

    @Test
    void aJustifiedProposalOfAHigherRoundIsFollowedThere() {
        List<SignedRoundChange> why = IntStream.of(1, 2, 3)
                .mapToObj(i -> world.signedRoundChange(World.claim(2, Optional.empty()), i))
                .toList();
        Block fresh = world.first(3, 0);
        Proposal later = new Proposal(World.CHAIN, World.ONE, new Round(2), fresh, new Justification(why, List.of()));
        solo.hears(later, 3);
        assertThat(solo.state.round()).isEqualTo(new Round(2));
        assertThat(solo.effects).contains(timer(2), new ConsensusEffect.ValidateBlock(fresh, new Round(2), false));
        assertThat(solo.validated(fresh).said()).containsExactly(prepare(2, fresh));
    }

    @Test
    void aBlockRefusedInOneRoundIsLookedAtAgainInTheNext() {
        solo.hears(proposal(block), 1).refused(block);
        PreparedCertificate prepared = world.preparedCertificate(0, block, 1, 2, 3);
        List<SignedRoundChange> why = IntStream.of(1, 2, 3)
                .mapToObj(i -> world.signedRoundChange(
                        World.claim(1, Optional.of(new PreparedRound(Round.ZERO, World.hash(block)))), i))
                .toList();
        Proposal again =
                new Proposal(World.CHAIN, World.ONE, new Round(1), block, new Justification(why, prepared.prepares()));
        assertThat(solo.hears(again, 2).effects)
                .as("and its time is no longer ours to judge")
                .contains(new ConsensusEffect.ValidateBlock(block, new Round(1), true));
        assertThat(solo.validated(block).said()).containsExactly(prepare(1, block));
    }

    // ---- meeting again

    @Test
    void aloneAtTheTopAValidatorRepeatsItselfAndWaits() {
        solo.input(new ConsensusInput.WorkAvailable()).timesOut().loopBack();
        assertThat(solo.state.round()).isEqualTo(new Round(1));
        for (int i = 0; i < 5; i++) {
            assertThat(solo.timesOut().effects)
                    .endsWith(new ConsensusEffect.Resend(world.sign(roundChange(1), 0)), timer(1));
            assertThat(solo.said()).isEmpty();
        }
        assertThat(solo.state.round()).isEqualTo(new Round(1));
    }

    /** With what was left of its own timer it would be gone before the others' proposal came, in every round anew. */
    @Test
    void whoWaitedGivesTheRoundItsWholeTimeOnceAQuorumHasCome() {
        solo.input(new ConsensusInput.WorkAvailable()).timesOut().loopBack();
        assertThat(solo.hears(roundChange(1), 1).effects).as("two of four").isEmpty();
        assertThat(solo.hears(roundChange(1), 2).effects).as("a quorum").contains(timer(1));
        assertThat(solo.hears(roundChange(1), 3).effects).as("only once").isEmpty();
    }

    /** What it said in its round may be a prepare only, which shows nobody that it lacks the decision. */
    @Test
    void whoWaitsAloneAsksTheOthersInTurnForTheBlockItMayLack() {
        solo.input(new ConsensusInput.WorkAvailable()).timesOut().loopBack();
        assertThat(solo.timesOut().effects).contains(ask(1), ask(2)).doesNotContain(ask(3));
        assertThat(solo.timesOut().effects).contains(ask(3)).doesNotContain(ask(0), ask(1), ask(2));
        assertThat(solo.timesOut().effects).contains(ask(1), ask(2)).doesNotContain(ask(3));
    }

    /** Found by a simulated chain whose sets change: the only one heard ahead lied, and was asked for ever. */
    @Test
    void oneValidatorAheadIsAskedAndTheOthersTooForItMayLie() {
        solo.input(new ConsensusInput.WorkAvailable()).timesOut().loopBack();
        solo.hears(new Prepare(World.CHAIN, new Height(2), Round.ZERO, World.hash(block)), 3);
        assertThat(solo.timesOut().effects).contains(shown(3), ask(1), ask(2));
    }

    @Test
    void whenFPlusOneAreAheadTheyAreAskedAndNobodyElse() {
        solo.input(new ConsensusInput.WorkAvailable()).timesOut().loopBack();
        solo.hears(new Prepare(World.CHAIN, new Height(2), Round.ZERO, World.hash(block)), 2, 3);
        assertThat(solo.timesOut().effects).contains(shown(2), shown(3)).doesNotContain(ask(1));
    }

    /** A liar that claims to be in a high round makes a quorum of two honest validators for ever. */
    @Test
    void whoMovesOnAsksAroundAllTheSame() {
        solo.hears(roundChange(1), 1).hears(roundChange(9_999), 2).loopBack();
        assertThat(solo.state.round()).isEqualTo(new Round(1));
        assertThat(solo.timesOut().effects).contains(ask(1), ask(2));
        assertThat(solo.said()).containsExactly(roundChange(2));
    }

    /** Which may have what is lacked. */
    private ConsensusEffect ask(int peer) {
        return new ConsensusEffect.RequestCatchUp(World.ONE, world.key(peer), false);
    }

    /** Which must have what is lacked. */
    private ConsensusEffect shown(int peer) {
        return new ConsensusEffect.RequestCatchUp(World.ONE, world.key(peer), true);
    }

    @Test
    void withAQuorumAroundItItGoesOn() {
        solo.hears(roundChange(1), 1, 2).loopBack();
        assertThat(solo.timesOut().said()).containsExactly(roundChange(2));
    }

    /** The fourth validator is dead, and all timers have reached their cap: each tick, every timer runs out once. */
    @Test
    void threeOfFourThatRestartInDifferentRoundsMeetAndDecide() {
        Exchange table = new Exchange(4);
        table.post = (from, to, payload) -> false;
        table.restartIn(0, 6);
        table.restartIn(1, 2);
        table.restartIn(2, 3);
        table.post = (from, to, payload) -> from != 3 && to != 3;
        int ticks = 0;
        while (table.chain(0).isEmpty()) {
            assertThat(++ticks).as("ticks until they meet").isLessThan(12);
            table.timeOut(0, 1, 2);
        }
        assertThat(table.chain(0)).isEqualTo(table.chain(1)).isEqualTo(table.chain(2));
        assertThat(ticks).isGreaterThan(1);
    }
}
