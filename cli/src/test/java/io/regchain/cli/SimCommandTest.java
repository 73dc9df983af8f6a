package io.regchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimCommandTest {
    @TempDir
    private Path folder;

    @Test
    void scenario_4_with_one_altered_expectation_fails_and_names_the_step() throws IOException {
        String altered = scenario("S4").replaceFirst("earliest 2026-02-25", "earliest 2026-02-26");
        Path file = Files.writeString(folder.resolve("altered.yaml"), altered);
        CommandLineRun run = CommandLineRun.of("sim", "run", file.toString());
        assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(run.out())
                .contains("✗ S4: 步骤 step sell-early: message: expected to contain \"earliest 2026-02-26\"")
                .doesNotContain("sell-early-zhejiang");
    }

    private static String scenario(String id) throws IOException {
        try (InputStream in = SimCommandTest.class.getResourceAsStream("/scenarios/" + id + ".yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_file_that_is_no_scenario_is_told_clearly() throws IOException {
        Path file = Files.writeString(folder.resolve("other.yaml"), "format: something else\n");
        CommandLineRun run = CommandLineRun.of("sim", "run", file.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err()).contains("other.yaml: format should be \"regchain/scenario/1\"", "docs/scenarios.md");
    }

    @Test
    void a_missing_file_is_named() {
        CommandLineRun missing = CommandLineRun.of("sim", "run", "no-such.yaml");
        assertThat(missing.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(missing.err()).contains("there is no file no-such.yaml");
    }
}
