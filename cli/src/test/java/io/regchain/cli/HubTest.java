package io.regchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HubTest {
    static List<String> commands() {
        return List.copyOf(new CommandLine(new Hub()).getSubcommands().keySet());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_has_a_help(String command) {
        CommandLineRun help = CommandLineRun.of(command, "--help");
        assertThat(help.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(help.out()).startsWith("Usage: hub " + command).contains("--help");
    }

    @Test
    void the_help_names_every_command_and_what_exit_codes_mean() {
        assertThat(CommandLineRun.of("--help").out())
                .contains(commands())
                .contains("test ", "Exit codes:", "0   done", "4   a fault of the program itself");
    }

    @Test
    void no_command_and_an_unknown_one_are_wrong_usage() {
        assertThat(CommandLineRun.of().exitCode()).isEqualTo(ExitCode.USAGE);
        CommandLineRun unknown = CommandLineRun.of("benhc");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("benhc", "bench");
    }

    @Test
    void a_wrong_option_value_says_what_is_right() {
        CommandLineRun run = CommandLineRun.of("bench", "--seconds", "0");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("hub bench: --seconds is 0", "1 to 600");
    }
}
