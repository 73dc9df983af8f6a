package io.regchain.localchain.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.supervision.snapshot.CheckedSnapshots;
import io.regchain.supervision.snapshot.S3Settings;
import io.regchain.supervision.snapshot.S3SnapshotStore;
import io.regchain.supervision.snapshot.SnapshotStoreProblem;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The store of snapshots in a real S3 server (JR/T 0314 6.6). */
class S3SnapshotStoreTest {
    private static final ChainId JIANGSU = new ChainId("jiangsu");

    @TempDir
    private static Path scratch;

    private static S3Server server;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = S3Server.start(scratch);
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void what_was_put_is_got_also_by_another_client_and_what_was_not_is_absent() {
        Bytes snapshot = Bytes.utf8("{\"body\":{\"name\":\"江苏\"},\"header\":{}}");
        Hash32 digest = Sm3.hash(snapshot);
        try (S3SnapshotStore store = S3SnapshotStore.open(server.settings())) {
            assertThat(store.get(digest)).isEmpty();
            store.put(digest, snapshot);
            store.put(digest, snapshot);
        }

        try (S3SnapshotStore again = S3SnapshotStore.open(server.settings())) {
            assertThat(again.get(digest)).contains(snapshot);
        }
    }

    @Test
    void a_large_snapshot_arrives_whole() {
        Bytes snapshot = Bytes.utf8("x".repeat(256 * 1024));
        Hash32 digest = Sm3.hash(snapshot);
        try (S3SnapshotStore store = S3SnapshotStore.open(server.settings())) {
            store.put(digest, snapshot);

            assertThat(store.get(digest)).contains(snapshot);
        }
    }

    @Test
    void what_was_altered_or_lost_on_the_servers_disk_is_found_on_read() throws IOException {
        Bytes snapshot = Bytes.utf8("{\"quantity\":100}");
        Hash32 digest = Sm3.hash(snapshot);
        try (S3SnapshotStore store = S3SnapshotStore.open(server.settings())) {
            store.put(digest, snapshot);
            CheckedSnapshots checked = new CheckedSnapshots(store);

            Files.writeString(server.body(digest), "{\"quantity\":900}");
            assertThat(reason(checked.read(JIANGSU, "report-1", 2, digest)))
                    .startsWith("SNAPSHOT_DIFFERS")
                    .contains("report-1 version 2 of jiangsu", digest.toHex())
                    .contains(Sm3.hash(Bytes.utf8("{\"quantity\":900}")).toHex());

            for (Path file : server.files(digest)) {
                Files.delete(file);
            }
            assertThat(reason(checked.read(JIANGSU, "report-1", 2, digest)))
                    .startsWith("SNAPSHOT_MISSING")
                    .contains("report-1 version 2 of jiangsu", digest.toHex());
        }
    }

    private static String reason(CheckedSnapshots.Reading reading) {
        return ((CheckedSnapshots.Reading.Refused) reading).reason().toString();
    }

    /** A secret that is not the key's is missing here: the test server does not recompute signatures of version 4. */
    static Stream<Arguments> wrong() {
        return Stream.of(
                row(
                        "a bucket that is not there",
                        s -> new S3Settings(s.endpoint(), "another", s.region(), s.accessKey(), s.secretFile())),
                row(
                        "a key that nobody has",
                        s -> new S3Settings(s.endpoint(), s.bucket(), s.region(), "NOBODY", s.secretFile())),
                row(
                        "an address where nothing listens",
                        s -> new S3Settings(nowhere(), s.bucket(), s.region(), s.accessKey(), s.secretFile())),
                row(
                        "a secret file that is not there",
                        s -> new S3Settings(
                                s.endpoint(), s.bucket(), s.region(), s.accessKey(), scratch.resolve("absent"))),
                row(
                        "an empty secret file",
                        s -> new S3Settings(
                                s.endpoint(), s.bucket(), s.region(), s.accessKey(), written("empty", "\n"))));
    }

    private static Arguments row(String name, UnaryOperator<S3Settings> harm) {
        return Arguments.of(Named.of(name, harm));
    }

    private static Path written(String name, String text) {
        try {
            return Files.writeString(scratch.resolve(name), text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static URI nowhere() {
        try (ServerSocket free = new ServerSocket(0)) {
            return URI.create("http://127.0.0.1:" + free.getLocalPort());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void a_bucket_that_cannot_be_used_is_said_at_the_start_with_what_would_help(UnaryOperator<S3Settings> harm) {
        S3Settings settings = harm.apply(server.settings());

        assertThatThrownBy(() -> S3SnapshotStore.open(settings))
                .isInstanceOfSatisfying(SnapshotStoreProblem.class, problem -> {
                    assertThat(problem).hasMessageContaining(settings.bucket());
                    assertThat(problem).hasMessageContaining(settings.endpoint().toString());
                    assertThat(problem.remedy()).contains("secret");
                });
    }
}
