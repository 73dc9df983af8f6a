package io.regchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BenchCommandTest {
    @TempDir
    private Path folder;

    static List<List<String>> wrongUses() {
        return List.of(
                List.of("bench", "basics", "--seconds", "601"),
                List.of("bench", "ledger", "--validators", "3"),
                List.of("bench", "ledger", "--validators", "23"),
                List.of("bench", "ledger", "--seconds", "0"),
                List.of("bench", "ledger", "--warmup", "-1"),
                List.of("bench", "ledger", "--in-flight", "0"),
                List.of("bench", "ledger", "--accounts", "10000001"),
                List.of("bench", "ledger", "--senders", "0"),
                List.of("bench", "ledger", "--sign", "never"),
                List.of("bench", "parts", "nothing", "--forks", "0"),
                List.of("bench", "parts", "--forks", "21"));
    }

    @ParameterizedTest
    @MethodSource("wrongUses")
    void what_cannot_be_measured_is_wrong_usage(List<String> arguments) {
        CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).isNotBlank();
    }

    @Test
    void a_short_run_prints_machine_configuration_and_figures_and_writes_them_as_json() {
        Path json = folder.resolve("figures.json");
        CommandLineRun run = CommandLineRun.of(
                "bench",
                "ledger",
                "--seconds",
                "1",
                "--warmup",
                "1",
                "--accounts",
                "100",
                "--in-flight",
                "50",
                "--sign",
                "live",
                "--data",
                folder.resolve("chain").toString(),
                "--json",
                json.toString());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("machine: ", "configuration: 4 validators", "CPU per transaction");
        assertThat(json).content().contains("\"committed\"");
    }

    @Test
    void a_folder_that_holds_something_is_not_used() throws Exception {
        Files.createFile(folder.resolve("something"));
        CommandLineRun run = CommandLineRun.of("bench", "ledger", "--data", folder.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("is not empty", "every run starts a new chain");
    }
}
