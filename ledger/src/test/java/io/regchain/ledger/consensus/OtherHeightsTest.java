package io.regchain.ledger.consensus;

import static io.regchain.ledger.consensus.Solo.commit;
import static io.regchain.ledger.consensus.Solo.prepare;
import static io.regchain.ledger.consensus.Solo.proposal;
import static io.regchain.ledger.consensus.Solo.roundChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Messages of heights above and below, and what a peer can make us keep. */
class OtherHeightsTest {
    private final World world = new World(4);
    private final Block block = world.first(1, 0);
    private final Solo solo = new Solo(world, 0);

    private static Prepare prepareAt(long height, long round, Hash32 hash) {
        return new Prepare(World.CHAIN, new Height(height), new Round(round), hash);
    }

    private void decideHeightOne() {
        solo.hears(proposal(block), 1).hears(commit(0, block), 1, 2, 3);
        assertThat(solo.state.decided()).isTrue();
    }

    private Solo startHeightTwo() {
        return solo.input(world.start(0, new Height(2), World.hash(block), RecoveredVotes.NONE));
    }

    @Test
    void messagesOfTheNextHeightWaitForIt() {
        Block second = world.block(World.hash(block), new Height(2), 2, 2_000);
        Proposal next = new Proposal(World.CHAIN, new Height(2), Round.ZERO, second, Justification.NONE);
        solo.hears(List.of(world.verified(next, 2), world.verified(prepareAt(2, 0, World.hash(second)), 3)));
        assertThat(solo.said()).isEmpty();
        assertThat(solo.state.futureMessages()).isEqualTo(2);
        decideHeightOne();
        assertThat(startHeightTwo().effects).contains(new ConsensusEffect.ValidateBlock(second, Round.ZERO, false));
        assertThat(solo.state.preparedBy()).containsExactly(3);
        assertThat(solo.state.futureMessages()).isZero();
    }

    @Test
    void ofEachValidatorAndKindOneMessageForEachOfTheNextHeightsIsKept() {
        for (long height = 2; height < 50; height++) {
            for (long round = 0; round < 5; round++) {
                solo.hears(prepareAt(height, round, Hash32.ZERO), 3);
            }
        }
        assertThat(solo.state.futureMessages()).isEqualTo(ConsensusLimits.HEIGHTS_AHEAD);
    }

    @Test
    void votesOfRoundsFarAheadOrLongOverAreNotKept() {
        long ahead = ConsensusLimits.ROUNDS_AHEAD;
        solo.hears(prepare(ahead, block), 1).hears(prepare(ahead + 1, block), 2);
        assertThat(solo.state.heard()).containsOnlyKeys(1);
        solo.hears(roundChange(20), 1, 2).hears(commit(20 - ConsensusLimits.ROUNDS_BEHIND - 1, block), 3);
        assertThat(solo.state.heard()).doesNotContainKey(3);
    }

    @Test
    void messagesVerifiedAgainstAnotherSetAreDroppedWhenThatHeightStarts() {
        World changed = new World(5);
        solo.hears(prepareAt(2, 0, Hash32.ZERO), 3);
        decideHeightOne();
        solo.input(new ConsensusInput.StartHeight(
                World.CHAIN,
                new Height(2),
                World.hash(block),
                changed.validators,
                changed.key(0),
                RecoveredVotes.NONE));
        assertThat(solo.state.preparedBy()).isEmpty();
    }

    /** Else a validator that heard of the last block of a busy hour under another set would sleep and stay behind. */
    @Test
    void theyStartTheTimerAllTheSameForSomebodyIsAtWorkThere() {
        World changed = new World(5);
        solo.hears(prepareAt(2, 0, Hash32.ZERO), 3);
        decideHeightOne();
        solo.input(heightTwo(changed, 0));
        assertThat(solo.effects)
                .containsExactly(new ConsensusEffect.ScheduleTimeout(new TimeoutId(new Height(2), Round.ZERO)));
    }

    @Test
    void whoLeftTheSetIsNotListenedToHoweverFarAheadItClaimedToBe() {
        solo.hears(prepareAt(1_000_000, 0, Hash32.ZERO), 3);
        decideHeightOne();
        solo.input(heightTwo(new World(3), 0));
        assertThat(solo.effects).isEmpty();
        assertThat(solo.state.active()).isFalse();
    }

    private ConsensusInput heightTwo(World set, int self) {
        return set.start(self, new Height(2), World.hash(block), RecoveredVotes.NONE);
    }

    @Test
    void aContradictionAtALaterHeightIsReported() {
        solo.hears(prepareAt(2, 0, Hash32.ZERO), 3);
        assertThat(solo.hears(prepareAt(2, 0, World.hash(block)), 3).did(ConsensusEffect.ReportEquivocation.class))
                .isTrue();
        assertThat(solo.hears(prepareAt(2, 1, World.hash(block)), 3).did(ConsensusEffect.ReportEquivocation.class))
                .as("another round is another statement")
                .isFalse();
    }

    @Test
    void aFloodOfOneValidatorPushesNobodyElsesMessagesOut() {
        Block second = world.block(World.hash(block), new Height(2), 2, 2_000);
        Proposal next = new Proposal(World.CHAIN, new Height(2), Round.ZERO, second, Justification.NONE);
        solo.hears(List.of(world.verified(next, 2)));
        solo.hears(prepareAt(2, 0, World.hash(second)), 1, 2);
        for (long round = 0; round < 100; round++) {
            for (long height = 2; height < 6; height++) {
                solo.hears(prepareAt(height, round, Hash32.ZERO), 3);
                solo.hears(new RoundChange(World.CHAIN, new Height(height), new Round(round + 1), Optional.empty()), 3);
            }
        }
        assertThat(solo.state.futureMessages()).isEqualTo(3 + 2 * ConsensusLimits.HEIGHTS_AHEAD);
        decideHeightOne();
        startHeightTwo();
        Prepare own = prepareAt(2, 0, World.hash(second));
        Commit commit = new Commit(World.CHAIN, new Height(2), Round.ZERO, World.hash(second));
        ConsensusInput valid =
                new ConsensusInput.BlockValidated(new Height(2), Round.ZERO, World.hash(second), Optional.empty());
        assertThat(solo.input(valid).said()).containsExactly(own);
        assertThat(solo.loopBack().said()).containsExactly(commit);
    }

    @Test
    void oneHeightAheadIsARaceThatTheTimerDecides() {
        solo.hears(prepareAt(2, 0, Hash32.ZERO), 2, 3);
        assertThat(solo.did(ConsensusEffect.RequestCatchUp.class)).isFalse();
        solo.timesOut();
        assertThat(solo.effects)
                .contains(
                        new ConsensusEffect.RequestCatchUp(World.ONE, world.key(2), true),
                        new ConsensusEffect.RequestCatchUp(World.ONE, world.key(3), true));
    }

    @Test
    void oneLiarFarAheadIsNotBelievedButFPlusOneAreAskedAtOnceAndOnce() {
        assertThat(solo.hears(prepareAt(1_000_000, 0, Hash32.ZERO), 3).did(ConsensusEffect.RequestCatchUp.class))
                .isFalse();
        solo.hears(prepareAt(3, 0, Hash32.ZERO), 2);
        assertThat(solo.effects)
                .containsExactlyInAnyOrder(
                        new ConsensusEffect.RequestCatchUp(World.ONE, world.key(3), true),
                        new ConsensusEffect.RequestCatchUp(World.ONE, world.key(2), true));
        assertThat(solo.hears(prepareAt(4, 0, Hash32.ZERO), 2).effects).isEmpty();
    }

    @Test
    void whoChangesRoundsAtAHeightWeDecidedIsGivenTheBlock() {
        decideHeightOne();
        assertThat(solo.hears(roundChange(1), 3).effects)
                .containsExactly(new ConsensusEffect.ShareDecision(World.ONE, world.key(3)));
        startHeightTwo();
        assertThat(solo.hears(roundChange(2), 3).effects)
                .containsExactly(new ConsensusEffect.ShareDecision(World.ONE, world.key(3)));
        assertThat(solo.hears(prepare(0, block), 3).effects)
                .as("a late vote needs no answer")
                .isEmpty();
    }

    @Test
    void anIdleHeightAfterADecisionHasNoTimer() {
        solo.input(new ConsensusInput.WorkAvailable());
        decideHeightOne();
        assertThat(startHeightTwo().effects).isEmpty();
        assertThat(solo.state.active()).isFalse();
    }

    @Test
    void aCatchUpInTheMiddleOfAHeightStopsItsTimer() {
        solo.input(new ConsensusInput.WorkAvailable());
        assertThat(startHeightTwo().effects).containsExactly(new ConsensusEffect.CancelTimeouts());
        ConsensusInput late =
                new ConsensusInput.BlockValidated(World.ONE, Round.ZERO, World.hash(block), Optional.empty());
        assertThat(solo.input(late).effects).isEmpty();
    }
}
