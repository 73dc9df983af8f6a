package io.regchain.localchain.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The programs in {@code src/test/node}, with their packages and generated classes. */
public final class NodeJs {
    private static final long SECONDS = 240;
    private static final Path PROGRAMS = Path.of("src", "test", "node").toAbsolutePath();
    private static final Path GENERATED = PROGRAMS.resolve("gen/regchain/v1/types_pb.js");
    private static final Path SCHEMAS =
            Path.of("..", "crosschain-protocol", "src", "main", "proto").toAbsolutePath();

    private NodeJs() {}

    /** What a program that has ended said. */
    record Outcome(int exit, String output) {}

    /**
     * The folder, ready to run; the test is skipped where Node.js or the packages cannot be had.
     *
     * @param scratch for what the programs say
     */
    public static Path prepared(Path scratch) throws IOException, InterruptedException {
        installed(scratch, PROGRAMS);
        locked(() -> {
            if (!isGenerated()) {
                Outcome generated = run(scratch, PROGRAMS, "npm", "run", "generate");
                assertThat(generated.exit()).as(generated.output()).isZero();
            }
        });
        return PROGRAMS;
    }

    /** A folder with the packages that its lock file names; the test is skipped where they cannot be had. */
    static Path installed(Path scratch, Path folder) throws IOException, InterruptedException {
        assumeTrue(
                present(scratch, "node") && present(scratch, "npm"),
                "Node.js is absent: what is written in another language is not run");
        locked(() -> {
            if (!Files.isDirectory(folder.resolve("node_modules"))) {
                Outcome installed = run(scratch, folder, "npm", "ci", "--no-audit", "--no-fund");
                assumeTrue(installed.exit() == 0, () -> "the npm packages cannot be had: " + installed.output());
            }
        });
        return folder.toAbsolutePath();
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Tests in other processes use the same folders. */
    private static void locked(Work work) throws IOException, InterruptedException {
        Path lock = Path.of("target", "node-js.lock").toAbsolutePath();
        Files.createDirectories(lock.getParent());
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            work.run();
        }
    }

    private static boolean isGenerated() throws IOException {
        if (!Files.exists(GENERATED)) {
            return false;
        }
        long generated = Files.getLastModifiedTime(GENERATED).toMillis();
        try (Stream<Path> schemas = Files.walk(SCHEMAS)) {
            return schemas.allMatch(schema -> schema.toFile().lastModified() <= generated);
        }
    }

    private static boolean present(Path scratch, String program) throws InterruptedException {
        try {
            return run(scratch, Path.of(""), program, "--version").exit() == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    static Outcome run(Path scratch, Path where, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(scratch, "node", ".txt");
        Process process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(where.toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " did not end: " + Files.readString(output));
        }
        return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }
}
