package io.regchain.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say which hub is asked, and the asking. */
final class HubConnection {
    /** The hub may wait for one node of a chain after the other. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory of a hub that runs on this machine; it holds address and token.")
    private @Nullable Path data;

    @Option(names = "--url", paramLabel = "URL", description = "Where the hub listens. Default: http://127.0.0.1:8080.")
    private @Nullable URI url;

    @Option(names = "--token", paramLabel = "TOKEN", description = "An API token of that hub.")
    private @Nullable String token;

    @Option(names = "--json", description = "Print the hub's answer as JSON.")
    private boolean json;

    boolean json() {
        return json;
    }

    private HubAccessFile access() {
        if (data != null && url == null && token == null) {
            return HubAccessFile.read(data);
        }
        if (data == null && token != null) {
            return new HubAccessFile(url == null ? URI.create("http://127.0.0.1:8080") : url, token);
        }
        throw CommandFailure.ofUsage(
                "which hub? Give either --data, or --token and perhaps --url",
                "for a hub started with ./hub demo --data DIR say --data DIR");
    }

    /** What the hub answered, whatever it is. */
    record Answer(URI hub, int status, JsonNode body) {}

    /** What the hub answers at this address. */
    JsonNode get(String path) {
        return good(ask(path));
    }

    /** The body of an answer; any but a good one ends the command. */
    JsonNode good(Answer answer) {
        if (answer.status() == OK) {
            return answer.body();
        }
        JsonNode error = answer.body().path("error");
        String problem = answer.hub() + " answers " + answer.status() + ": "
                + error.path("message").asText();
        throw answer.status() == UNAUTHORIZED
                ? CommandFailure.ofEnvironment(
                        problem, "the token is of another run of the hub; --data DIR finds the one of this run")
                : answer.status() == BAD_REQUEST
                        ? CommandFailure.ofUsage(problem, error.path("remedy").asText())
                        : CommandFailure.ofEnvironment(
                                problem, error.path("remedy").asText());
    }

    /** What the hub answers at this address, be it an error. */
    Answer ask(String path) {
        HubAccessFile access = access();
        HttpResponse<byte[]> answer = send(access, path);
        return new Answer(access.url(), answer.statusCode(), body(access, answer));
    }

    private static HttpResponse<byte[]> send(HubAccessFile access, String path) {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(access.url() + path))
                    .timeout(PATIENCE)
                    .header("Authorization", "Bearer " + access.token())
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | IllegalArgumentException e) {
            throw CommandFailure.ofEnvironment(
                    "no hub can be reached at " + access.url() + ": " + e,
                    "start one with ./hub demo --data DIR, or name another with --data or --url");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.ofEnvironment("interrupted while " + access.url() + " was asked", "try again");
        }
    }

    private static JsonNode body(HubAccessFile access, HttpResponse<byte[]> answer) {
        try {
            return CanonicalJson.decode(Bytes.wrap(answer.body()));
        } catch (DecodeException e) {
            throw CommandFailure.ofEnvironment(
                    "what listens at " + access.url() + " is no hub: " + e.getMessage(),
                    "name the hub's address with --url, or its data directory with --data");
        }
    }
}
