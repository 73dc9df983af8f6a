package io.regchain.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.canonical.CanonicalJson;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** A table of statuses, with what would unblock it under each row that does not move as it should. */
final class StatusLines {
    private static final Set<String> WELL = Set.of("OK", "MOVING", "ENDED");
    private static final Set<String> BLOCKED = Set.of("STUCK", "DEAD");

    private final List<String[]> rows = new ArrayList<>();
    private final List<JsonNode> statuses = new ArrayList<>();
    private final List<List<String>> notes = new ArrayList<>();

    private final String nothing;

    /** @param nothing said instead of a table without rows */
    StatusLines(String nothing, String... head) {
        this.nothing = nothing;
        rows.add(head);
    }

    void add(JsonNode status, String... cells) {
        add(status, List.of(), cells);
    }

    /** @param more lines under the row, whether it is well or not */
    void add(JsonNode status, List<String> more, String... cells) {
        rows.add(cells);
        statuses.add(status);
        notes.add(more);
    }

    /**
     * The table, or the hub's answer when JSON is asked for.
     *
     * @return the exit code, {@link ExitCode#CHECK_FAILED} when something is stuck or dead
     */
    int print(CommandSpec spec, HubConnection hub, JsonNode answer) {
        PrintWriter out = spec.commandLine().getOut();
        if (hub.json()) {
            out.println(CanonicalJson.encode(answer).toUtf8());
        } else {
            lines().forEach(out::println);
        }
        return exitCode();
    }

    private List<String> lines() {
        if (statuses.isEmpty()) {
            return List.of(nothing);
        }
        List<String> table = TextTable.lines(rows);
        List<String> lines = new ArrayList<>();
        lines.add(table.get(0));
        for (int i = 0; i < statuses.size(); i++) {
            lines.add(table.get(i + 1));
            notes.get(i).forEach(note -> lines.add("        " + note));
            if (!WELL.contains(health(statuses.get(i)))) {
                explain(lines, statuses.get(i));
            }
        }
        return lines;
    }

    private static void explain(List<String> lines, JsonNode status) {
        for (String language : List.of("zh", "en")) {
            for (String field : List.of("reason", "unblock")) {
                String said = status.path(field).path(language).asText();
                if (!said.isEmpty()) {
                    lines.add("      " + (field.equals("unblock") ? "→ " : "  ") + said);
                }
            }
        }
    }

    private static String health(JsonNode status) {
        return status.path("health").asText();
    }

    private int exitCode() {
        return statuses.stream().anyMatch(status -> BLOCKED.contains(health(status)))
                ? ExitCode.CHECK_FAILED
                : ExitCode.DONE;
    }

    /** How long ago, or how far ahead, a time of a status is; a dash when the status has none. */
    static String distance(JsonNode status, String field) {
        return status.has(field)
                ? length(Math.abs(
                        status.path("asOf").longValue() - status.path(field).longValue()))
                : "–";
    }

    /** A number of a status; a dash when the status has none. */
    static String number(JsonNode status, String field) {
        return status.path(field).isIntegralNumber() ? status.path(field).asText() : "–";
    }

    static String length(long millis) {
        Duration time = Duration.ofMillis(millis);
        if (time.toDays() > 0) {
            return time.toDays() + " d " + time.toHoursPart() + " h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : time.toSeconds() + " s";
    }
}
