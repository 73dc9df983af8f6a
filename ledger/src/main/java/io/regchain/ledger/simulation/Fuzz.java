package io.regchain.ledger.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/** Runs many seeds, as many at once as there are threads. Each seed is a chain of its own, the same on every run. */
public final class Fuzz {
    /** How the last line of a transcript begins when a rule was broken. */
    public static final String VIOLATION = "VIOLATION: ";

    private final LongFunction<Setup> setups;
    private final int threads;

    public Fuzz(LongFunction<Setup> setups, int threads) {
        this.setups = setups;
        this.threads = threads;
    }

    /** @param failure of the lowest seed that failed, if any did */
    public record Result(long seeds, Tally tally, Optional<Seeds.Failure> failure) {}

    /**
     * Runs {@code count} seeds from {@code first} on; stops handing out new ones once one has failed.
     *
     * @param progress told after each seed how many are done; from any thread
     */
    public Result run(long first, long count, LongConsumer progress) {
        Tally tally = new Tally();
        Seeds.Result result = new Seeds(threads).play(first, count, seed -> one(seed, tally), progress);
        return new Result(result.played(), tally, result.failure());
    }

    private Optional<String> one(long seed, Tally tally) {
        ChainSimulation chain = new ChainSimulation(setups.apply(seed), false);
        try {
            chain.run();
            return Optional.empty();
        } catch (Violation violation) {
            return Optional.of(String.valueOf(violation.getMessage()));
        } catch (RuntimeException fault) {
            return Optional.of(chain.where() + ": the program failed: " + fault);
        } finally {
            synchronized (tally) {
                tally.add(chain.tally());
            }
        }
    }

    /** The readable story of one seed, up to its end or its violation, which is the last line. */
    public static List<String> transcript(Setup setup) {
        ChainSimulation chain = new ChainSimulation(setup, true);
        List<String> lines = new ArrayList<>();
        String end;
        try {
            end = "everything was done " + chain.run() + " ms after the faults stopped";
        } catch (Violation violation) {
            end = VIOLATION + violation.getMessage();
        }
        lines.addAll(chain.transcriptLines());
        lines.add(end);
        return lines;
    }
}
