package io.regchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
    private static final Path LAUNCHER = Path.of("..", "hub").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    @Test
    void it_explains_its_own_commands_without_building_anything() throws Exception {
        Run help = launch(LAUNCHER, Map.of(), "test", "--help");
        assertThat(help.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(help.output()).contains("Usage: ./hub test", "Exit codes: 0 all passed, 1 something failed");
    }

    @Test
    void it_refuses_what_the_test_command_does_not_know() throws Exception {
        Run wrong = launch(LAUNCHER, Map.of(), "test", "everything");
        assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.output()).contains("Usage: ./hub test");
    }

    @Test
    void without_a_jdk_it_says_what_to_install() throws Exception {
        Path blind = Files.writeString(
                folder.resolve("hub"),
                Files.readString(LAUNCHER)
                        .replaceFirst(
                                "(?s)for candidate in /usr/lib/jvm.*?; do",
                                "for candidate in " + folder + "/none/*; do"));
        Files.setPosixFilePermissions(blind, PosixFilePermissions.fromString("rwx------"));
        Run run = launch(
                blind,
                Map.of("JAVA_HOME", folder + "/none", "HOME", folder.toString(), "PATH", pathWithoutJava()),
                "bench");
        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.output()).contains("no JDK 21 or newer was found", "apt-get install", "JAVA_HOME");
    }

    /** A folder with the few tools the launcher needs before it looks for a JDK. */
    private String pathWithoutJava() throws IOException {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : List.of("bash", "env", "dirname", "readlink", "sed", "head")) {
            for (String place : List.of("/usr/bin", "/bin")) {
                Path found = Path.of(place, tool);
                if (Files.isExecutable(found) && Files.notExists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), found);
                }
            }
        }
        return tools.toString();
    }

    private record Run(int exitCode, String output) {}

    private Run launch(Path launcher, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", launcher.toString()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Run(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
    }
}
