package io.regchain.cli;

import io.regchain.ledger.simulation.Seeds;
import io.regchain.localchain.simulation.BrokenRule;
import io.regchain.localchain.simulation.CrossChainSimulation;
import io.regchain.localchain.simulation.CrossChainSimulation.Defect;
import io.regchain.localchain.simulation.Story;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** Whole federations: three local chains, the hub, observers and relays. */
final class FederationSeeds implements SeedGame {
    @Override
    public Played play(long first, long count, int threads, LongConsumer progress) {
        ConcurrentSkipListMap<String, Integer> met = new ConcurrentSkipListMap<>();
        Seeds.Result result = new Seeds(threads).play(first, count, seed -> one(seed, met), progress);
        String lines = met.entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "  %-44s %,10d%n", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining());
        return new Played(result.played(), lines, result.failure());
    }

    private static Optional<String> one(long seed, ConcurrentSkipListMap<String, Integer> met) {
        try {
            CrossChainSimulation.play(seed, Defect.NONE)
                    .met()
                    .forEach((what, times) -> met.merge(what, times, Integer::sum));
            return Optional.empty();
        } catch (BrokenRule rule) {
            return Optional.of(String.valueOf(rule.getMessage()));
        } catch (RuntimeException fault) {
            return Optional.of("seed " + seed + ": the program failed: " + fault);
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
