package io.regchain.localchain.scenario;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import java.io.PrintWriter;
import java.time.format.DateTimeFormatter;

/** Tells a scenario in plain words, Chinese with English beneath: what happens, what came of it, and what proves it. */
public final class Narrator implements ScenarioListener {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final int PREFIX = 12;
    private static final String INDENT = "      ";

    private final PrintWriter out;

    public Narrator(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void scenarioBegins(Scenario scenario) {
        out.println();
        out.println("── " + scenario.id() + " · " + scenario.title().zh());
        out.println("   " + scenario.title().en());
        out.flush();
    }

    @Override
    public void stepBegins(Scenario scenario, int number, Step step, BlockTime now) {
        out.println();
        out.println(heading(scenario, number, step) + " · " + TIME.format(now.inChina()));
        out.println(INDENT + step.narration().zh());
        out.println(INDENT + step.narration().en());
        out.flush();
    }

    private static String heading(Scenario scenario, int number, Step step) {
        return "[" + scenario.id() + " " + number + "/" + scenario.steps().size() + "] " + step.id() + " · "
                + step.actor();
    }

    @Override
    public void stepEnded(Scenario scenario, StepReport report) {
        if (report.fromJournal() && report.passed()) {
            out.println(heading(scenario, report.number(), report.step())
                    + " ✓ 已在此前完成，链上可查 / done in an earlier run, on its chain");
        } else {
            report.outcome().ifPresent(outcome -> out.println(INDENT + ending(report, outcome)));
            report.proofs().forEach(proof -> out.println(INDENT + told(proof)));
            report.problems()
                    .forEach(
                            problem -> out.println(INDENT + "✗ " + report.step().id() + ": " + problem));
        }
        out.flush();
    }

    private static String ending(StepReport report, Outcome outcome) {
        String mark = report.passed() ? "✓ " : "✗ ";
        if (outcome.success()) {
            return mark + "完成 / done" + (outcome.message().isEmpty() ? "" : ": " + outcome.message());
        }
        String expected = report.step().expectation().success() ? "" : "如预期 as expected, ";
        return mark + expected + "拒绝 refused: " + outcome.code() + " — " + outcome.message();
    }

    private static String told(ProofFacts proof) {
        StringBuilder line = new StringBuilder("  证明 proof: ")
                .append(proof.chain())
                .append(" 区块 block ")
                .append(proof.height())
                .append(", ")
                .append(proof.seals())
                .append('/')
                .append(proof.validators())
                .append(" SM2 seals, header ")
                .append(proof.headerHash().toHex(), 0, PREFIX)
                .append("…, 监管链 ")
                .append(ChainId.SUPERVISION)
                .append(" ≤ ")
                .append(proof.hubHeight());
        if (!proof.objects().isEmpty()) {
            line.append("; 已存证对象 stored ").append(String.join(", ", proof.objects()));
        }
        return line.toString();
    }

    @Override
    public void scenarioEnded(ScenarioResult result) {
        out.println();
        if (result.passed()) {
            out.println("✓ " + result.scenario().id() + ": " + result.reports().size()
                    + " 步全部符合预期 / all steps as expected");
        } else {
            result.failed()
                    .ifPresent(report -> out.println("✗ " + result.scenario().id() + ": 步骤 step "
                            + report.step().id() + ": " + String.join("; ", report.problems())));
        }
        out.flush();
    }
}
