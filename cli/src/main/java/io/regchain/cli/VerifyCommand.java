package io.regchain.cli;

import io.regchain.localchain.conformance.ConformanceReport;
import io.regchain.localchain.conformance.ReportVerification;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.evidence.EvidenceCheck;
import io.regchain.protocol.evidence.EvidenceReport;
import io.regchain.protocol.evidence.EvidenceVerifier;
import io.regchain.protocol.evidence.MisbehaviourFile;
import io.regchain.protocol.evidence.MisbehaviourReport;
import io.regchain.protocol.evidence.MisbehaviourVerifier;
import io.regchain.protocol.evidence.StateFile;
import io.regchain.protocol.evidence.StateReport;
import io.regchain.protocol.evidence.StateVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks an evidence file from its bytes alone: no network, no running hub, nothing believed but the trust root. */
@Command(
        name = "verify",
        description = {
            "Checks a file offline, and says why when it refuses: evidence of a transaction, of what a state key held, or",
            "against validators that contradicted themselves, or a report of `hub conformance`. The file says which it is.",
            "Exit code 0 when every check passed, 1 when one did not, 3 when the file cannot be read."
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    private static final long MOST_BYTES = 64L << 20;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "An evidence file, as the hub gives it out, or a conformance.json.")
    private Path file;

    @Option(
            names = "--root",
            paramLabel = "HEX",
            description = {
                "Hash of the validator set that you trust: the supervision chain's for a transaction or a",
                "state key, the accused chain's for misbehaviour.",
                "Without it the file is checked against the set it carries, and the report says which."
            })
    private @Nullable String root;

    @Override
    public Integer call() {
        Optional<Hash32> trusted = Optional.ofNullable(root).map(CheckLines::parseRoot);
        Bytes content = read();
        if (isConformanceReport(content)) {
            return conformance(content);
        }
        return accepted(content, trusted) ? ExitCode.DONE : ExitCode.CHECK_FAILED;
    }

    private boolean accepted(Bytes content, Optional<Hash32> trusted) {
        if (MisbehaviourFile.claimedBy(content)) {
            return misbehaviour(MisbehaviourVerifier.verify(content, trusted), trusted);
        }
        return StateFile.claimedBy(content)
                ? state(StateVerifier.verify(content, trusted), trusted)
                : transaction(EvidenceVerifier.verify(content, trusted), trusted);
    }

    private boolean state(StateReport report, Optional<Hash32> trusted) {
        PrintWriter out = out();
        report.file().ifPresent(file -> {
            out.println("Evidence of what " + file.claim().key() + " held on " + file.chain() + " after block "
                    + file.height());
            if (report.accepted()) { // what is not proven is not shown
                out.println("  " + file.claim().value().map(CheckLines::value).orElse("(nothing)"));
            }
        });
        report.checks().forEach(check -> CheckLines.print(out, check));
        report.trustRoot().ifPresent(used -> out.println(CheckLines.rootLine(used, trusted)));
        verdict(report.accepted(), report.failures());
        return report.accepted();
    }

    private boolean transaction(EvidenceReport report, Optional<Hash32> trusted) {
        PrintWriter out = out();
        report.subject()
                .ifPresent(subject -> out.println("Evidence of transaction " + subject.transaction() + " on "
                        + subject.chain() + ", block " + subject.height()));
        report.checks().forEach(check -> CheckLines.print(out, check));
        report.trustRoot().ifPresent(used -> out.println(CheckLines.rootLine(used, trusted)));
        verdict(report.accepted(), report.failures());
        return report.accepted();
    }

    private boolean misbehaviour(MisbehaviourReport report, Optional<Hash32> trusted) {
        PrintWriter out = out();
        report.validators().ifPresent(accused -> out.println("Evidence against the validators of " + accused.chain()));
        report.checks().forEach(check -> CheckLines.print(out, check));
        report.proven()
                .ifPresent(proven -> out.println(proven.kind() + ", sealed on both sides by "
                        + proven.doubleSigners().stream()
                                .map(node -> node.name() + " (" + node.organisation() + ")")
                                .collect(Collectors.joining(", "))));
        report.validators().ifPresent(accused -> out.println(CheckLines.rootLine(accused.validatorSet(), trusted)));
        verdict(report.accepted(), report.failures());
        return report.accepted();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void verdict(boolean accepted, List<EvidenceCheck> failures) {
        out().println(accepted ? "VERIFIED" : "REFUSED: " + CheckLines.reasons(failures));
    }

    private Bytes read() {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw CommandFailure.ofEnvironment(
                        file + " has " + Files.size(file) + " bytes", "An evidence file has at most 64 MB.");
            }
            return Bytes.wrap(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw CommandFailure.ofEnvironment("there is no file " + file, "Check its name.");
        } catch (IOException e) {
            throw CommandFailure.ofEnvironment(file + " cannot be read (" + e + ")", "Check its name and rights.");
        }
    }

    /** By its own word; whether that holds is checked then. */
    private static boolean isConformanceReport(Bytes content) {
        try {
            return CanonicalJson.decode(content).path("format").asText("").equals(ConformanceReport.FORMAT);
        } catch (DecodeException noJson) {
            return false; // the verifier of evidence files says what is wrong with it
        }
    }

    private int conformance(Bytes content) {
        PrintWriter out = out();
        return switch (ConformanceReport.verify(content)) {
            case ReportVerification.Refused refused -> {
                out.println("REFUSED: " + refused.reason());
                yield ExitCode.CHECK_FAILED;
            }
            case ReportVerification.Holds holds -> {
                ConformanceReport.Counts counts = holds.counts();
                out.println("Conformance report of " + holds.chain() + ", begun " + holds.began());
                out.println("  the chain " + (holds.passed() ? "passed" : "DID NOT PASS") + ": " + counts.passed()
                        + " checks passed, " + counts.failed() + " failed, " + counts.notReached()
                        + " not reached, " + counts.notApplicable() + " not applicable");
                out.println("  SM3 of the file: " + holds.fileDigest());
                out.println("  "
                        + holds.signer()
                                .map(key ->
                                        "signed by the SM2 key " + key.toHex() + ", fingerprint " + key.fingerprint())
                                .orElse("not signed: anybody may have written it"));
                out.println("VERIFIED: the report is whole and unchanged");
                yield ExitCode.DONE;
            }
        };
    }
}
