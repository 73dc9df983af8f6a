package io.regchain.localchain.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The table {@code lessons.txt}: refusal codes of the hub, and functions of the node interface, with what they rest on. */
final class Lessons {
    private static final String FILE = "lessons.txt";
    private static final SortedMap<String, Lesson> ALL = read();

    private Lessons() {}

    /** @param name a refusal code or a function's name */
    static Optional<Lesson> of(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** The lines of a lesson; none where the table has none. */
    static List<String> lines(String name) {
        return of(name).map(Lesson::lines).orElse(List.of());
    }

    private static SortedMap<String, Lesson> read() {
        try (InputStream in = Lessons.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is not in the program");
            }
            SortedMap<String, Lesson> lessons = new TreeMap<>();
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> enter(lessons, line.split("\\s*\\|\\s*", -1)));
            return Collections.unmodifiableSortedMap(lessons);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void enter(SortedMap<String, Lesson> lessons, String[] cells) {
        if (cells.length != 3 || lessons.put(cells[0], new Lesson(cells[1], cells[2])) != null) {
            throw new IllegalStateException(
                    FILE + ": a row is name | clause | what is right, once per name: " + cells[0]);
        }
    }
}
