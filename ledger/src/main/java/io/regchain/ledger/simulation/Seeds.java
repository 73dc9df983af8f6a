package io.regchain.ledger.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/** Plays seeds, as many at once as there are threads. Each seed is a world of its own, the same on every run. */
public final class Seeds {
    private final int threads;

    public Seeds(int threads) {
        this.threads = threads;
    }

    /** @param what the checker's words, or the program's own fault */
    public record Failure(long seed, String what) {}

    /**
     * @param played seeds that ended well
     * @param failure of the lowest seed that failed, if any did
     */
    public record Result(long played, Optional<Failure> failure) {}

    /**
     * Plays {@code count} seeds from {@code first} on; hands out no new ones once one has failed.
     *
     * @param game what is wrong with a seed; called from any of the threads
     * @param progress told after each seed how many are done; from any thread
     */
    public Result play(long first, long count, LongFunction<Optional<String>> game, LongConsumer progress) {
        AtomicLong next = new AtomicLong(first);
        AtomicLong done = new AtomicLong();
        ConcurrentLinkedQueue<Failure> failures = new ConcurrentLinkedQueue<>();
        together(() -> {
            for (long seed = next.getAndIncrement(); seed < first + count; seed = next.getAndIncrement()) {
                Optional<String> wrong = game.apply(seed);
                if (wrong.isPresent()) {
                    failures.add(new Failure(seed, wrong.get()));
                    next.set(first + count);
                } else {
                    progress.accept(done.incrementAndGet());
                }
            }
        });
        return new Result(done.get(), failures.stream().min(Comparator.comparingLong(Failure::seed)));
    }

    private void together(Runnable share) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> shares = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                shares.add(pool.submit(share));
            }
            for (Future<?> one : shares) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }
}
