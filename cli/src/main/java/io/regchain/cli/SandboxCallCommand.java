package io.regchain.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.cli.sandbox.SandboxConnection;
import io.regchain.protocol.canonical.CanonicalJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hub sandbox call}: the partner chain calls the chain under test, and each stage is told. */
@Command(
        name = "call",
        mixinStandardHelpOptions = true,
        description = {
            "Has the partner chain of a running sandbox send a packet to your chain (an order, to the method requestTransfer of"
                    + " your contract transfers), tells each stage until the call is done, and prints what your chain would send for"
                    + " a call the other way. A refusal that comes back is an end like any other."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the call is done",
            "1:it is not done in time; what is printed says who must act",
            "2:wrong usage",
            "3:no sandbox can be reached, or no chain has been admitted yet"
        })
final class SandboxCallCommand implements Callable<Integer> {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", paramLabel = "DIR", required = true, description = "The sandbox's data directory.")
    private Path data;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long the call is watched. Default: 30.")
    private int patience;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (SandboxConnection sandbox = new SandboxConnection(data)) {
            JsonNode sent = sandbox.order("/call", CanonicalJson.object());
            boolean done = follow(sandbox, sent, out);
            if (!done) {
                out.println("Not done within " + patience + " s. Who must act: ./hub calls "
                        + sent.path("packet").asText() + " --data " + data);
            }
            out.println();
            out.println("The other way: have your contract transfers call packets.send on your chain with");
            out.println("  " + CanonicalJson.encode(sent.path("back")).toUtf8());
            out.println(
                    "and a timeoutMillis some minutes ahead (docs/protocol.md section 17); the sandbox tells each stage.");
            return done ? ExitCode.DONE : ExitCode.CHECK_FAILED;
        }
    }

    /** @return whether the call came to its end */
    private boolean follow(SandboxConnection sandbox, JsonNode sent, PrintWriter out) {
        String packet = sent.path("packet").asText();
        long from = sent.path("from").longValue();
        long deadline = System.nanoTime() + Duration.ofSeconds(patience).toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode answer = sandbox.order("/lines", CanonicalJson.object().put("from", from));
            for (JsonNode line : answer.path("lines")) {
                from = line.path("number").longValue() + 1;
                if (line.path("packet").asText().equals(packet)) {
                    print(line, out);
                    if (line.path("last").booleanValue()) {
                        return true;
                    }
                }
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return false;
    }

    private static void print(JsonNode line, PrintWriter out) {
        out.println(line.path("mark").asText() + " " + line.path("text").asText());
        line.path("more").forEach(more -> out.println("    " + more.asText()));
        out.flush();
    }
}
