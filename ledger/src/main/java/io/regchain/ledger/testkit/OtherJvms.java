package io.regchain.ledger.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The JDKs of this machine that can run this program, and processes that run under them. */
public final class OtherJvms {
    private static final int LEAST = 21;

    private OtherJvms() {}

    /** @param home of a JDK  @param version as its {@code release} file says */
    public record Jdk(Path home, String version) {
        int major() {
            return Integer.parseInt(version.split("[.+-]")[0]);
        }

        @Override
        public String toString() {
            return version + " at " + home;
        }
    }

    /** This process's own first, then one more of each other version. */
    public static List<Jdk> found() throws IOException {
        Jdk own = at(Path.of(System.getProperty("java.home"))).orElseThrow();
        SortedMap<String, Jdk> others = new TreeMap<>();
        for (Path folder : folders()) {
            at(folder)
                    .filter(jdk -> jdk.major() >= LEAST && !jdk.version().equals(own.version()))
                    .ifPresent(jdk -> others.putIfAbsent(jdk.version(), jdk));
        }
        List<Jdk> all = new ArrayList<>(List.of(own));
        all.addAll(others.values());
        return all;
    }

    private static List<Path> folders() throws IOException {
        Path user = Path.of(System.getProperty("user.home"));
        List<Path> folders = new ArrayList<>();
        Optional.ofNullable(System.getenv("JAVA_HOME")).map(Path::of).ifPresent(folders::add);
        for (Path around : List.of(
                Path.of("/usr/lib/jvm"),
                Path.of("/usr/java"),
                Path.of("/opt"),
                Path.of("/opt/java"),
                Path.of("/opt/jdk"),
                user.resolve(".sdkman/candidates/java"),
                user.resolve(".jdks"))) {
            if (Files.isDirectory(around)) {
                try (Stream<Path> inside = Files.list(around)) {
                    inside.sorted().forEach(folders::add);
                }
            }
        }
        return folders;
    }

    private static Optional<Jdk> at(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isRegularFile(release)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (var in = Files.newInputStream(release)) {
            properties.load(in);
        }
        return Optional.ofNullable(properties.getProperty("JAVA_VERSION"))
                .map(version -> new Jdk(home, version.replace("\"", "")));
    }

    /**
     * Runs a main class with this process's class path.
     *
     * @return what it printed
     * @throws AssertionError when it ends with another code than 0
     */
    public static List<String> run(Jdk jdk, List<String> flags, Class<?> main, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(jdk.home().resolve("bin/java").toString()));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("other-jvm", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            int code = process.waitFor();
            List<String> told = Files.readAllLines(output);
            if (code != 0) {
                throw new AssertionError(
                        jdk + " with " + flags + " ended with " + code + ":\n" + String.join("\n", told));
            }
            return told;
        } finally {
            Files.delete(output);
        }
    }
}
