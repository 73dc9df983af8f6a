package io.regchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {
    @TempDir
    private Path folder;

    private Path passphrase;
    private Path key;

    @BeforeEach
    void writeAPassphrase() throws IOException {
        passphrase = ownerOnly("passphrase", "four plain words here\nsecond line\n");
        key = folder.resolve("node.key");
    }

    @Test
    void a_new_key_can_be_shown_and_checked_and_only_its_owner_may_read_it() throws IOException {
        CommandLineRun made = run("generate");
        assertThat(made.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");

        CommandLineRun shown = CommandLineRun.of("keys", "show", key.toString());
        assertThat(shown.out()).isEqualTo(made.out()).containsPattern("public key +04[0-9a-f]{128}\n");
        assertThat(run("check").exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void the_key_file_holds_no_plain_private_key_and_two_keys_differ() throws IOException {
        run("generate");
        String first = Files.readString(key);
        Files.delete(key);
        run("generate");
        assertThat(Files.readString(key)).isNotEqualTo(first).contains("SM4-GCM", "PBKDF2-HMAC-SM3");
    }

    @Test
    void a_key_is_never_overwritten() throws IOException {
        Files.writeString(key, "precious");
        CommandLineRun again = run("generate");
        assertThat(again.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(again.err()).contains("never overwritten");
        assertThat(Files.readString(key)).isEqualTo("precious");
    }

    @Test
    void another_passphrase_does_not_open_it() throws IOException {
        run("generate");
        passphrase = ownerOnly("other", "four other words here");
        CommandLineRun refused = run("check");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(refused.err())
                .contains("cannot be opened", "the passphrase is another one, or the file was changed");
    }

    @Test
    void a_key_file_that_others_may_read_is_not_used() throws IOException {
        run("generate");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        CommandLineRun refused = CommandLineRun.of("keys", "show", key.toString());
        assertThat(refused.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(refused.err()).contains("chmod 600 " + key);
    }

    @Test
    void a_passphrase_file_that_others_may_read_is_not_used() throws IOException {
        Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-r--r--"));
        CommandLineRun refused = run("generate");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(refused.err()).contains("chmod 600 " + passphrase);
        assertThat(key).doesNotExist();
    }

    @Test
    void too_short_a_passphrase_is_refused() throws IOException {
        passphrase = ownerOnly("short", "secret");
        CommandLineRun refused = run("generate");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("the passphrase has 6 bytes", "at least 12");
        assertThat(key).doesNotExist();
    }

    @Test
    void a_missing_file_is_named() {
        CommandLineRun refused = CommandLineRun.of("keys", "show", key.toString());
        assertThat(refused.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(refused.err()).contains("there is no file " + key, "hub keys generate");
    }

    @Test
    void a_file_that_is_no_key_file_is_refused() throws IOException {
        key = ownerOnly("no.key", "{\"format\":\"something else\"}");
        CommandLineRun refused = CommandLineRun.of("keys", "show", key.toString());
        assertThat(refused.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(refused.err()).contains("is not a sound key file");
    }

    private CommandLineRun run(String command) {
        return CommandLineRun.of("keys", command, key.toString(), "--passphrase-file", passphrase.toString());
    }

    private Path ownerOnly(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, content);
    }
}
