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
        runSeeds(4, 1, 1, 150);
    }

    @Test
    void sevenValidatorsTwoOfThemLyingAgreeAndGoOn() {
        runSeeds(7, 2, 1_000_001, 100);
    }

    @Test
    void honestValidatorsAgreeThroughCrashesOfAnyNumberAndGoOnWithoutTheFaultyShare() {
        runSeeds(4, 0, 2_000_001, 50);
    }

    @Test
    void otherSizesOfValidatorSetsAgreeAndGoOn() {
        runSeeds(5, 1, 3_000_001, 15);
        runSeeds(6, 1, 3_100_001, 15);
        runSeeds(10, 3, 3_200_001, 10);
    }

    private static void runSeeds(int n, int liars, long first, int seeds) {
        int count = seeds * FACTOR;
        long crashes = 0;
        long messages = 0;
        long highestRound = 0;
        long slowest = 0;
        long start = System.nanoTime();
        for (long seed = first; seed < first + count; seed++) {
            Simulation simulation = run(n, liars, seed);
            crashes += simulation.crashes;
            messages += simulation.messages;
            highestRound = Math.max(highestRound, simulation.highestRound);
            slowest = Math.max(slowest, simulation.recovery());
        }
        System.out.printf(
                "%d seeds, n=%d, liars=%d: %d messages, %d crashes, highest round %d, slowest recovery %d ms; took %d ms%n",
                count, n, liars, messages, crashes, highestRound, slowest, (System.nanoTime() - start) / 1_000_000);
        assertThat(crashes).as("the faults did happen").isGreaterThan(count);
        assertThat(highestRound).isGreaterThan(0);
    }

    private static Simulation run(int n, int liars, long seed) {
        Simulation simulation = new Simulation(n, liars, seed, Fault.NONE, false);
        try {
            simulation.run(BLOCKS);
            return simulation;
        } catch (Simulation.Violation violation) {
            throw new AssertionError(violation.getMessage() + "\n" + transcript(n, liars, seed), violation);
        }
    }

    private static String transcript(int n, int liars, long seed) {
        Simulation again = new Simulation(n, liars, seed, Fault.NONE, true);
        try {
            again.run(BLOCKS);
        } catch (Simulation.Violation expected) {
            List<String> lines = again.trace();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 400), lines.size()));
        }
        return "the same seed passed the second time: the simulation is not deterministic";
    }
}
