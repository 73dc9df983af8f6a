package io.regchain.ledger.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
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
    public record Result(long seeds, Tally tally, Optional<Failure> failure) {}

    /** @param what the checker's words, or the program's own fault */
    public record Failure(long seed, String what) {}

    /**
     * Runs {@code count} seeds from {@code first} on; stops handing out new ones once one has failed.
     *
     * @param progress told after each seed how many are done; from any thread
     */
    public Result run(long first, long count, LongConsumer progress) {
        AtomicLong next = new AtomicLong(first);
        AtomicLong done = new AtomicLong();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Share>> shares = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                shares.add(
                        pool.submit(() -> share(next, first + count, () -> progress.accept(done.incrementAndGet()))));
            }
            return together(shares, done);
        } finally {
            pool.shutdownNow();
        }
    }

    private record Share(Tally tally, Optional<Failure> failure) {}

    private Share share(AtomicLong next, long end, Runnable finished) {
        Tally tally = new Tally();
        for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
            Optional<Failure> failure = one(seed, tally);
            if (failure.isPresent()) {
                next.set(end);
                return new Share(tally, failure);
            }
            finished.run();
        }
        return new Share(tally, Optional.empty());
    }

    private Optional<Failure> one(long seed, Tally tally) {
        ChainSimulation chain = new ChainSimulation(setups.apply(seed), false);
        try {
            chain.run();
            return Optional.empty();
        } catch (Violation violation) {
            return Optional.of(new Failure(seed, String.valueOf(violation.getMessage())));
        } catch (RuntimeException fault) {
            return Optional.of(new Failure(seed, chain.where() + ": the program failed: " + fault));
        } finally {
            tally.add(chain.tally());
        }
    }

    private static Result together(List<Future<Share>> shares, AtomicLong done) {
        Tally all = new Tally();
        List<Failure> failures = new ArrayList<>();
        for (Future<Share> each : shares) {
            Share share = get(each);
            all.add(share.tally());
            share.failure().ifPresent(failures::add);
        }
        return new Result(done.get(), all, failures.stream().min(java.util.Comparator.comparingLong(Failure::seed)));
    }

    private static Share get(Future<Share> share) {
        try {
            return share.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
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
