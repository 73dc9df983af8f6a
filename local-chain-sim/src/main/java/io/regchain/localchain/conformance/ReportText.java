package io.regchain.localchain.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report for the terminal. */
public final class ReportText {
    private ReportText() {}

    /** One line for each group, then every failure in full, then what could not be checked. */
    public static List<String> lines(ConformanceReport report) {
        List<String> lines = new ArrayList<>();
        for (Group group : Group.values()) {
            lines.add(line(group, ConformanceReport.counts(report.of(group))));
        }
        for (CheckResult result : report.results()) {
            if (result.outcome() instanceof Outcome.Failed failed) {
                lines.add("");
                lines.addAll(failures(result, failed).lines().toList());
            }
        }
        others(report, lines);
        return lines;
    }

    private static String line(Group group, ConformanceReport.Counts counts) {
        boolean failed = counts.failed() + counts.notReached() > 0;
        String sign = failed ? "✗" : counts.passed() > 0 ? "✓" : "–";
        StringBuilder line = new StringBuilder(
                "  " + sign + " " + group.title() + " (" + group.chineseTitle() + "): " + counts.passed() + " passed");
        add(line, counts.failed(), "failed");
        add(line, counts.notReached(), "not reached");
        add(line, counts.notApplicable(), "not applicable");
        return line.toString();
    }

    private static void add(StringBuilder line, int count, String word) {
        if (count > 0) {
            line.append(", ").append(count).append(' ').append(word);
        }
    }

    /** What failed, on which call, with the bytes, and what the clause asks. */
    static String failures(CheckResult result, Outcome.Failed failed) {
        StringBuilder text = new StringBuilder();
        text.append("✗ ").append(result.check().id()).append(" on ").append(result.node());
        text.append(failed.times() > 1 ? ", " + failed.times() + " times" : "").append('\n');
        text.append("  clause    ").append(result.check().clause()).append('\n');
        text.append("  asks      ").append(result.check().asks()).append('\n');
        for (Failure failure : failed.failures()) {
            part(text, "found", failure.found());
            part(text, "expected", failure.expected());
            failure.exchange().ifPresent(exchange -> {
                part(text, "call", exchange.call());
                part(text, "sent", exchange.requestShown());
                part(text, "answered", exchange.answerShown());
            });
        }
        return text.toString();
    }

    private static void part(StringBuilder text, String name, String value) {
        String indented = ShownBytes.controlled(value).replace("\n", "\n            ");
        text.append(String.format(Locale.ROOT, "  %-9s %s%n", name, indented));
    }

    private static void others(ConformanceReport report, List<String> lines) {
        for (CheckResult result : report.results()) {
            switch (result.outcome()) {
                case Outcome.NotReached none ->
                    lines.add("· " + result.check().id() + " on " + result.node() + " not reached: " + none.because());
                case Outcome.NotApplicable none ->
                    lines.add("· " + result.check().id() + " on " + result.node() + " not applicable: " + none.why()
                            + ". " + none.remedy());
                case Outcome.Passed ignored -> {}
                case Outcome.Failed ignored -> {}
            }
        }
    }
}
