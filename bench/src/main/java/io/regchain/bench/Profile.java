package io.regchain.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where the processors spend their time: a recording of the flight recorder's samples. */
public final class Profile implements AutoCloseable {
    private final Recording recording;

    private Profile(Recording recording) {
        this.recording = recording;
    }

    public static Profile start() {
        Recording recording = new Recording();
        recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
        recording.setToDisk(true);
        recording.start();
        return new Profile(recording);
    }

    /** Ends the recording. */
    public Samples stop() throws IOException {
        recording.stop();
        Path file = Files.createTempFile("hub-bench", ".jfr");
        try {
            recording.dump(file);
            return read(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Samples read(Path file) throws IOException {
        List<List<String>> stacks = new ArrayList<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (event.getEventType().getName().equals("jdk.ExecutionSample") && event.getStackTrace() != null) {
                stacks.add(event.getStackTrace().getFrames().stream()
                        .map(Profile::name)
                        .toList());
            }
        }
        return new Samples(stacks);
    }

    /** Without the numbers that the JVM gives to generated classes. */
    private static String name(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        int generated = type.indexOf("$$");
        return (generated < 0 ? type : type.substring(0, generated)) + "."
                + frame.getMethod().getName();
    }

    @Override
    public void close() {
        recording.close();
    }
}
