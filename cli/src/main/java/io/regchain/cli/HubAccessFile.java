package io.regchain.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.cli.keys.OwnerOnly;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a hub that runs on this machine listens, and a token for whoever owns its data directory: {@value #NAME} in that
 * directory, which only its owner may read. The token is worth nothing once that hub has ended.
 */
public record HubAccessFile(URI url, String token) {
    static final String NAME = "hub-access.json";

    /** Replaces the one of an earlier run. */
    public void write(Path directory) throws IOException {
        writeTo(directory.resolve(NAME));
    }

    /** As {@link #write}, under another name. */
    public void writeTo(Path file) throws IOException {
        Files.deleteIfExists(file);
        OwnerOnly.create(
                file,
                CanonicalJson.encode(
                        CanonicalJson.object().put("url", url.toString()).put("token", token)));
    }

    static HubAccessFile read(Path directory) {
        return readFrom(directory.resolve(NAME), "a hub", "./hub demo --data " + directory);
    }

    /**
     * @param who writes such a file when it starts
     * @param command that starts it
     */
    public static HubAccessFile readFrom(Path file, String who, String command) {
        try {
            if (!Files.exists(file)) {
                throw CommandFailure.ofEnvironment(
                        "there is no " + file + ", which " + who + " writes when it starts",
                        "start one with " + command + ", or name the directory of the one that runs");
            }
            if (OwnerOnly.othersHaveRights(file)) {
                throw CommandFailure.ofEnvironment(
                        file + " may be read by others, so it is not used", "chmod 600 " + file);
            }
            JsonNode json = CanonicalJson.decode(Bytes.wrap(Files.readAllBytes(file)));
            return new HubAccessFile(
                    URI.create(json.path("url").asText()), json.path("token").asText());
        } catch (IOException | DecodeException | IllegalArgumentException e) {
            throw CommandFailure.ofEnvironment(
                    file + " cannot be used: " + e.getMessage(), "start " + who + " again; it writes this file anew");
        }
    }
}
