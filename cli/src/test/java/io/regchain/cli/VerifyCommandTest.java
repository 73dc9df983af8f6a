package io.regchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.ledger.testkit.TestValidators;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.evidence.EvidenceFile;
import io.regchain.protocol.evidence.MisbehaviourFile;
import io.regchain.protocol.evidence.StateFile;
import io.regchain.protocol.lightclient.CertifiedHeader;
import io.regchain.protocol.lightclient.Misbehaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
    private static final Path SAMPLE = Path.of("..", "crosschain-protocol", "vectors", "evidence", "transfer.json");

    private static final ChainId JIANGSU = new ChainId("jiangsu");

    @TempDir
    private Path folder;

    @Test
    void the_published_sample_is_accepted_and_the_trust_root_is_named() throws IOException {
        CommandLineRun run = CommandLineRun.of("verify", SAMPLE.toString());
        assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("VERIFIED", "Trust root: the validator set in the file, " + trustRoot());
    }

    @Test
    void it_is_accepted_under_the_trust_root_given() throws IOException {
        CommandLineRun run = CommandLineRun.of("verify", SAMPLE.toString(), "--root", trustRoot());
        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("given by you, " + trustRoot());
    }

    @Test
    void under_another_trust_root_it_is_refused() {
        CommandLineRun run = CommandLineRun.of("verify", SAMPLE.toString(), "--root", "ab".repeat(32));
        assertThat(run.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(run.out()).contains("FAIL  trust-root", "REFUSED: trust-root");
    }

    @Test
    void a_changed_byte_is_refused_with_its_reason() throws IOException {
        String text = Files.readString(SAMPLE);
        int seal = text.indexOf("\"signature\":\"") + 20;
        char changed = text.charAt(seal) == '0' ? '1' : '0';
        Path altered = Files.writeString(
                folder.resolve("altered.json"), text.substring(0, seal) + changed + text.substring(seal + 1));

        CommandLineRun run = CommandLineRun.of("verify", altered.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(run.out()).contains("FAIL  anchor-certificate", "SEAL_INVALID", "REFUSED: ", "DIGEST_MISMATCH");
    }

    @Test
    void a_file_that_is_no_evidence_is_refused_and_later_checks_are_not_claimed() throws IOException {
        Path other = Files.writeString(folder.resolve("other.json"), "{}\n");
        CommandLineRun run = CommandLineRun.of("verify", other.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(run.out()).contains("FAIL  structure", "digest: not reached").doesNotContain("  ok  ");
    }

    @Test
    void a_file_about_a_state_key_is_recognised_and_tells_what_the_key_held() throws IOException {
        Path state = SAMPLE.resolveSibling("state.json");
        CommandLineRun run = CommandLineRun.of("verify", state.toString(), "--root", trustRootOf(state));
        assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.DONE);
        assertThat(run.out())
                .contains("what accounts/A-007 held on jiangsu after block 7", "{\"balance\":7}", "VERIFIED");
        CommandLineRun absent = CommandLineRun.of(
                "verify", SAMPLE.resolveSibling("state-absent.json").toString());
        assertThat(absent.exitCode()).as(absent.out()).isEqualTo(ExitCode.DONE);
        assertThat(absent.out()).contains("accounts/A-9999 held", "(nothing)");

        String value = Bytes.utf8("{\"balance\":7}").toHex();
        Path altered = Files.writeString(
                folder.resolve("altered.json"),
                Files.readString(state)
                        .replace(value, Bytes.utf8("{\"balance\":9}").toHex()));
        CommandLineRun refused = CommandLineRun.of("verify", altered.toString());
        assertThat(refused.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(refused.out())
                .contains("FAIL  state", "STATE_UNPROVEN", "REFUSED: ")
                .doesNotContain("balance");
    }

    private static String trustRootOf(Path state) throws IOException {
        return StateFile.parse(Bytes.wrap(Files.readAllBytes(state)))
                .anchor()
                .validators()
                .hash()
                .toHex();
    }

    @Test
    void a_file_that_accuses_validators_is_recognised_and_names_who_sealed_both_blocks() throws IOException {
        TestValidators validators = TestValidators.of(JIANGSU, 4);
        Bytes content = MisbehaviourFile.of(
                        validators.set(), Misbehaviour.of(block(validators, "one"), block(validators, "two")))
                .toBytes();
        Path evidence = Files.write(folder.resolve("misbehaviour.json"), content.toArray());
        String set = validators.set().hash().toHex();

        CommandLineRun run = CommandLineRun.of("verify", evidence.toString(), "--root", set);
        assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.DONE);
        assertThat(run.out())
                .contains("Evidence against the validators of jiangsu", "FORK", "jiangsu-0", "jiangsu-2", "VERIFIED")
                .contains("given by you, " + set);

        Path altered = Files.writeString(
                folder.resolve("altered.json"), content.toUtf8().replace("\"round\":0", "\"round\":1"));
        CommandLineRun refused = CommandLineRun.of("verify", altered.toString());
        assertThat(refused.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(refused.out()).contains("FAIL  first-certificate", "SEAL_INVALID", "DIGEST_MISMATCH");
    }

    private static CertifiedHeader block(TestValidators validators, String state) {
        BlockHeader header = new BlockHeader(
                BlockHeader.VERSION,
                JIANGSU,
                new Height(7),
                Hash32.ZERO,
                new BlockTime(1_770_700_000_000L),
                validators.proposer(new Height(6)),
                Hash32.ZERO,
                Hash32.ZERO,
                Sm3.hash(Bytes.utf8(state)),
                validators.set().hash(),
                validators.set().hash());
        return new CertifiedHeader(header, validators.certify(header, Round.ZERO));
    }

    @Test
    void a_missing_file_and_a_wrong_root_are_named() {
        CommandLineRun missing =
                CommandLineRun.of("verify", folder.resolve("no.json").toString());
        assertThat(missing.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(missing.err()).contains("there is no file");
        CommandLineRun wrongRoot = CommandLineRun.of("verify", SAMPLE.toString(), "--root", "12xy");
        assertThat(wrongRoot.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(wrongRoot.err()).contains("--root \"12xy\" is not a hash", "64 hexadecimal digits");
    }

    @Test
    void another_process_comes_to_the_same_results() throws Exception {
        assertThat(exitCodeOfAnotherProcess("verify", SAMPLE.toString())).isEqualTo(ExitCode.DONE);
        assertThat(exitCodeOfAnotherProcess(
                        "verify", SAMPLE.resolveSibling("state.json").toString()))
                .isEqualTo(ExitCode.DONE);
        Path altered = Files.writeString(
                folder.resolve("altered.json"), Files.readString(SAMPLE).replace("\"height\":", "\"height\": "));
        assertThat(exitCodeOfAnotherProcess("verify", altered.toString())).isEqualTo(ExitCode.CHECK_FAILED);
    }

    private int exitCodeOfAnotherProcess(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Hub.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String trustRoot() throws IOException {
        EvidenceFile file = EvidenceFile.parse(Bytes.wrap(Files.readAllBytes(SAMPLE)));
        return file.anchor().validators().hash().toHex();
    }
}
