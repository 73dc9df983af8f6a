package io.regchain.cli.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.cli.CommandFailure;
import io.regchain.cli.HubAccessFile;
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

/** A sandbox that runs in another terminal on this machine, by its data directory. */
public final class SandboxConnection implements AutoCloseable {
    /** To begin anew takes its time. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HubAccessFile access;
    private final HttpClient http = HttpClient.newHttpClient();

    public SandboxConnection(Path directory) {
        this.access = HubAccessFile.readFrom(
                directory.resolve(SandboxDesk.NAME), "a sandbox", "./hub sandbox --data " + directory);
    }

    /** @throws CommandFailure when the sandbox says no, or is not there */
    public JsonNode order(String path, ObjectNode order) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(access.url() + path))
                    .timeout(PATIENCE)
                    .header("Authorization", "Bearer " + access.token())
                    .POST(HttpRequest.BodyPublishers.ofByteArray(
                            CanonicalJson.encode(order).toArray()))
                    .build();
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode body = CanonicalJson.decode(Bytes.wrap(answer.body()));
            if (answer.statusCode() == 200) {
                return body;
            }
            String message = body.path("message").asText();
            String remedy = body.path("remedy").asText();
            throw answer.statusCode() == 400
                    ? CommandFailure.ofUsage(message, remedy)
                    : CommandFailure.ofEnvironment(message, remedy);
        } catch (IOException | DecodeException e) {
            throw CommandFailure.ofEnvironment(
                    "no sandbox answers at " + access.url() + ": " + e,
                    "start one with ./hub sandbox --data DIR, or name the directory of the one that runs");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.ofEnvironment("interrupted while the sandbox was asked", "try again");
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
