package io.regchain.supervision.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.crypto.Sm3;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots in files: whole or not at all, whatever happens to the process. */
class DiskSnapshotStoreTest {
    private static final int ACKNOWLEDGED = 40;

    @TempDir
    private Path directory;

    private static Hash32 digest(Bytes snapshot) {
        return Sm3.hash(snapshot);
    }

    @Test
    void what_was_put_is_got_after_a_restart_and_what_was_not_is_absent() {
        Bytes snapshot = Bytes.utf8("{\"name\":\"江苏\"}");
        new DiskSnapshotStore(directory).put(digest(snapshot), snapshot);

        DiskSnapshotStore again = new DiskSnapshotStore(directory);

        assertThat(again.get(digest(snapshot))).contains(snapshot);
        assertThat(again.get(digest(Bytes.utf8("{}")))).isEmpty();
    }

    @Test
    void what_was_altered_since_is_replaced_when_the_snapshot_is_put_again() throws IOException {
        Bytes snapshot = Bytes.utf8("{\"quantity\":100}");
        DiskSnapshotStore store = new DiskSnapshotStore(directory);
        store.put(digest(snapshot), snapshot);
        Files.writeString(file(snapshot), "{\"quantity\":900}");

        store.put(digest(snapshot), snapshot);

        assertThat(store.get(digest(snapshot))).contains(snapshot);
    }

    private Path file(Bytes snapshot) {
        String name = digest(snapshot).toHex();
        return directory.resolve(name.substring(0, 2)).resolve(name);
    }

    @Test
    void what_a_dead_process_left_half_written_is_no_snapshot() throws IOException {
        Bytes snapshot = Bytes.utf8("{\"quantity\":100}");
        Path file = file(snapshot);
        Files.createDirectories(directory.resolve(file.getParent()));
        Files.writeString(file.resolveSibling(file.getFileName() + ".part"), "{\"quan");
        DiskSnapshotStore store = new DiskSnapshotStore(directory);

        assertThat(store.get(digest(snapshot))).isEmpty();
        store.put(digest(snapshot), snapshot);
        assertThat(store.get(digest(snapshot))).contains(snapshot);
    }

    @Test
    void a_directory_that_cannot_be_written_is_said_with_what_would_help() throws IOException {
        Path file = Files.writeString(directory.resolve("a-file"), "");

        assertThatThrownBy(() -> new DiskSnapshotStore(file.resolve("snapshots")))
                .isInstanceOfSatisfying(SnapshotStoreProblem.class, problem -> {
                    assertThat(problem).hasMessageContaining(file.toString());
                    assertThat(problem.remedy()).contains("disk");
                });
    }

    @Test
    void every_snapshot_that_a_killed_process_had_acknowledged_is_there_whole() throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        List<Hash32> acknowledged = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            while (acknowledged.size() < ACKNOWLEDGED) {
                acknowledged.add(Hash32.ofHex(lines.readLine()));
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }

        DiskSnapshotStore store = new DiskSnapshotStore(directory);
        assertThat(acknowledged)
                .allSatisfy(
                        digest -> assertThat(store.get(digest).map(Sm3::hash)).contains(digest));
        try (Stream<Path> files = Files.walk(directory)) { // those that nobody acknowledged are whole as well
            assertThat(files.filter(file -> file.getFileName().toString().length() == 64))
                    .allSatisfy(file -> assertThat(Sm3.hash(Bytes.wrap(Files.readAllBytes(file)))
                                    .toHex())
                            .isEqualTo(file.getFileName().toString()));
        }
    }

    /** Puts snapshots until it is killed, and says each one that is kept. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) {
            DiskSnapshotStore store = new DiskSnapshotStore(Path.of(arguments[0]));
            for (int n = 0; ; n++) {
                Bytes snapshot = Bytes.utf8("{\"number\":" + n + ",\"text\":\"" + "x".repeat(10_000) + "\"}");
                store.put(digest(snapshot), snapshot);
                System.out.println(digest(snapshot).toHex());
                System.out.flush();
            }
        }
    }
}
