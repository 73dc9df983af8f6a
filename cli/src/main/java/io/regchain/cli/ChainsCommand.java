package io.regchain.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hub chains}: how every chain is, and who must act when one is not well. */
@Command(
        name = "chains",
        mixinStandardHelpOptions = true,
        description = {
            "Shows every chain with its last reported, verified and proven height, the heights that are missing, the objects that",
            "lack a version and the records that came late; tells slow, stuck and dead apart, and says under each that is not",
            "well what would unblock it and who must do it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything moves",
            "1:something is STUCK or DEAD",
            "2:wrong usage",
            "3:no hub can be reached, or it does not let us in"
        })
final class ChainsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HubConnection hub;

    @Override
    public Integer call() {
        JsonNode answer = hub.get("/api/v1/chains/status");
        StatusLines lines = new StatusLines(
                "No chain is registered yet.",
                "chain",
                "market",
                "health",
                "reported",
                "verified",
                "proven",
                "missing",
                "gaps",
                "late",
                "calls",
                "settlements",
                "since",
                "retry in");
        for (JsonNode status : answer.path("items")) {
            lines.add(
                    status,
                    ChainNotes.of(status),
                    status.path("chain").asText(),
                    status.path("region").asText(),
                    status.path("health").asText(),
                    status.path("reported").asText(),
                    status.path("verified").asText(),
                    status.path("proven").asText(),
                    StatusLines.number(status, "missing"),
                    StatusLines.number(status.path("objects"), "gaps"),
                    StatusLines.number(status.path("objects"), "late"),
                    status.path("openCalls").asText(),
                    status.path("openSettlements").asText(),
                    StatusLines.distance(status, "since"),
                    StatusLines.distance(status, "nextRetry"));
        }
        return lines.print(spec, hub, answer);
    }
}
