package io.regchain.cli;

import io.regchain.localchain.simulation.BrokenRule;
import io.regchain.localchain.simulation.CrossChainSimulation;
import io.regchain.localchain.simulation.CrossChainSimulation.Defect;
import io.regchain.localchain.simulation.Story;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** Whole federations: three local chains, the hub, observers and relays. */
final class FederationSeeds implements SeedGame {
    @Override
    public Played play(long first, long count, int threads, LongConsumer progress) {
        AtomicLong next = new AtomicLong(first);
        AtomicLong done = new AtomicLong();
        ConcurrentSkipListMap<String, Integer> met = new ConcurrentSkipListMap<>();
        ConcurrentSkipListMap<Long, Failure> failures = new ConcurrentSkipListMap<>();
        Runnable share = () -> {
            for (long seed = next.getAndIncrement(); seed < first + count; seed = next.getAndIncrement()) {
                Optional<Failure> failure = one(seed, met);
                if (failure.isPresent()) {
                    failures.put(seed, failure.get());
                    next.set(first + count);
                } else {
                    progress.accept(done.incrementAndGet());
                }
            }
        };
        together(share, threads);
        String lines = new TreeMap<>(met)
                .entrySet().stream()
                        .map(entry -> String.format("  %-44s %,10d%n", entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining());
        return new Played(
                done.get(),
                lines,
                failures.isEmpty()
                        ? Optional.empty()
                        : Optional.of(failures.firstEntry().getValue()));
    }

    private static void together(Runnable share, int threads) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> shares = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                shares.add(pool.submit(share));
            }
            for (Future<?> one : shares) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a thread that plays seeds failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while seeds were played", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private static Optional<Failure> one(long seed, ConcurrentSkipListMap<String, Integer> met) {
        try {
            CrossChainSimulation.play(seed, Defect.NONE)
                    .met()
                    .forEach((what, times) -> met.merge(what, times, Integer::sum));
            return Optional.empty();
        } catch (BrokenRule rule) {
            return Optional.of(new Failure(seed, String.valueOf(rule.getMessage())));
        } catch (RuntimeException fault) {
            return Optional.of(new Failure(seed, "seed " + seed + ": the program failed: " + fault));
        }
    }

    @Override
    public Told story(long seed) {
        try {
            Story story = CrossChainSimulation.play(seed, Defect.NONE);
            List<String> lines = new ArrayList<>(story.lines());
            lines.add("everything came to its one end: " + story.met());
            return new Told(lines, true);
        } catch (BrokenRule rule) {
            List<String> lines = new ArrayList<>(rule.story());
            lines.add("VIOLATION: " + rule.getMessage());
            return new Told(lines, false);
        }
    }

    @Override
    public String promise() {
        return "No rule was broken: every packet and every settlement came to one end, nothing was made or lost, and"
                + " chains that contradicted themselves were frozen.";
    }

    @Override
    public String option() {
        return "";
    }
}
