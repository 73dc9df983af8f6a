package io.regchain.ledger.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChainSimulationTest {
    private static final int SEEDS = Integer.getInteger("regchain.ledger.seeds", 60);

    @Test
    void manySeedsOfFaultsBreakNoRule() {
        Fuzz.Result result = new Fuzz(Setup::ofSeed, 2).run(1, SEEDS, done -> {});
        System.out.println(result.seeds() + " seeds\n" + result.tally().lines());
        assertThat(result.failure()).isEmpty();
        assertThat(result.seeds()).isEqualTo(SEEDS);
    }

    @Test
    void aSeedIsPlayedTheSameAgain() {
        Setup setup = Setup.ofSeed(11);
        assertThat(Fuzz.transcript(setup)).isEqualTo(Fuzz.transcript(setup)).hasSizeGreaterThan(1_000);
    }
}
