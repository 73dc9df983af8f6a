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

    /** Ends the recording. @return the lines of two tables */
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
        int samples = 0;
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (event.getEventType().getName().equals("jdk.ExecutionSample") && event.getStackTrace() != null) {
                List<RecordedFrame> frames = event.getStackTrace().getFrames();
                samples++;
                methods.merge(name(frames.get(0)), 1, Integer::sum);
                packages.merge(house(frames), 1, Integer::sum);
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("profile: " + samples + " samples of running Java code, 10 ms apart");
        lines.addAll(table("by the first package of this program on the stack", packages, samples));
        lines.addAll(table("by method, itself", methods, samples));
        return lines;
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    /** The package of ours nearest to the top of the stack, so that library code counts for its caller. */
    private static String house(List<RecordedFrame> frames) {
        return frames.stream()
                .map(frame -> frame.getMethod().getType().getName())
                .filter(type -> type.startsWith("io.regchain."))
                .map(type -> type.substring(0, type.lastIndexOf('.')))
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
