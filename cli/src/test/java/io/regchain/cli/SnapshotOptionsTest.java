package io.regchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where snapshots stand is said whole or not at all, and a store that cannot be used is said before anything starts. */
class SnapshotOptionsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--s3-endpoint=http://127.0.0.1:9 | belong together",
                "--s3-bucket=snapshots --s3-access-key=KEY --s3-secret-file=secret | belong together",
                "--s3-endpoint=ftp://127.0.0.1:9 --s3-bucket=snapshots --s3-access-key=KEY --s3-secret-file=secret"
                        + " | http(s)://host:port",
                "--s3-endpoint=http://127.0.0.1:9/path --s3-bucket=snapshots --s3-access-key=KEY --s3-secret-file=secret"
                        + " | http(s)://host:port",
                "--s3-endpoint=http://127.0.0.1:9 --s3-bucket=Snap_shots --s3-access-key=KEY --s3-secret-file=secret"
                        + " | a bucket's name",
                "--late-after=-1 | --late-after should be 0 seconds or more"
            })
    void options_that_do_not_make_a_store_or_a_bound_are_wrong_usage(String options, String message) {
        String[] words = ("demo --port 0 --quiet --exit " + options.strip()).split(" ");

        CommandLineRun run = CommandLineRun.of(words);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(message.strip());
    }

    @Test
    void a_store_that_does_not_answer_stops_the_start_and_the_secret_is_never_shown() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "not-for-the-screen\n");
        int nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = free.getLocalPort();
        }

        CommandLineRun run = CommandLineRun.of(
                "demo",
                "--port",
                "0",
                "--quiet",
                "--exit",
                "--data",
                folder.resolve("data").toString(),
                "--s3-endpoint",
                "http://127.0.0.1:" + nobody,
                "--s3-bucket",
                "snapshots",
                "--s3-access-key",
                "KEY",
                "--s3-secret-file",
                secret.toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err())
                .contains("bucket snapshots at http://127.0.0.1:" + nobody)
                .contains("check that the store runs");
        assertThat(run.out() + run.err()).doesNotContain("not-for-the-screen");
    }
}
