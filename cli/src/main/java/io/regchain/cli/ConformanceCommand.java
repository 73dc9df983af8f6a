package io.regchain.cli;

import io.regchain.cli.keys.KeyStore;
import io.regchain.cli.keys.Passphrase;
import io.regchain.localchain.conformance.ConformanceKit;
import io.regchain.localchain.conformance.ConformanceReport;
import io.regchain.localchain.conformance.KitSettings;
import io.regchain.localchain.conformance.NodeUnreachable;
import io.regchain.localchain.conformance.ReportFiles;
import io.regchain.localchain.conformance.ReportText;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the conformance kit against the nodes of anybody's local chain. */
@Command(
        name = "conformance",
        description = {
            "Checks the nodes of a local chain against JR/T 0314 tables 3 to 6 and docs/protocol.md, from outside: every "
                    + "function, wrong questions, hashes, certificates, proofs, limits. Nothing is written to the chain.",
            "What fails is told with the call, the bytes and the clause.",
            "Exit code 0 when every check that can be made passed, 1 when one did not, 3 when a node cannot be talked to."
        },
        mixinStandardHelpOptions = true)
final class ConformanceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            required = true,
            description =
                    "The address of a full node, below which its functions stand. Give it twice: a chain offers two.")
    private List<String> endpoints;

    @Option(
            names = "--chain-id",
            paramLabel = "ID",
            description = "The chain, such as jiangsu. Default: the one network that the first node serves.")
    private @Nullable String chainId;

    @Mixin
    private NodeAccess access;

    @Option(
            names = "--validators",
            paramLabel = "FILE",
            description = {
                "The announced key set: JSON of docs/protocol.md section 13, as the registration has it.",
                "Without it the certificates are held against what the node itself names, and the report says so."
            })
    private @Nullable Path validators;

    @Option(names = "--genesis-hash", paramLabel = "HEX", description = "Hash of block 0, as the registration has it.")
    private @Nullable String genesisHash;

    @Option(
            names = "--blocks",
            paramLabel = "N",
            defaultValue = "" + KitSettings.WINDOW,
            description = "How many of the latest blocks are checked (default: ${DEFAULT-VALUE}).")
    private int window;

    @Option(
            names = "--search",
            paramLabel = "N",
            defaultValue = "" + KitSettings.SEARCH,
            description = "How many blocks further back an object and a packet are looked for (default: "
                    + "${DEFAULT-VALUE}).")
    private int search;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long one answer may take (default: ${DEFAULT-VALUE}).")
    private int timeout;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Writes conformance.html, conformance.xml (JUnit) and conformance.json here.")
    private @Nullable Path report;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Signs conformance.json with the SM2 key of this file, made by `hub keys generate`.")
    private @Nullable Path key;

    @Mixin
    private Passphrase passphrase;

    @Override
    public Integer call() {
        KitSettings settings = settings();
        Optional<Sm2PrivateKey> assessor = assessor();
        PrintWriter out = spec.commandLine().getOut();
        ConformanceReport made = run(settings, out);
        ReportText.lines(made).forEach(out::println);
        out.println("Key set: " + made.keySet().map(Hash32::toHex).orElse("unknown") + ", "
                + made.keySetFrom().words());
        Optional.ofNullable(report).ifPresent(folder -> write(folder, made, assessor, out));
        ConformanceReport.Counts counts = made.counts();
        out.println((made.passed() ? "PASSED" : "NOT PASSED") + ": " + made.chain() + ", " + counts.passed()
                + " checks passed, " + counts.failed() + " failed, " + counts.notReached() + " not reached, "
                + counts.notApplicable() + " not applicable"
                + Optional.ofNullable(report)
                        .map(folder -> ". Reports: " + folder)
                        .orElse(""));
        return made.passed() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
    }

    private static ConformanceReport run(KitSettings settings, PrintWriter out) {
        try {
            return ConformanceKit.run(settings, Clock.systemUTC(), line -> {
                out.println("… " + line);
                out.flush();
            });
        } catch (NodeUnreachable problem) {
            throw CommandFailure.ofEnvironment(String.valueOf(problem.getMessage()), problem.remedy());
        }
    }

    private KitSettings settings() {
        if (window < 2 || search < 0 || timeout < 1) {
            throw CommandFailure.ofUsage(
                    "--blocks is at least 2, --search at least 0, --timeout at least 1", "Give larger numbers.");
        }
        return new KitSettings(
                endpoints.stream().map(NodeAccess::address).toList(),
                access.token(),
                access.trusted(),
                Optional.ofNullable(chainId).map(id -> parsed("--chain-id", id, ChainId::new)),
                Optional.ofNullable(validators).map(ConformanceCommand::announced),
                Optional.ofNullable(genesisHash).map(hex -> parsed("--genesis-hash", hex, Hash32::ofHex)),
                Duration.ofSeconds(timeout),
                window,
                search);
    }

    private static <T> T parsed(String option, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException | DecodeException e) {
            throw CommandFailure.ofUsage(
                    option + " \"" + text + "\" cannot be read (" + e.getMessage() + ")",
                    "`hub conformance --help` shows examples.");
        }
    }

    private static ValidatorSet announced(Path file) {
        try {
            return BlockJson.validatorSet(CanonicalJson.decode(NodeAccess.read("--validators", file)));
        } catch (DecodeException e) {
            throw CommandFailure.ofUsage(
                    "--validators " + file + " is no validator set: " + e.getMessage(),
                    "Give a JSON list of {\"name\",\"organisation\",\"publicKey\"} (docs/protocol.md section 13).");
        }
    }

    /** Opened before the run: a wrong passphrase is told at once. */
    private Optional<Sm2PrivateKey> assessor() {
        if (key == null) {
            return Optional.empty();
        }
        if (report == null) {
            throw CommandFailure.ofUsage("--key signs a report, and none is asked for", "Give --report DIR as well.");
        }
        return Optional.of(KeyStore.unlock(key, passphrase));
    }

    private static void write(Path folder, ConformanceReport made, Optional<Sm2PrivateKey> assessor, PrintWriter out) {
        try {
            Hash32 digest = ReportFiles.write(folder, made, assessor);
            out.println("Evidence: SM3 of " + folder.resolve(ReportFiles.JSON) + " is " + digest
                    + (assessor.isPresent()
                            ? ", signed by " + assessor.get().publicKey().fingerprint()
                            : ", not signed"));
        } catch (IOException e) {
            throw CommandFailure.ofEnvironment(
                    "the reports cannot be written to " + folder + " (" + e + ")",
                    "Give another folder with --report DIR.");
        }
    }
}
