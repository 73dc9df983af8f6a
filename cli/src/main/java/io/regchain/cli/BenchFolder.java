package io.regchain.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a benchmark keeps its chains: a folder that was named and stays, or a temporary one that is removed. */
record BenchFolder(Path path, boolean temporary) implements AutoCloseable {
    /** @param named an empty or new folder, or null for a temporary one */
    static BenchFolder open(@Nullable Path named) {
        try {
            if (named == null) {
                return new BenchFolder(Files.createTempDirectory("hub-bench"), true);
            }
            Path folder = Files.createDirectories(named);
            try (Stream<Path> inside = Files.list(folder)) {
                if (inside.findAny().isPresent()) {
                    throw CommandFailure.ofUsage(
                            "the folder " + folder + " is not empty", "Name a new one: every run starts a new chain.");
                }
            }
            return new BenchFolder(folder, false);
        } catch (IOException e) {
            throw CommandFailure.ofEnvironment(
                    "the folder for the chains cannot be made: " + e.getMessage(), "Name another one with --data.");
        }
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> inside = Files.walk(path)) {
            List<Path> deepestFirst = inside.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary folder " + path + " cannot be removed", e);
        }
    }
}
