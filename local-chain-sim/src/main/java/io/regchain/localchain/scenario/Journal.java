package io.regchain.localchain.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What scenarios have done on a federation: a file of JSON lines, each forced to disk before the next thing happens. A
 * line that was cut off by a crash is dropped; its step is done again. One journal belongs to one run at a time.
 */
public final class Journal implements AutoCloseable {
    private static final String FILE = "scenario-journal.jsonl";
    private static final int MAX_TEXT = 256;

    private final Path file;
    private final FileChannel out;
    private final Map<String, ObjectNode> done = new TreeMap<>();
    private final Map<String, ObjectNode> notes = new TreeMap<>();
    private final Map<String, String> stories = new TreeMap<>();

    private Journal(Path file, FileChannel out) {
        this.file = file;
        this.out = out;
    }

    /**
     * Opens the journal of a federation's data directory; a new one is empty.
     *
     * @throws ScenarioProblem when a line of it is damaged
     */
    public static Journal open(Path dataDir) {
        Path file = dataDir.resolve(FILE);
        try {
            byte[] content = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            int whole = wholeLines(content);
            FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Journal journal = new Journal(file, out);
            out.truncate(whole).position(whole);
            journal.readAll(new String(content, 0, whole, StandardCharsets.UTF_8));
            return journal;
        } catch (IOException e) {
            throw new ScenarioProblem(file + " cannot be read or written: " + e, "check the directory's rights", e);
        }
    }

    private static int wholeLines(byte[] content) {
        int end = content.length;
        while (end > 0 && content[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private void readAll(String text) {
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            try {
                read(JsonFields.of(CanonicalJson.decode(Bytes.utf8(line)), ""));
            } catch (DecodeException e) {
                throw new ScenarioProblem(
                        file + " line " + number + " is damaged: " + e.getMessage(),
                        "restore the file from a backup, or choose another directory with --data DIR",
                        e);
            }
        }
    }

    private void read(JsonFields line) {
        String scenario = line.text("scenario", MAX_TEXT);
        stories.putIfAbsent(scenario, line.text("story", MAX_TEXT));
        String step = key(scenario, line.text("step", MAX_TEXT));
        if (line.has("outcome")) {
            done.put(step, line.object("outcome"));
        } else {
            notes.put(key(step, line.text("note", MAX_TEXT)), line.object("value"));
        }
        line.end();
    }

    private static String key(String first, String second) {
        return first + " " + second;
    }

    /** @throws ScenarioProblem when the steps on record are of another version of this scenario */
    void requireSameStory(Scenario scenario) {
        String digest = scenario.digest().toHex();
        if (!stories.getOrDefault(scenario.id(), digest).equals(digest)) {
            throw new ScenarioProblem(
                    file + " holds steps of another version of scenario " + scenario.id() + " than "
                            + scenario.source(),
                    "go on with the file the run began with, or choose another directory with --data DIR");
        }
    }

    /** Empty while the step is not finished. */
    public Optional<Outcome> outcome(Scenario scenario, Step step) {
        return Optional.ofNullable(done.get(key(scenario.id(), step.id()))).map(Outcome::fromJson);
    }

    void done(Scenario scenario, Step step, Outcome outcome) {
        ObjectNode line = line(scenario, step);
        line.set("outcome", outcome.toJson());
        write(line);
        done.put(key(scenario.id(), step.id()), outcome.toJson());
    }

    /** What {@code make} made the first time, on disk before it is used. */
    JsonNode note(Scenario scenario, Step step, String name, Supplier<ObjectNode> make) {
        String key = key(key(scenario.id(), step.id()), name);
        ObjectNode known = notes.get(key);
        if (known != null) {
            return known.deepCopy();
        }
        ObjectNode made = make.get();
        ObjectNode line = line(scenario, step).put("note", name);
        line.set("value", made);
        write(line);
        notes.put(key, made);
        return made.deepCopy();
    }

    private ObjectNode line(Scenario scenario, Step step) {
        stories.putIfAbsent(scenario.id(), scenario.digest().toHex());
        return CanonicalJson.object()
                .put("scenario", scenario.id())
                .put("story", scenario.digest().toHex())
                .put("step", step.id());
    }

    private void write(ObjectNode line) {
        ByteBuffer bytes =
                ByteBuffer.wrap((CanonicalJson.encode(line).toUtf8() + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be closed", e);
        }
    }
}
