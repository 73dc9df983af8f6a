package io.regchain.cli;

import io.regchain.ledger.simulation.ChainSimulation;
import io.regchain.ledger.simulation.Fuzz;
import io.regchain.ledger.simulation.Setup;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;

/** Whole chains of the ledger engine. */
final class LedgerSeeds implements SeedGame {
    @Override
    public Played play(long first, long count, int threads, LongConsumer progress) {
        Fuzz.Result result = new Fuzz(Setup::ofSeed, threads).run(first, count, progress);
        return new Played(result.seeds(), result.tally().lines(), result.failure());
    }

    @Override
    public Told story(long seed) {
        List<String> lines = Fuzz.transcript(Setup.ofSeed(seed));
        return new Told(lines, !lines.get(lines.size() - 1).startsWith(Fuzz.VIOLATION));
    }

    @Override
    public String promise() {
        return String.format(
                Locale.ROOT,
                "No rule was broken; everything was done within %d s after the faults stopped, as it must.",
                ChainSimulation.BOUND / 1000);
    }

    @Override
    public String option() {
        return "--ledger ";
    }
}
