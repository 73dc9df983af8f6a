package io.regchain.localchain.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a step went.
 *
 * @param number from 1
 * @param fromJournal it was done in an earlier run, and stands on its chains
 * @param outcome empty when it could not be carried through
 * @param problems what is not as expected; none when the step passed
 */
public record StepReport(
        int number,
        Step step,
        boolean fromJournal,
        Optional<Outcome> outcome,
        List<ProofFacts> proofs,
        List<String> problems,
        Duration took) {
    public StepReport {
        proofs = List.copyOf(proofs);
        problems = List.copyOf(problems);
    }

    public boolean passed() {
        return problems.isEmpty();
    }
}
