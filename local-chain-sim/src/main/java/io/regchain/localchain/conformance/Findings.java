package io.regchain.localchain.conformance;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What was found so far, by node and check; {@link #results} makes one outcome of everything found about each. */
final class Findings {
    /** So many failures of one check are kept; the others are counted. */
    private static final int KEPT = 3;

    private final Map<String, Map<Check, Tally>> found = new TreeMap<>();

    private static final class Tally {
        private int passed;
        private int failed;
        private final List<Failure> failures = new ArrayList<>();
        private final List<Outcome.NotApplicable> inapplicable = new ArrayList<>();
    }

    private Tally tally(String node, Check check) {
        return found.computeIfAbsent(node, ignored -> new EnumMap<>(Check.class))
                .computeIfAbsent(check, ignored -> new Tally());
    }

    void passed(String node, Check check) {
        tally(node, check).passed++;
    }

    void failed(String node, Check check, Failure failure) {
        Tally tally = tally(node, check);
        tally.failed++;
        if (tally.failures.size() < KEPT) {
            tally.failures.add(failure);
        }
    }

    void notApplicable(String node, Check check, String why, String remedy) {
        tally(node, check).inapplicable.add(new Outcome.NotApplicable(why, remedy));
    }

    /** Whether anything was found about a check on a node. */
    boolean has(String node, Check check) {
        return found.getOrDefault(node, Map.of()).containsKey(check);
    }

    /** One result for every check on every node it is made on, in the order of the checks. */
    List<CheckResult> results(List<String> nodes) {
        List<CheckResult> results = new ArrayList<>();
        for (Check check : Check.values()) {
            for (String node : check.group().together() ? List.of(CheckResult.TOGETHER) : nodes) {
                results.add(new CheckResult(check, node, outcome(node, check)));
            }
        }
        return results;
    }

    private Outcome outcome(String node, Check check) {
        if (!has(node, check)) {
            return new Outcome.NotReached(because(node));
        }
        Tally tally = tally(node, check);
        if (tally.failed > 0) {
            return new Outcome.Failed(tally.failed, tally.failures);
        }
        return tally.passed > 0 ? new Outcome.Passed(tally.passed) : tally.inapplicable.get(0);
    }

    private String because(String node) {
        List<String> failed = Stream.of(Check.values())
                .filter(check -> node.equals(CheckResult.TOGETHER)
                        ? found.keySet().stream().anyMatch(each -> failedOn(each, check))
                        : failedOn(node, check))
                .map(Check::id)
                .toList();
        return failed.isEmpty()
                ? "an earlier answer lacked what it needs"
                : "an earlier answer lacked what it needs; failed before it: " + String.join(", ", failed);
    }

    private boolean failedOn(String node, Check check) {
        return has(node, check) && tally(node, check).failed > 0;
    }
}
