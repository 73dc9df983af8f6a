package io.regchain.localchain.conformance;

import java.util.List;

/** What became of a check on a node. */
public sealed interface Outcome {
    /** @param times how often it was made, each time with the answer the clause asks */
    record Passed(int times) implements Outcome {}

    /**
     * @param times how often it failed
     * @param failures the first of them
     */
    record Failed(int times, List<Failure> failures) implements Outcome {
        public Failed {
            failures = List.copyOf(failures);
        }
    }

    /**
     * The chain has nothing to make the check on.
     *
     * @param remedy what the integrator does so that it can be made
     */
    record NotApplicable(String why, String remedy) implements Outcome {}

    /** It needs what an earlier, failed check would have given. Never counts as passed. */
    record NotReached(String because) implements Outcome {}

    /** For reports and programs. */
    default String word() {
        return switch (this) {
            case Passed ignored -> "passed";
            case Failed ignored -> "failed";
            case NotApplicable ignored -> "not applicable";
            case NotReached ignored -> "not reached";
        };
    }
}
