package io.regchain.ledger.consensus;

import static io.regchain.ledger.consensus.Solo.commit;
import static io.regchain.ledger.consensus.Solo.prepare;
import static io.regchain.ledger.consensus.Solo.proposal;
import static io.regchain.ledger.consensus.Solo.roundChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What was said before a crash binds after it. */
class RecoveryTest {
    private final World world = new World(4);
    private final Block block = world.first(1, 0);
    private final Block other = world.first(1, 1);

    private Solo restarted(int self, Optional<PreparedCertificate> lock, Payload... said) {
        List<VerifiedMessage> votes =
                Stream.of(said).map(payload -> world.own(payload, self)).toList();
        return new Solo(world, self, new RecoveredVotes(votes, lock));
    }

    private PreparedCertificate lock() {
        return world.preparedCertificate(0, block, 0, 1, 2);
    }

    @Test
    void theSameWordsAreSentAgainByteForByteAndTheTimerRuns() {
        Solo solo = restarted(0, Optional.empty(), prepare(0, block));
        assertThat(solo.effects)
                .containsExactly(
                        new ConsensusEffect.ScheduleTimeout(new TimeoutId(World.ONE, Round.ZERO)),
                        new ConsensusEffect.Resend(world.sign(prepare(0, block), 0)));
    }

    @Test
    void whoPreparedOneBlockDoesNotPrepareAnotherInTheSameRound() {
        Solo solo = restarted(0, Optional.empty(), prepare(0, block));
        solo.hears(proposal(other), 1);
        assertThat(solo.validated(other).said()).isEmpty();
    }

    @Test
    void whoCommittedOneBlockDoesNotCommitAnotherInTheSameRound() {
        Solo solo = restarted(0, Optional.of(lock()), prepare(0, block), commit(0, block));
        solo.hears(proposal(other), 1).validated(other);
        assertThat(solo.hears(prepare(0, other), 1, 2, 3).said()).isEmpty();
    }

    @Test
    void whoProposedDoesNotProposeAnotherBlockInTheSameRound() {
        Solo solo = restarted(1, Optional.empty(), proposal(block));
        assertThat(solo.effects).contains(new ConsensusEffect.Resend(world.sign(proposal(block), 1)));
        solo.input(new ConsensusInput.WorkAvailable());
        assertThat(solo.did(ConsensusEffect.BuildBlock.class)).isFalse();
        assertThat(solo.validated(block).said())
                .as("its own block executes anew")
                .containsExactly(prepare(0, block));
    }

    @Test
    void theRoundReachedBeforeIsTheRoundGoneOnFrom() {
        Solo solo = restarted(0, Optional.empty(), prepare(0, block), roundChange(1), roundChange(4));
        assertThat(solo.state.round()).isEqualTo(new Round(4));
        assertThat(solo.effects).contains(new ConsensusEffect.Resend(world.sign(roundChange(4), 0)));
        solo.hears(proposal(block), 1);
        assertThat(solo.validated(block).said()).as("round 0 is over").isEmpty();
    }

    @Test
    void theLockGoesWithTheNextRoundChange() {
        Solo solo = restarted(0, Optional.of(lock()), prepare(0, block), commit(0, block));
        assertThat(solo.timesOut().said()).containsExactly(roundChange(1, lock()));
    }

    /** The disk kept the lock and lost what was written after it. */
    @Test
    void aLockWithoutItsCommitIsGoneOnFromItsOwnRound() {
        Solo solo = restarted(0, Optional.of(world.preparedCertificate(2, block, 0, 1, 2)));
        assertThat(solo.state.round()).isEqualTo(new Round(2));
        assertThat(solo.hears(roundChange(3), 1, 2).said()).singleElement().satisfies(said -> assertThat(
                        world.refusal(said, 0))
                .as("others accept it")
                .isEmpty());
    }

    @Test
    void theLockedBlockIsKnownSoThatLateCommitsDecide() {
        Solo solo = restarted(0, Optional.of(lock()), prepare(0, block), commit(0, block));
        assertThat(solo.hears(commit(0, block), 2, 3).did(ConsensusEffect.Decide.class))
                .isTrue();
    }
}
