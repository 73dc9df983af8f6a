package io.regchain.ledger.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The checkers are worth nothing unless they notice: each rule broken on purpose is found by some seed. */
class PlantedFaultTest {
    private static final int SEEDS = 600;
    private static final int BLOCKS = 6;
    private static final Scene ONE_LIAR = Scene.lying(4, 1);

    @Test
    void aQuorumOneTooSmallIsFound() {
        assertThat(found(PlantedFaults.QUORUM_ONE_TOO_SMALL, ONE_LIAR, 1)).contains("quorum of");
    }

    @Test
    void votesThatAreNotStoredAreFound() {
        assertThat(found(PlantedFaults.VOTES_NOT_STORED, ONE_LIAR, 1)).contains("an honest key says one thing");
    }

    @Test
    void aLockThatIsNotStoredIsFound() {
        assertThat(found(PlantedFaults.LOCK_NOT_STORED, ONE_LIAR, 1)).contains("agreement");
    }

    @Test
    void votingTwiceAfterARestartIsFound() {
        assertThat(found(PlantedFaults.VOTES_TWICE_AFTER_A_RESTART, ONE_LIAR, 1))
                .contains("an honest key says one thing");
    }

    @Test
    void roundChangesThatHideThePreparedBlockAreFound() {
        assertThat(found(PlantedFaults.HIDES_THE_PREPARED_BLOCK, ONE_LIAR, 1)).contains("agreement");
    }

    @Test
    void preparesCountedWithoutTheirRoundAreFound() {
        assertThat(found(PlantedFaults.COUNTS_PREPARES_OF_ANY_ROUND, ONE_LIAR, 1))
                .contains("a lock rests on prepares of its own round");
    }

    @Test
    void aSealOfAKeyOutsideTheSetIsFound() {
        assertThat(found(PlantedFaults.ACCEPTS_A_FOREIGN_SEAL, ONE_LIAR, 1))
                .contains("seals are by distinct validators");
    }

    @Test
    void blocksOnAnotherParentAreFound() {
        assertThat(found(PlantedFaults.SKIPS_THE_PARENT_CHECK, ONE_LIAR, 1)).contains("a block stands on its parent");
    }

    @Test
    void proposalsTakenWithoutJustificationAreFound() {
        assertThat(found(PlantedFaults.ACCEPTS_A_PROPOSAL_WITHOUT_JUSTIFICATION, ONE_LIAR, 1))
                .containsAnyOf("agreement", "block time keeps to the clocks");
    }

    @Test
    void proposalsOfAnybodyAreFound() {
        assertThat(found(PlantedFaults.ACCEPTS_THE_PROPOSAL_OF_A_NON_PROPOSER, ONE_LIAR, 1))
                .contains("what the round's proposer offered");
    }

    @Test
    void votesForBlocksThatDoNotExecuteAreFound() {
        assertThat(found(PlantedFaults.DOES_NOT_CHECK_THE_EXECUTION, ONE_LIAR, 1))
                .contains("validity");
    }

    /** Exactly a quorum is left alive, in different rounds, and every timer has reached its cap. */
    @Test
    void validatorsThatNeverWaitForOthersChaseEachOtherForEverAndAreFound() {
        assertThat(found(PlantedFaults.NEVER_WAITS_FOR_OTHERS, Scene.crashing(4, 1), 1))
                .contains("blocks flow again");
    }

    /** What the first seed that notices says; fails when none does. */
    private static String found(PlantedFaults planted, Scene scene, long first) {
        for (long seed = first; seed < first + SEEDS; seed++) {
            try {
                new Simulation(scene, seed, planted.fault, false).run(BLOCKS);
            } catch (Simulation.Violation violation) {
                System.out.println(planted + " found: " + violation.getMessage());
                return violation.getMessage();
            }
        }
        throw new AssertionError("none of " + SEEDS + " seeds noticed " + planted);
    }
}
