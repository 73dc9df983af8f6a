package io.regchain.cli;

import io.regchain.protocol.base.Bytes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command gets into nodes of somebody's chain: options, and what they come to. */
public final class NodeAccess {
    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The access token that the nodes ask for, as the hub would send it.")
    private @Nullable String token;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Reads the access token from the first line of a file, so that no process list shows it.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description = "PEM file with the certificates to trust over https. Default: those of the Java platform.")
    private @Nullable Path authorities;

    /** @throws CommandFailure when it cannot be read or sent */
    Optional<String> token() {
        if (token != null && tokenFile != null) {
            throw CommandFailure.ofUsage("--token and --token-file are both given", "Give one of them.");
        }
        Optional<String> given = tokenFile == null
                ? Optional.ofNullable(token)
                : Optional.of(read("--token-file", tokenFile)
                        .toUtf8()
                        .lines()
                        .findFirst()
                        .orElse(""));
        return given.map(String::strip).map(NodeAccess::sendable);
    }

    /** @throws CommandFailure unless a header can carry it */
    public static String sendable(String token) {
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw CommandFailure.ofUsage(
                    "the access token is empty or has characters that no header can carry",
                    "Give the token as the node's operator gave it.");
        }
        return token;
    }

    Optional<Path> authorities() {
        return Optional.ofNullable(authorities);
    }

    /** Absent: what the Java platform trusts. */
    Optional<SSLContext> trusted() {
        return authorities().map(TrustedAuthorities::of);
    }

    /** @throws CommandFailure when it is no address that functions can stand below */
    public static URI address(String text) {
        try {
            URI uri = URI.create(text);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return uri;
            }
            throw noAddress(text);
        } catch (IllegalArgumentException unreadable) {
            throw noAddress(text);
        }
    }

    private static CommandFailure noAddress(String text) {
        return CommandFailure.ofUsage(
                "the endpoint \"" + text + "\" is not the address of a node",
                "Give scheme, host and port, such as https://10.20.1.11:8443, and the path that functions stand below.");
    }

    /** A whole file that an option names. */
    public static Bytes read(String option, Path file) {
        try {
            return Bytes.wrap(Files.readAllBytes(file));
        } catch (IOException e) {
            throw CommandFailure.ofEnvironment(
                    option + ": " + file + " cannot be read (" + e + ")", "Check its name and rights.");
        }
    }
}
