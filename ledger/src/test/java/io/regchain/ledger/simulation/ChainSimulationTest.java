package io.regchain.ledger.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChainSimulationTest {
    private static final int SEEDS = Integer.getInteger("regchain.ledger.seeds", 500);

    private static final int ENOUGH_TO_FIND_A_DEFECT = 1_000;

    @Test
    void manySeedsOfFaultsBreakNoRule() {
        Fuzz.Result result = new Fuzz(Setup::ofSeed, 2).run(1, SEEDS, done -> {});
        System.out.println(result.seeds() + " seeds\n" + result.tally().lines());
        assertThat(result.failure()).isEmpty();
        assertThat(result.seeds()).isEqualTo(SEEDS);
    }

    /** A checker that finds nothing where something is broken would be worth nothing. */
    @ParameterizedTest
    @EnumSource(value = Setup.Defect.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aDiskThatDoesNotKeepWhatItPromisedIsFoundOut(Setup.Defect defect) {
        Fuzz.Result result =
                new Fuzz(seed -> Setup.ofSeed(seed).with(defect), 2).run(1, ENOUGH_TO_FIND_A_DEFECT, done -> {});
        assertThat(result.failure()).isPresent();
        System.out.println(defect + ": " + result.failure().get());
    }

    @Test
    void oneLiarMoreThanAChainCanStandIsFoundOut() {
        Fuzz.Result result = new Fuzz(seed -> new Setup(4, 2, 0, seed, Setup.Defect.NONE), 2)
                .run(1, ENOUGH_TO_FIND_A_DEFECT, done -> {});
        assertThat(result.failure()).isPresent();
        System.out.println("two liars of four: " + result.failure().get());
    }

    /** Exactly a quorum alive, and one of it forty milliseconds ahead: it left each round as the others arrived. */
    @Test
    void aSeedThatOnceStoodStillFlows() {
        Fuzz.Result result = new Fuzz(Setup::ofSeed, 1).run(1748, 1, done -> {});
        assertThat(result.failure()).isEmpty();
    }

    @Test
    void aSeedIsPlayedTheSameAgain() {
        Setup setup = Setup.ofSeed(1748);
        assertThat(Fuzz.transcript(setup)).isEqualTo(Fuzz.transcript(setup)).hasSizeGreaterThan(1_000);
    }
}
