package io.regchain.ledger.consensus;

import static io.regchain.ledger.consensus.Solo.commit;
import static io.regchain.ledger.consensus.Solo.prepare;
import static io.regchain.ledger.consensus.Solo.proposal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Seal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One validator within one round: four validators, #1 proposes, we are #0 unless said otherwise. */
class QbftTest {
    private final World world = new World(4);
    private final Block block = world.first(1, 0);
    private final Block other = world.first(1, 1);
    private final Solo solo = new Solo(world, 0);

    @Test
    void anIdleValidatorDoesNothingAtAll() {
        assertThat(solo.effects).isEmpty();
        assertThat(solo.state.active()).isFalse();
        assertThat(solo.timesOut().effects).isEmpty();
        assertThat(solo.state.round()).isEqualTo(Round.ZERO);
    }

    @Test
    void workStartsTheTimerOfRoundZeroAndAsksTheProposerForABlock() {
        assertThat(solo.input(new ConsensusInput.WorkAvailable()).effects)
                .containsExactly(new ConsensusEffect.ScheduleTimeout(new TimeoutId(World.ONE, Round.ZERO)));
        assertThat(solo.input(new ConsensusInput.WorkAvailable()).effects)
                .as("once")
                .isEmpty();
        Solo proposer = new Solo(world, 1).input(new ConsensusInput.WorkAvailable());
        assertThat(proposer.effects)
                .containsExactly(
                        new ConsensusEffect.ScheduleTimeout(new TimeoutId(World.ONE, Round.ZERO)),
                        new ConsensusEffect.BuildBlock(World.ONE, Round.ZERO));
    }

    @Test
    void aBuiltBlockIsProposedAndNeedsNoValidation() {
        Solo proposer = new Solo(world, 1).input(new ConsensusInput.WorkAvailable());
        proposer.input(new ConsensusInput.BlockBuilt(World.ONE, Round.ZERO, block));
        assertThat(proposer.effects)
                .containsExactly(
                        new ConsensusEffect.PersistVote(proposal(block)),
                        new ConsensusEffect.Broadcast(proposal(block)));
        assertThat(proposer.loopBack().said()).containsExactly(prepare(0, block));
        assertThat(proposer.did(ConsensusEffect.ValidateBlock.class)).isFalse();
    }

    @Test
    void aSecondBlockForTheSameRoundIsNotProposed() {
        Solo proposer = new Solo(world, 1).input(new ConsensusInput.WorkAvailable());
        proposer.input(new ConsensusInput.BlockBuilt(World.ONE, Round.ZERO, block));
        assertThat(proposer.input(new ConsensusInput.BlockBuilt(World.ONE, Round.ZERO, other)).effects)
                .isEmpty();
        assertThat(proposer.input(new ConsensusInput.WorkAvailable()).effects).isEmpty();
    }

    @Test
    void aBuiltBlockThatDoesNotFitStopsTheOwner() {
        Solo proposer = new Solo(world, 1).input(new ConsensusInput.WorkAvailable());
        Block misfit = world.block(Hash32.ZERO, World.ONE, 1, 5);
        assertThatThrownBy(() -> proposer.input(new ConsensusInput.BlockBuilt(World.ONE, Round.ZERO, misfit)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aProposalIsValidatedFirstAndPreparedThen() {
        solo.hears(proposal(block), 1);
        assertThat(solo.effects)
                .containsExactly(
                        new ConsensusEffect.ScheduleTimeout(new TimeoutId(World.ONE, Round.ZERO)),
                        new ConsensusEffect.ValidateBlock(block, Round.ZERO, false));
        assertThat(solo.validated(block).effects)
                .containsExactly(
                        new ConsensusEffect.PersistVote(prepare(0, block)),
                        new ConsensusEffect.Broadcast(prepare(0, block)));
        assertThat(solo.validated(block).effects).as("once").isEmpty();
    }

    @Test
    void aBlockThatDoesNotExecuteIsNeverVotedForEvenIfAllOthersDo() {
        solo.hears(proposal(block), 1).refused(block);
        assertThat(solo.effects).isEmpty();
        assertThat(solo.hears(prepare(0, block), 1, 2, 3).said()).isEmpty();
    }

    @Test
    void aBlockOnAnotherParentIsIgnored() {
        Block stray = world.block(Hash32.ZERO, World.ONE, 1, 5);
        assertThat(solo.hears(proposal(stray), 1).effects).isEmpty();
    }

    @Test
    void theLockIsStoredBeforeTheCommitAndTheCommitBeforeItIsSent() {
        solo.hears(proposal(block), 1).validated(block);
        solo.hears(prepare(0, block), 0, 1);
        assertThat(solo.effects).as("two of three").isEmpty();
        solo.hears(prepare(0, block), 2);
        PreparedCertificate lock = world.preparedCertificate(0, block, 0, 1, 2);
        assertThat(solo.effects)
                .containsExactly(
                        new ConsensusEffect.PersistPrepared(World.ONE, lock),
                        new ConsensusEffect.PersistVote(commit(0, block)),
                        new ConsensusEffect.Broadcast(commit(0, block)));
        assertThat(solo.state.preparedRound()).contains(new PreparedRound(Round.ZERO, World.hash(block)));
        assertThat(solo.hears(prepare(0, block), 3).effects)
                .as("one commit only")
                .isEmpty();
    }

    @Test
    void preparesCountByDistinctValidators() {
        solo.hears(proposal(block), 1).validated(block);
        assertThat(solo.hears(prepare(0, block), 1, 1, 1, 2, 2).said()).isEmpty();
    }

    /** Besu: preparesWithMisMatchedDigestAreNotRespondedTo. */
    @Test
    void preparesForAnotherBlockAreNotRespondedTo() {
        solo.hears(proposal(block), 1).validated(block).loopBack();
        assertThat(solo.hears(prepare(0, other), 1, 2, 3).said()).isEmpty();
    }

    @Test
    void preparesThatOvertakeTheProposalCountOnceItIsThere() {
        solo.hears(prepare(0, block), 1, 2, 3);
        assertThat(solo.hears(proposal(block), 1).said()).isEmpty();
        assertThat(solo.validated(block).said()).containsExactly(prepare(0, block), commit(0, block));
    }

    @Test
    void aQuorumOfCommitsDecidesWithSealsInTheOrderOfTheSet() {
        solo.hears(proposal(block), 1).validated(block);
        solo.hears(commit(0, block), 3, 1);
        assertThat(solo.did(ConsensusEffect.Decide.class)).isFalse();
        solo.hears(commit(0, block), 2);
        List<Seal> seals = List.of(seal(1), seal(2), seal(3));
        assertThat(solo.effects)
                .containsExactly(
                        new ConsensusEffect.CancelTimeouts(),
                        new ConsensusEffect.Decide(
                                block,
                                new CommitCertificate(World.CHAIN, World.ONE, Round.ZERO, World.hash(block), seals)));
        assertThat(solo.state.decided()).isTrue();
        assertThat(solo.hears(commit(0, block), 0).effects).as("once").isEmpty();
        assertThat(solo.timesOut().effects).isEmpty();
    }

    private Seal seal(int i) {
        SignedMessage message = world.sign(commit(0, block), i);
        return new Seal(message.signer(), message.signature());
    }

    @Test
    void commitsCountByDistinctValidatorsAndForOneBlock() {
        solo.hears(proposal(block), 1).validated(block);
        solo.hears(commit(0, block), 1, 1, 1, 2).hears(commit(0, other), 3);
        assertThat(solo.state.decided()).isFalse();
    }

    @Test
    void commitsOfDifferentRoundsDoNotAddUp() {
        solo.hears(proposal(block), 1).validated(block);
        solo.hears(commit(0, block), 1, 2).hears(commit(1, block), 3);
        assertThat(solo.state.decided()).isFalse();
    }

    @Test
    void commitsThatOvertakeTheProposalDecideWhenItComesEvenBeforeItIsValidated() {
        solo.hears(commit(0, block), 1, 2, 3);
        assertThat(solo.state.decided()).isFalse();
        assertThat(solo.hears(proposal(block), 1).did(ConsensusEffect.Decide.class))
                .isTrue();
    }

    @Test
    void aSecondProposalInTheSameRoundIsReportedAndChangesNothing() {
        solo.hears(proposal(block), 1);
        solo.hears(proposal(other), 1);
        assertThat(solo.effects)
                .hasSize(1)
                .first()
                .isInstanceOfSatisfying(ConsensusEffect.ReportEquivocation.class, report -> {
                    assertThat(report.evidence().signer()).isEqualTo(world.key(1));
                    assertThat(report.evidence().kind()).isEqualTo(Payload.Kind.PROPOSAL);
                });
        assertThat(solo.validated(block).said()).containsExactly(prepare(0, block));
        assertThat(solo.hears(proposal(other), 1).effects).as("reported once").isEmpty();
    }

    @Test
    void twoPreparesOrTwoCommitsOfOneValidatorAreReportedAndTheFirstCounts() {
        solo.hears(prepare(0, block), 2).hears(prepare(0, other), 2);
        assertThat(solo.did(ConsensusEffect.ReportEquivocation.class)).isTrue();
        solo.hears(commit(0, block), 3).hears(commit(0, other), 3);
        assertThat(solo.did(ConsensusEffect.ReportEquivocation.class)).isTrue();
        assertThat(solo.hears(commit(0, block), 3).effects)
                .as("the same again is no equivocation")
                .isEmpty();
    }

    @Test
    void aSecondSignerOfOurOwnKeyIsReported() {
        solo.hears(proposal(block), 1).validated(block).loopBack();
        solo.hears(List.of(world.own(prepare(0, other), 0)));
        assertThat(solo.effects)
                .singleElement()
                .isInstanceOfSatisfying(
                        ConsensusEffect.ReportEquivocation.class,
                        report -> assertThat(report.evidence().signer()).isEqualTo(world.key(0)));
    }

    @Test
    void anOwnVoteThatThisRunDoesNotRememberBindsItAllTheSame() {
        solo.hears(List.of(world.own(prepare(0, other), 0)));
        solo.hears(proposal(block), 1);
        assertThat(solo.validated(block).said()).isEmpty();
    }

    @Test
    void aListenerOutsideTheSetNeverSpeaksAndStillDecides() {
        World larger = new World(6);
        Solo listener = new Solo(world, 0);
        listener.state = ConsensusState.initial();
        listener.input(new ConsensusInput.StartHeight(
                World.CHAIN,
                World.ONE,
                World.hash(world.genesis()),
                world.validators,
                larger.key(5),
                RecoveredVotes.NONE));
        listener.input(new ConsensusInput.WorkAvailable());
        listener.hears(proposal(block), 1).validated(block);
        assertThat(listener.effects).isEmpty();
        assertThat(listener.hears(prepare(0, block), 1, 2, 3).said()).isEmpty();
        assertThat(listener.timesOut().said()).isEmpty();
        assertThat(listener.effects)
                .as("it asks for a block it may lack")
                .contains(new ConsensusEffect.RequestCatchUp(World.ONE, world.key(0), false));
        assertThat(listener.hears(commit(0, block), 1, 2, 3).did(ConsensusEffect.Decide.class))
                .isTrue();
    }

    @Test
    void aChainOfOneValidatorDecidesAlone() {
        World single = new World(1);
        Solo alone = new Solo(single, 0).input(new ConsensusInput.WorkAvailable());
        Block own = single.first(0, 0);
        alone.input(new ConsensusInput.BlockBuilt(World.ONE, Round.ZERO, own))
                .loopBack()
                .loopBack();
        assertThat(alone.said()).containsExactly(commit(0, own));
        assertThat(alone.loopBack().did(ConsensusEffect.Decide.class)).isTrue();
    }

    @Test
    void heightsOnlyGrow() {
        assertThatThrownBy(() -> solo.input(world.start(0))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void messagesBeforeTheFirstStartAndOfAnotherChainAreIgnored() {
        VerifiedMessage message = world.verified(prepare(0, block), 1);
        Step step = Qbft.step(ConsensusState.initial(), new ConsensusInput.Received(message));
        assertThat(step.effects()).isEmpty();
        Prepare foreign = new Prepare(
                new io.regchain.protocol.base.ChainId("zhejiang"), World.ONE, Round.ZERO, World.hash(block));
        assertThat(solo.hears(List.of(world.own(foreign, 1))).effects).isEmpty();
    }

    @Test
    void aStepLeavesTheStateItStartedFromUntouched() {
        solo.hears(proposal(block), 1);
        ConsensusState before = solo.state;
        ConsensusInput valid =
                new ConsensusInput.BlockValidated(World.ONE, Round.ZERO, World.hash(block), Optional.empty());
        Step first = Qbft.step(before, valid);
        Step second = Qbft.step(before, valid);
        assertThat(second.effects()).isEqualTo(first.effects()).isNotEmpty();
    }

    @Test
    void whoIsSilentCanBeSeen() {
        solo.hears(proposal(block), 1).hears(prepare(0, block), 1, 3).hears(commit(0, block), 3);
        assertThat(solo.state.heard().keySet()).containsExactly(1, 3);
        assertThat(solo.state.preparedBy()).containsExactly(1, 3);
        assertThat(solo.state.committedBy()).containsExactly(3);
        assertThat(solo.state.proposer()).contains(world.key(1));
        assertThat(solo.state.height()).isEqualTo(new Height(1));
    }
}
