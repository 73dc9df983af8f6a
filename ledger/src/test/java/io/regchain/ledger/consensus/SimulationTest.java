package io.regchain.ledger.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whole chains under faults, one seed each; a failing seed is run again with its transcript. More seeds:
 * {@code -Dsurefire.extraArgs=-Dregchain.simulation.factor=20}.
 */
class SimulationTest {
    private static final int BLOCKS = 6;
    private static final int FACTOR = Integer.getInteger("regchain.simulation.factor", 1);

    @Test
    void fourValidatorsOneOfThemLyingAgreeAndGoOn() {
        runSeeds(Scene.lying(4, 1), 1, 60);
    }

    @Test
    void sevenValidatorsTwoOfThemLyingAgreeAndGoOn() {
        runSeeds(Scene.lying(7, 2), 1_000_001, 25);
    }

    @Test
    void honestValidatorsAgreeThroughCrashesOfAnyNumberAndGoOnWithoutTheFaultyShare() {
        runSeeds(Scene.crashing(4, 1), 2_000_001, 50);
        runSeeds(Scene.crashing(7, 2), 2_100_001, 20);
    }

    @Test
    void oneDeadAndOneLyingAmongSevenAreBorne() {
        runSeeds(new Scene(7, 1, 1, 0, false), 2_200_001, 20);
    }

    @Test
    void otherSizesOfValidatorSetsAgreeAndGoOn() {
        runSeeds(Scene.lying(5, 1), 3_000_001, 10);
        runSeeds(Scene.lying(6, 1), 3_100_001, 10);
        runSeeds(Scene.lying(10, 3), 3_200_001, 5);
        runSeeds(new Scene(22, 2, 5, 0, false), 3_300_001, 1);
    }

    @Test
    void validatorsThatJoinLeaveAndChangeTheirKeysAgreeAndGoOn() {
        runSeeds(Scene.lying(4, 1).thatChanges(), 4_000_001, 25);
        runSeeds(Scene.lying(7, 1).thatChanges(), 4_100_001, 12);
        runSeeds(Scene.crashing(5, 1).thatChanges(), 4_200_001, 20);
        runSeeds(Scene.lying(21, 1).thatChanges(), 4_300_001, 1);
    }

    @Test
    void aClockAnHourWrongHoldsNobodyUp() {
        runSeeds(Scene.crashing(4, 0).withWrongClocks(1), 5_000_001, 30);
        runSeeds(Scene.lying(7, 1).withWrongClocks(1), 5_100_001, 15);
    }

    private static void runSeeds(Scene scene, long first, int seeds) {
        int count = seeds * FACTOR;
        long crashes = 0;
        long messages = 0;
        long highestRound = 0;
        long changes = 0;
        long partitions = 0;
        long slowest = 0;
        double rounds = 0;
        long start = System.nanoTime();
        for (long seed = first; seed < first + count; seed++) {
            Simulation simulation = run(scene, seed);
            crashes += simulation.crashes;
            messages += simulation.messages;
            partitions += simulation.partitions;
            changes += simulation.succession.changes(simulation.checkers.height());
            highestRound = Math.max(highestRound, simulation.highestRound);
            slowest = Math.max(slowest, simulation.flowsAgain());
            rounds = Math.max(rounds, (double) simulation.flowsAgain() / simulation.longestRound());
        }
        System.out.printf(
                "%d seeds, %s: %d messages, %d crashes, %d partitions, %d changes, highest round %d,"
                        + " flows again after at most %d ms, %.2f capped rounds; took %d ms%n",
                count,
                scene,
                messages,
                crashes,
                partitions,
                changes,
                highestRound,
                slowest,
                rounds,
                (System.nanoTime() - start) / 1_000_000);
        assertThat(crashes).as("the faults did happen").isGreaterThan(count);
        assertThat(highestRound).isGreaterThan(0);
    }

    private static Simulation run(Scene scene, long seed) {
        Simulation simulation = new Simulation(scene, seed, Fault.NONE, false);
        try {
            simulation.run(BLOCKS);
            simulation.check(
                    simulation.flowsAgain() <= simulation.patience(),
                    "blocks flow again within " + simulation.patience() + " ms, not " + simulation.flowsAgain());
            return simulation;
        } catch (Simulation.Violation violation) {
            throw new AssertionError(violation.getMessage() + "\n" + transcript(scene, seed), violation);
        }
    }

    private static String transcript(Scene scene, long seed) {
        Simulation again = new Simulation(scene, seed, Fault.NONE, true);
        try {
            again.run(BLOCKS);
        } catch (Simulation.Violation expected) {
            List<String> lines = again.trace();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 400), lines.size()));
        }
        return "the same seed passed the second time: the simulation is not deterministic";
    }
}
