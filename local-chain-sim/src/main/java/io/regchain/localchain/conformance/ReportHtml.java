package io.regchain.localchain.conformance;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code conformance.html}: one file that needs nothing else, for whoever has to judge the chain. Everything a node said is
 * escaped; the page has no script, and its policy allows none.
 */
final class ReportHtml {
    private final ConformanceReport report;
    private final StringBuilder page = new StringBuilder();

    private ReportHtml(ConformanceReport report) {
        this.report = report;
    }

    static Bytes write(ConformanceReport report) {
        return Bytes.utf8(new ReportHtml(report).page());
    }

    private String page() {
        String title = "Conformance of " + report.chain() + " · JR/T 0314 一致性检测报告";
        page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
                .append("style-src 'unsafe-inline'\">");
        element("title", title);
        page.append("<style>").append(style()).append("</style></head><body><main>\n");
        element("h1", title);
        summary();
        groups();
        page.append("</main></body></html>\n");
        return page.toString();
    }

    private static String style() {
        try (InputStream in = ReportHtml.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("the program was built without the report's style sheet");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void summary() {
        ConformanceReport.Counts counts = report.counts();
        page.append("<p class=\"verdict ")
                .append(report.passed() ? "passed" : "failed")
                .append("\">");
        page.append(report.passed() ? "PASSED 通过" : "NOT PASSED 未通过").append("</p>\n<dl>");
        entry("Network 网络标识", report.chain().value());
        for (ConformanceReport.Node node : report.nodes()) {
            entry(node.label(), node.endpoint() + (node.name().isEmpty() ? "" : " · " + node.name()));
        }
        entry("Begun 检测时间", report.began().toString());
        report.tip().ifPresent(tip -> entry("Up to block 区块高度", tip.toString()));
        entry(
                "Announced key set 共识节点公钥集",
                report.keySet().map(Hash32::toHex).orElse("unknown") + ", "
                        + report.keySetFrom().words());
        entry(
                "Checks 检测项",
                counts.passed() + " passed 通过, " + counts.failed() + " failed 未通过, " + counts.notReached()
                        + " not reached 未执行, " + counts.notApplicable() + " not applicable 不适用");
        page.append("</dl>\n");
        element(
                "p",
                "As evidence of an assessment, name this run by the SM3 of the file conformance.json; "
                        + "./hub verify conformance.json checks the file and says that digest and who signed it.");
    }

    private void entry(String name, String value) {
        element("dt", name);
        element("dd", value);
    }

    private void groups() {
        for (Group group : Group.values()) {
            List<CheckResult> results = report.of(group);
            page.append("<section>");
            element("h2", group.title() + " · " + group.chineseTitle());
            page.append("<table><thead><tr><th>check</th><th>node</th><th>asks</th><th>clause</th><th>outcome</th>")
                    .append("</tr></thead><tbody>\n");
            results.forEach(this::row);
            page.append("</tbody></table></section>\n");
        }
    }

    private void row(CheckResult result) {
        String kind = result.outcome().word().replace(' ', '-');
        page.append("<tr class=\"").append(kind).append("\">");
        element("td", result.check().id());
        element("td", result.node());
        element("td", result.check().asks());
        element("td", result.check().clause());
        page.append("<td>");
        element("b", result.outcome().word());
        switch (result.outcome()) {
            case Outcome.Passed passed -> element("span", passed.times() > 1 ? " ×" + passed.times() : "");
            case Outcome.Failed failed -> failed.failures().forEach(this::failure);
            case Outcome.NotApplicable none -> element("p", none.why() + ". " + none.remedy());
            case Outcome.NotReached none -> element("p", none.because());
        }
        page.append("</td></tr>\n");
    }

    private void failure(Failure failure) {
        page.append("<details open><summary>");
        text(failure.found());
        page.append("</summary>");
        element("p", "Expected: " + failure.expected());
        failure.exchange().ifPresent(exchange -> {
            element("p", exchange.call());
            element("pre", exchange.requestShown());
            element("pre", exchange.answerShown());
        });
        page.append("</details>");
    }

    private void element(String name, String text) {
        page.append('<').append(name).append('>');
        text(text);
        page.append("</").append(name).append('>');
    }

    private void text(String text) {
        ShownBytes.controlled(text).codePoints().forEach(c -> {
            switch (c) {
                case '&' -> page.append("&amp;");
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '"' -> page.append("&quot;");
                case '\'' -> page.append("&#39;");
                default -> page.appendCodePoint(c);
            }
        });
    }
}
