package io.regchain.cli.keys;

import io.regchain.cli.CommandFailure;
import io.regchain.protocol.crypto.SecretBytes;
import java.io.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a passphrase comes from: a file that only its owner can read, or the terminal. Never an argument. */
public final class Passphrase {
    private static final int LEAST_BYTES = 12;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Reads the passphrase from the first line of this file instead of asking on the terminal.")
    private @Nullable Path file;

    /** The passphrase for a new key, asked for twice. */
    SecretBytes choose() {
        SecretBytes chosen = file == null ? ask("Passphrase: ", Optional.of("Once more: ")) : ofFile(file);
        if (chosen.size() < LEAST_BYTES) {
            int size = chosen.size();
            chosen.close();
            throw CommandFailure.ofUsage(
                    "the passphrase has " + size + " bytes",
                    "Take at least " + LEAST_BYTES + ", for example four words.");
        }
        return chosen;
    }

    /** The passphrase of an existing key. */
    SecretBytes give() {
        return file == null ? ask("Passphrase: ", Optional.empty()) : ofFile(file);
    }

    private static SecretBytes ask(String prompt, Optional<String> again) {
        Console console = System.console();
        if (console == null) {
            throw CommandFailure.ofUsage(
                    "there is no terminal to ask for the passphrase on", "Give --passphrase-file FILE.");
        }
        SecretBytes first = read(console, prompt);
        if (again.isPresent()) {
            try (SecretBytes second = read(console, again.get())) {
                if (!first.matches(second)) {
                    first.close();
                    throw CommandFailure.ofUsage("the two passphrases differ", "Try again.");
                }
            }
        }
        return first;
    }

    private static SecretBytes read(Console console, String prompt) {
        char[] typed = console.readPassword("%s", prompt);
        if (typed == null) {
            throw CommandFailure.ofUsage("no passphrase was given", "Try again, or give --passphrase-file FILE.");
        }
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        try {
            return SecretBytes.copyOf(bytes);
        } finally {
            Arrays.fill(typed, '\0');
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(encoded.array(), (byte) 0);
        }
    }

    private static SecretBytes ofFile(Path file) {
        byte[] content = readAll(file);
        int end = 0;
        while (end < content.length && content[end] != '\n' && content[end] != '\r') {
            end++;
        }
        byte[] line = Arrays.copyOf(content, end);
        try {
            return SecretBytes.copyOf(line);
        } finally {
            Arrays.fill(content, (byte) 0);
            Arrays.fill(line, (byte) 0);
        }
    }

    private static byte[] readAll(Path file) {
        try {
            if (OwnerOnly.othersHaveRights(file)) {
                throw CommandFailure.ofEnvironment(
                        "others than its owner have rights on the passphrase file " + file, "Type: chmod 600 " + file);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw CommandFailure.ofEnvironment(
                    "the passphrase file " + file + " cannot be read (" + e + ")", "Check its name and rights.");
        }
    }
}
