package io.regchain.cli.demo;

import io.regchain.localchain.federation.Federation;
import io.regchain.localchain.federation.FederationProblem;
import io.regchain.localchain.scenario.Journal;
import io.regchain.localchain.scenario.ProofFacts;
import io.regchain.localchain.scenario.Scenario;
import io.regchain.localchain.scenario.ScenarioListener;
import io.regchain.localchain.scenario.ScenarioProblem;
import io.regchain.localchain.scenario.ScenarioReader;
import io.regchain.localchain.scenario.ScenarioRunner;
import io.regchain.localchain.scenario.StepReport;
import java.util.List;
import java.util.Locale;

/** Tells S3 and S4 while they happen, in plain words, with what proves each step. */
final class Stories implements ScenarioListener {
    private static final List<String> TOLD = List.of("S3", "S4");

    private final Federation federation;
    private final Terminal terminal;

    Stories(Federation federation, Terminal terminal) {
        this.federation = federation;
        this.terminal = terminal;
    }

    /** @return whether every step came out as told */
    boolean tell() {
        try (Journal journal = Journal.open(federation.directory().root())) {
            for (String id : TOLD) {
                Scenario scenario = ScenarioReader.bundled(id).orElseThrow();
                if (!ScenarioRunner.run(federation, scenario, journal, this).passed()) {
                    return false;
                }
            }
            return true;
        } catch (ScenarioProblem problem) {
            throw new FederationProblem(String.valueOf(problem.getMessage()), problem.remedy(), problem);
        }
    }

    @Override
    public void scenarioBegins(Scenario scenario) {
        terminal.progress(scenario.id() + "  " + scenario.title().zh() + " · "
                + scenario.title().en());
    }

    @Override
    public void stepEnded(Scenario scenario, StepReport report) {
        String mark = report.passed() ? "✓" : "✗";
        String line = String.format(
                Locale.ROOT,
                "%s %s.%d %s%s",
                mark,
                scenario.id(),
                report.number(),
                report.step().narration().zh(),
                report.fromJournal() ? "（此前已完成）" : "");
        if (report.passed()) {
            terminal.progress(line);
            terminal.detail(report.step().narration().en());
        } else {
            terminal.say(line);
            report.problems().forEach(problem -> terminal.say("           " + problem));
        }
        report.proofs().forEach(facts -> terminal.detail("proof: " + proof(facts)));
    }

    private static String proof(ProofFacts facts) {
        String objects = facts.objects().isEmpty()
                ? ""
                : "; " + facts.objects().size() + " data objects proven and stored: "
                        + String.join(", ", facts.objects());
        return facts.chain() + " block " + facts.height() + " ("
                + facts.headerHash().shortHex() + "…) sealed by "
                + facts.seals() + " of " + facts.validators() + " validators" + objects
                + "; on the supervision chain by block "
                + facts.hubHeight();
    }
}
