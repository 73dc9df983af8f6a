package io.regchain.cli.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.cli.CommandFailure;
import io.regchain.cli.TrustedAuthorities;
import io.regchain.localchain.sandbox.Applicant;
import io.regchain.localchain.sandbox.gateway.NodeAddress;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** The options of a chain under test, as one command hands them to the sandbox of another. */
public final class ApplicantJson {
    private ApplicantJson() {}

    /** @throws CommandFailure when one of them cannot be used */
    public static Applicant read(JsonNode json) {
        Optional<String> token = token(json);
        Optional<SSLContext> tls = text(json, "cacert").map(file -> TrustedAuthorities.of(Path.of(file)));
        List<NodeAddress> nodes = new ArrayList<>();
        json.path("endpoints").forEach(url -> nodes.add(new NodeAddress(address(url.asText()), token, tls)));
        try {
            return new Applicant(
                    nodes,
                    text(json, "chainId").map(ChainId::new),
                    text(json, "registration").map(file -> form(Path.of(file))));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.ofUsage(String.valueOf(e.getMessage()), "`hub sandbox --help` shows examples.");
        }
    }

    private static Optional<String> text(JsonNode json, String name) {
        return Optional.ofNullable(json.path(name).textValue());
    }

    private static URI address(String text) {
        try {
            URI uri = URI.create(text);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (IllegalArgumentException unreadable) {
            // told like any other that is no address
        }
        throw CommandFailure.ofUsage(
                "\"" + text + "\" is not the address of a node",
                "Give scheme, host and port, such as http://127.0.0.1:9101, and the path that functions stand below.");
    }

    private static Optional<String> token(JsonNode json) {
        Optional<String> given = text(json, "token")
                .or(() -> text(json, "tokenFile").map(file -> read("--token-file", Path.of(file))
                        .toUtf8()
                        .lines()
                        .findFirst()
                        .orElse("")))
                .map(String::strip);
        if (given.isPresent() && (given.get().isEmpty() || !given.get().chars().allMatch(c -> c > ' ' && c < 0x7f))) {
            throw CommandFailure.ofUsage(
                    "the access token is empty or has characters that no header can carry",
                    "Give the token as your nodes ask for it.");
        }
        return given;
    }

    /** A registration, or an object that has one as its member {@code registration}. */
    private static ObjectNode form(Path file) {
        try {
            JsonNode json = CanonicalJson.decode(read("--registration", file));
            if ((json.path("registration").isObject() ? json.path("registration") : json) instanceof ObjectNode form) {
                return form;
            }
            throw new DecodeException("it is no object");
        } catch (DecodeException e) {
            throw CommandFailure.ofUsage(
                    "--registration " + file + " cannot be read: " + e.getMessage(),
                    "Give a JSON object such as {\"validators\":[{\"publicKey\":…,\"proofOfPossession\":…}],\"sealKeys\":[…]}.");
        }
    }

    private static Bytes read(String option, Path file) {
        try {
            return Bytes.wrap(Files.readAllBytes(file));
        } catch (IOException e) {
            throw CommandFailure.ofEnvironment(
                    option + ": " + file + " cannot be read (" + e + ")", "Check its name and rights.");
        }
    }
}
