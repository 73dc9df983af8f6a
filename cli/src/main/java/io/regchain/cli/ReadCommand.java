package io.regchain.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.evidence.StateFile;
import io.regchain.protocol.evidence.StateReport;
import io.regchain.protocol.evidence.StateVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code hub read}: one key of a local chain's state, with proof. The hub is asked, but not believed: what is printed is
 * what the evidence in its answer proves here.
 */
@Command(
        name = "read",
        mixinStandardHelpOptions = true,
        description = {
            "Reads any key of a local chain's state through the hub, at a height, and checks the proof itself: of what the key",
            "held, or that it held nothing. A node that lies is named and its answer is not shown."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:proven",
            "1:nothing is proven: not yet verified, pruned, frozen, expired, no node answers truly, or the proof fails here",
            "2:wrong usage",
            "3:no hub can be reached, or it does not let us in"
        })
final class ReadCommand implements Callable<Integer> {
    /** With these the hub says that it has nothing proven to tell. */
    private static final Set<Integer> NOT_PROVEN = Set.of(404, 409, 410, 502, 503);

    @Spec
    private CommandSpec spec;

    @Mixin
    private HubConnection hub;

    @Parameters(index = "0", paramLabel = "CHAIN", description = "The local chain, such as jiangsu.")
    private String chain;

    @Parameters(index = "1", paramLabel = "KEY", description = "The full state key, such as accounts/A-0001.")
    private String key;

    @Option(
            names = "--height",
            paramLabel = "H",
            description = "After which block. Default: the last one that the supervision chain has verified.")
    private @Nullable Long height;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the evidence into this new file, for ./hub verify FILE.")
    private @Nullable Path out;

    @Option(
            names = "--root",
            paramLabel = "HEX",
            description = "Hash of the supervision chain's validator set that you trust.")
    private @Nullable String root;

    @Override
    public Integer call() {
        Optional<Hash32> trusted = Optional.ofNullable(root).map(CheckLines::parseRoot);
        if (!chain.matches("[a-z]{3,32}")) {
            throw CommandFailure.ofUsage(
                    "\"" + chain + "\" is no chain", "./hub chains lists the chains there are, such as jiangsu");
        }
        HubConnection.Answer answer = hub.ask(path());
        if (NOT_PROVEN.contains(answer.status()) && answer.body().has("error")) {
            return notProven(answer.body());
        }
        return proven(hub.good(answer), trusted);
    }

    private String path() {
        String path = "/api/v1/chains/" + chain + "/state?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8);
        return height == null ? path : path + "&height=" + height;
    }

    private int notProven(JsonNode body) {
        PrintWriter to = spec.commandLine().getOut();
        if (hub.json()) {
            to.println(CanonicalJson.encode(body).toUtf8());
            return ExitCode.CHECK_FAILED;
        }
        JsonNode error = body.path("error");
        to.println("NOT PROVEN: " + error.path("code").asText() + ": "
                + error.path("message").asText());
        error.path("details").path("nodesRefused").forEach(node -> to.println(refused(node)));
        to.println("  → " + error.path("remedy").asText());
        return ExitCode.CHECK_FAILED;
    }

    private static String refused(JsonNode node) {
        return "  " + node.path("kind").asText() + "  " + node.path("node").asText() + ": "
                + node.path("code").asText() + ": " + node.path("message").asText();
    }

    private int proven(JsonNode body, Optional<Hash32> trusted) {
        Bytes evidence = Bytes.utf8(CanonicalJson.encode(body.path("evidence")).toUtf8() + "\n");
        StateReport report = StateVerifier.verify(evidence, trusted);
        boolean proven = report.accepted() && report.file().filter(this::asked).isPresent();
        if (proven) {
            keep(evidence);
        }
        if (hub.json()) {
            spec.commandLine()
                    .getOut()
                    .println(CanonicalJson.encode(proven ? body : unproven(report))
                            .toUtf8());
        } else {
            print(body, report, trusted, proven);
        }
        return proven ? ExitCode.DONE : ExitCode.CHECK_FAILED;
    }

    /** The hub's own words, value included, are not handed on when they do not prove themselves. */
    private static JsonNode unproven(StateReport report) {
        ObjectNode json = CanonicalJson.object().put("proven", false);
        ArrayNode failures = json.putArray("failures");
        report.failures().forEach(failure -> failures.add(failure.toString()));
        return json;
    }

    /** Good evidence of something else is no answer. */
    private boolean asked(StateFile file) {
        return file.chain().value().equals(chain)
                && file.claim().key().equals(key)
                && (height == null || file.height().value() == height);
    }

    private void keep(Bytes evidence) {
        if (out == null) {
            return;
        }
        try {
            Files.write(out, evidence.toArray(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw CommandFailure.ofUsage("there is a file " + out + " already", "name a new one with --out");
        } catch (IOException e) {
            throw CommandFailure.ofEnvironment(out + " cannot be written: " + e, "check its folder and rights");
        }
    }

    /** A value that is not proven is not shown. */
    private void print(JsonNode body, StateReport report, Optional<Hash32> trusted, boolean proven) {
        PrintWriter to = spec.commandLine().getOut();
        report.file().filter(file -> proven).ifPresent(file -> {
            to.println(file.claim().key() + " of " + file.chain() + " after block " + file.height());
            to.println("  "
                    + file.claim().value().map(CheckLines::value).orElse("(nothing: its absence is what is proven)"));
        });
        body.path("nodesRefused").forEach(node -> to.println(refused(node)));
        report.checks().forEach(check -> CheckLines.print(to, check));
        report.trustRoot().ifPresent(used -> to.println(CheckLines.rootLine(used, trusted)));
        if (proven) {
            to.println("PROVEN" + (out == null ? "" : ", evidence in " + out));
        } else if (report.accepted()) {
            to.println("NOT PROVEN: the evidence is of another key, chain or height than was asked for");
        } else {
            to.println("NOT PROVEN: " + CheckLines.reasons(report.failures()));
        }
    }
}
