package io.regchain.localchain.federation;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.Hash32;
import io.regchain.supervision.snapshot.S3Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real S3 server in a process of its own: {@code src/test/node-s3}. */
final class S3Server implements AutoCloseable {
    static final String BUCKET = "snapshots-of-tests";
    static final String ACCESS_KEY = "S3RVER"; // the one account that s3rver comes with
    private static final String SECRET = "S3RVER";
    private static final long ENDING_SECONDS = 10;

    private final Process process;
    private final Path directory;
    private final Path secretFile;
    private final int port;

    private S3Server(Process process, Path directory, Path secretFile, int port) {
        this.process = process;
        this.directory = directory;
        this.secretFile = secretFile;
        this.port = port;
    }

    /** Skips the test where Node.js or the packages cannot be had. */
    static S3Server start(Path scratch) throws IOException, InterruptedException {
        Path program = NodeJs.installed(scratch, Path.of("src", "test", "node-s3"));
        Path directory = Files.createDirectories(scratch.resolve("s3"));
        Path secret = Files.writeString(scratch.resolve("s3-secret"), SECRET + "\n");
        Process process = new ProcessBuilder("node", "server.mjs", directory.toString(), BUCKET)
                .directory(program.toFile())
                .redirectError(scratch.resolve("s3-errors.txt").toFile())
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String port = output.readLine();
        assertThat(port).as(Files.readString(scratch.resolve("s3-errors.txt"))).isNotNull();
        return new S3Server(process, directory, secret, Integer.parseInt(port));
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    Path secretFile() {
        return secretFile;
    }

    S3Settings settings() {
        return new S3Settings(endpoint(), BUCKET, "us-east-1", ACCESS_KEY, secretFile);
    }

    /** The server's own files of a snapshot: what somebody with access to its disk can reach. */
    List<Path> files(Hash32 digest) {
        return files().stream()
                .filter(file -> file.getFileName().toString().contains(digest.toHex()))
                .toList();
    }

    /** Of all snapshots. */
    List<Path> files() {
        try (Stream<Path> all = Files.walk(directory.resolve(BUCKET).resolve("snapshots"))) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one with the snapshot's bytes. */
    Path body(Hash32 digest) {
        return files(digest).stream()
                .filter(file -> file.toString().endsWith("_object"))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(ENDING_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
