package io.regchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuzzCommandTest {
    @TempDir
    private Path folder;

    @Test
    void a_few_seeds_pass_and_tell_what_they_met() {
        CommandLineRun run = CommandLineRun.of("sim", "fuzz", "--ledger", "--seeds", "4", "--threads", "1");
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("4 seeds in", "blocks decided", "crashes", "No rule was broken");
    }

    @Test
    void a_few_federations_pass_and_tell_what_they_met() {
        CommandLineRun run = CommandLineRun.of("sim", "fuzz", "--seeds", "3");
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("3 seeds in", "packet: success", "No rule was broken");
    }

    @Test
    void the_story_of_one_federation_is_told() {
        CommandLineRun run = CommandLineRun.of("sim", "fuzz", "--seed", "3");
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("sent ", "to the hub", "everything came to its one end");
    }

    @Test
    void the_story_of_one_seed_is_written_where_it_is_wanted() throws IOException {
        Path file = folder.resolve("story.txt");
        CommandLineRun run =
                CommandLineRun.of("sim", "fuzz", "--ledger", "--seed", "3", "--transcript", file.toString());
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
        assertThat(Files.readAllLines(file))
                .hasSizeGreaterThan(500)
                .anyMatch(line -> line.contains("proposal 1/0"))
                .last()
                .asString()
                .startsWith("everything was done");
    }

    @Test
    void what_cannot_be_is_told() {
        assertThat(CommandLineRun.of("sim", "fuzz", "--seeds", "0").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(CommandLineRun.of("sim", "fuzz", "--ledger", "--seeds", "0").exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(CommandLineRun.of("sim", "fuzz", "--ledger", "--seed", "3", "--transcript", "/no/such/folder/x")
                        .exitCode())
                .isEqualTo(ExitCode.ENVIRONMENT);
    }
}
