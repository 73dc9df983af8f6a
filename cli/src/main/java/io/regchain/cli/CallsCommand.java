package io.regchain.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hub calls}: where open cross-chain calls stand, or one call, and who must act when one does not move. */
@Command(
        name = "calls",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the cross-chain calls that are not done, oldest first, or the one that is named: stage, for whom it waits,",
            "since when, until when; and under each that does not move what would unblock it and who must do it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything moves",
            "1:something is STUCK or DEAD",
            "2:wrong usage",
            "3:no hub can be reached, or it does not let us in"
        })
final class CallsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HubConnection hub;

    @Option(names = "--open", description = "The calls that are not done; so it is without an ID as well.")
    private boolean open;

    @Parameters(
            paramLabel = "ID",
            arity = "0..1",
            description = "One call, as source/destination/channel/sequence, such as jiangsu/zhejiang/main/7.")
    private @Nullable String id;

    @Override
    public Integer call() {
        StatusLines lines = new StatusLines(
                "No call is open: each has come to its end.",
                "call",
                "stage",
                "health",
                "waits for",
                "since",
                "deadline in",
                "next pass in");
        if (id == null) {
            JsonNode answer = hub.get("/api/v1/calls/open?limit=200");
            answer.path("items").forEach(status -> add(lines, status));
            answer.path("unreceived").forEach(status -> add(lines, status));
            return lines.print(spec, hub, answer);
        }
        if (open || !id.matches("[a-z]+/[a-z]+/[a-z0-9-]+/[0-9]+")) {
            throw CommandFailure.ofUsage(
                    "either --open or one ID such as jiangsu/zhejiang/main/7, not \"" + id + "\"",
                    "./hub calls --open lists the calls with their IDs");
        }
        JsonNode status = hub.get("/api/v1/calls/" + id + "/status");
        add(lines, status);
        return lines.print(spec, hub, status);
    }

    private static void add(StatusLines lines, JsonNode status) {
        boolean late = status.path("deadline").longValue() < status.path("asOf").longValue();
        lines.add(
                status,
                status.path("id").asText(),
                status.path("stage").asText(),
                status.path("health").asText(),
                status.path("waitingFor").path("en").asText(),
                StatusLines.distance(status, "since"),
                status.has("deadline") && late ? "passed" : StatusLines.distance(status, "deadline"),
                StatusLines.distance(status, "nextRetry"));
    }
}
