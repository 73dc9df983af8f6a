package io.regchain.localchain.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.localchain.federation.Federation;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Drives a scenario through a real federation, step by step. A finished step is in the journal; a run that was cut off
 * goes on after the last one, and does the step that was under way again: every request carries the same number as
 * before, so nothing happens twice.
 */
public final class ScenarioRunner {
    private final Federation federation;
    private final HubDesk hub;
    private final Scenario scenario;
    private final Journal journal;
    private final ScenarioListener listener;
    private final References references = new References();

    private ScenarioRunner(
            Federation federation, HubDesk hub, Scenario scenario, Journal journal, ScenarioListener listener) {
        this.federation = federation;
        this.hub = hub;
        this.scenario = scenario;
        this.journal = journal;
        this.listener = listener;
    }

    /**
     * Runs the scenario up to its end or its first step that does not pass; before it the one it comes after, whose result
     * is the run's when it does not pass.
     *
     * @throws ScenarioProblem when the federation lacks a market, or the journal is of another story
     */
    public static ScenarioResult run(
            Federation federation, Scenario scenario, Journal journal, ScenarioListener listener) {
        requireMarkets(federation, scenario);
        journal.requireSameStory(scenario);
        if (scenario.before().isPresent()) {
            ScenarioResult before = run(federation, scenario.before().get(), journal, listener);
            if (!before.passed()) {
                return before;
            }
        }
        try (HubDesk hub = new HubDesk(federation)) {
            return new ScenarioRunner(federation, hub, scenario, journal, listener).run();
        }
    }

    private static void requireMarkets(Federation federation, Scenario scenario) {
        List<ChainId> present =
                federation.markets().stream().map(market -> market.chainId()).toList();
        for (ChainId market : scenario.markets()) {
            if (!present.contains(market)) {
                throw new ScenarioProblem(
                        scenario.source() + ": the scenario needs the market " + market + "; this federation has "
                                + present,
                        "start the federation with the markets " + scenario.markets());
            }
        }
    }

    private ScenarioResult run() {
        listener.scenarioBegins(scenario);
        List<StepReport> reports = new ArrayList<>();
        for (Step step : scenario.steps()) {
            StepReport report = report(reports.size() + 1, step);
            reports.add(report);
            listener.stepEnded(scenario, report);
            if (!report.passed()) {
                break;
            }
        }
        ScenarioResult result = new ScenarioResult(scenario, reports);
        listener.scenarioEnded(result);
        return result;
    }

    private StepReport report(int number, Step step) {
        long start = System.nanoTime();
        Optional<Outcome> done = step.action().fleeting() ? Optional.empty() : journal.outcome(scenario, step);
        if (done.isPresent()) {
            references.keep(step.id(), done.get().result());
            return reported(number, step, done, List.of(), missing(done.get()), start);
        }
        try {
            forward(step);
            listener.stepBegins(scenario, number, step, federation.clock().now());
            Outcome outcome = perform(step);
            references.keep(step.id(), outcome.result());
            List<ProofFacts> proofs = new HubWatch(federation).await(outcome);
            List<String> differences =
                    new ExpectationCheck(federation, references).differences(step.expectation(), outcome);
            if (differences.isEmpty()) {
                journal.done(scenario, step, outcome);
            }
            return new StepReport(number, step, false, Optional.of(outcome), proofs, differences, since(start));
        } catch (StepFailure e) {
            return new StepReport(
                    number, step, false, Optional.empty(), List.of(), List.of(e.getMessage()), since(start));
        }
    }

    private static StepReport reported(
            int number,
            Step step,
            Optional<Outcome> outcome,
            List<ProofFacts> proofs,
            List<String> problems,
            long start) {
        return new StepReport(number, step, true, outcome, proofs, problems, since(start));
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private Outcome perform(Step step) {
        if (scenario.markets().stream().anyMatch(market -> market.value().equals(step.actor()))
                && !step.action().fleeting()) {
            ExpectationCheck.requireReadable(federation.market(new ChainId(step.actor())));
        }
        ObjectNode arguments = (ObjectNode) references.resolve(step.arguments());
        return step.action().doing().apply(new Performance(federation, hub, journal, scenario, step, arguments));
    }

    /** The clock only goes forward; within the day a step may begin later than the scenario says. */
    private void forward(Step step) {
        if (step.at().isEmpty()) {
            return;
        }
        BlockTime at = BlockTime.of(step.at().get());
        BlockTime now = federation.clock().now();
        if (now.compareTo(at) < 0) {
            federation.clock().moveTo(step.at().get());
        } else if (now.inChina().toLocalDate().isAfter(at.inChina().toLocalDate())) {
            throw new StepFailure("the step is set on " + at.inChina().toLocalDate() + ", the federation's clock shows "
                    + now.inChina().toLocalDate() + " already, and it only goes forward; a fresh federation is needed");
        }
    }

    /** What the journal says was certified must stand on its chain. */
    private List<String> missing(Outcome outcome) {
        List<String> problems = new ArrayList<>();
        for (Outcome.Trail trail : outcome.trails()) {
            trail.transaction().ifPresent(id -> {
                Optional<TransactionRecord> record =
                        federation.market(trail.chain()).node(0).transaction(id);
                if (record.isEmpty() || !record.get().height().equals(trail.height())) {
                    problems.add("the journal has transaction " + id + " in block " + trail.height() + " of "
                            + trail.chain() + ", the chain has "
                            + record.map(r -> "it in block " + r.height()).orElse("not"));
                }
            });
        }
        return problems;
    }
}
