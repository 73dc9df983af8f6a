package io.regchain.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The machine that figures were measured on; figures without it say nothing. */
public record Machine(String processor, int cores, long heapMegabytes, String javaRuntime, String system) {
    private static final Path CPU_LIST = Path.of("/proc/cpuinfo");

    public static Machine here() {
        Runtime runtime = Runtime.getRuntime();
        return new Machine(
                processorName(),
                runtime.availableProcessors(),
                runtime.maxMemory() >> 20,
                System.getProperty("java.vendor") + " " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    }

    public String line() {
        return "machine: %s, %d cores, heap up to %d MB, Java %s, %s"
                .formatted(processor, cores, heapMegabytes, javaRuntime, system);
    }

    private static String processorName() {
        if (!Files.isReadable(CPU_LIST)) {
            return "processor not named by the system";
        }
        try (Stream<String> lines = Files.lines(CPU_LIST)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("processor not named by the system");
        } catch (IOException e) {
            return "processor unknown (" + e.getMessage() + ")";
        }
    }
}
