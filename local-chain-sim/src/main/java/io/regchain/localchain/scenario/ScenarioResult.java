package io.regchain.localchain.scenario;

import java.util.List;
import java.util.Optional;

/** How a scenario went: the reports up to the first step that did not pass, or of all steps. */
public record ScenarioResult(Scenario scenario, List<StepReport> reports) {
    public ScenarioResult {
        reports = List.copyOf(reports);
    }

    public boolean passed() {
        return failed().isEmpty() && reports.size() == scenario.steps().size();
    }

    public Optional<StepReport> failed() {
        return reports.stream().filter(report -> !report.passed()).findFirst();
    }
}
