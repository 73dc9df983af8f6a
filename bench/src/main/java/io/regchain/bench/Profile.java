package io.regchain.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where the processors spend their time: the flight recorder's samples, by method and by our package. */
public final class Profile implements AutoCloseable {
    private static final int TOP = 25;
    private static final String HOUSE = "io.regchain.";
    private static final String CRYPTO = "io.regchain.protocol.crypto.";
    private final Recording recording;

    private Profile(Recording recording) {
        this.recording = recording;
    }

    public static Profile start() {
        Recording recording = new Recording();
        recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
        recording.enable("jdk.NativeMethodSample").withPeriod(Duration.ofMillis(10));
        recording.setToDisk(true);
        recording.start();
        return new Profile(recording);
    }

    /** Ends the recording. @return the lines of three tables */
    public List<String> stop() throws IOException {
        recording.stop();
        Path file = Files.createTempFile("hub-bench", ".jfr");
        try {
            recording.dump(file);
            return tables(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static List<String> tables(Path file) throws IOException {
        Map<String, Integer> methods = new TreeMap<>();
        Map<String, Integer> packages = new TreeMap<>();
        Map<String, Integer> callers = new TreeMap<>();
        int samples = 0;
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (event.getEventType().getName().equals("jdk.ExecutionSample") && event.getStackTrace() != null) {
                List<RecordedFrame> frames = event.getStackTrace().getFrames();
                samples++;
                methods.merge(name(frames.get(0)), 1, Integer::sum);
                packages.merge(house(frames), 1, Integer::sum);
                callers.merge(caller(frames), 1, Integer::sum);
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("profile: " + samples + " samples of running Java code, 10 ms apart");
        lines.addAll(table("by the first package of this program on the stack", packages, samples));
        lines.addAll(table("by method, itself", methods, samples));
        lines.addAll(
                table("by who asked: the first method of this program outside its crypto package", callers, samples));
        return lines;
    }

    private static String name(RecordedFrame frame) {
        return type(frame) + "." + frame.getMethod().getName();
    }

    /** Without the numbers that the JVM gives to generated classes. */
    private static String type(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        int generated = type.indexOf("$$");
        return generated < 0 ? type : type.substring(0, generated);
    }

    /** The package of ours nearest to the top of the stack, so that library code counts for its caller. */
    private static String house(List<RecordedFrame> frames) {
        return frames.stream()
                .map(Profile::type)
                .filter(type -> type.startsWith(HOUSE))
                .map(type -> type.substring(0, type.lastIndexOf('.')))
                .findFirst()
                .orElse("libraries and runtime");
    }

    private static String caller(List<RecordedFrame> frames) {
        return frames.stream()
                .filter(frame -> type(frame).startsWith(HOUSE) && !type(frame).startsWith(CRYPTO))
                .map(Profile::name)
                .findFirst()
                .orElse("libraries and runtime");
    }

    private static List<String> table(String title, Map<String, Integer> counts, int samples) {
        List<String> lines = new ArrayList<>(List.of("", title));
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(TOP)
                .forEach(entry -> lines.add(String.format(
                        Locale.ROOT, "  %5.1f %%  %s", 100.0 * entry.getValue() / samples, entry.getKey())));
        return lines;
    }

    @Override
    public void close() {
        recording.close();
    }
}
