package io.regchain.localchain.sandbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The lines of a sandbox, the last {@value #KEPT} kept and numbered, each heard by one reader as it comes; and the last as
 * many topics that stand, for a chain under test makes them without end. Thread-safe.
 */
public final class Blackboard {
    private static final int KEPT = 2_000;

    /** A line and its number, from 0. */
    public record Numbered(long number, Line line) {}

    private final Consumer<Line> reader;
    private final ArrayDeque<Numbered> lines = new ArrayDeque<>();
    /** Those written about last come last. */
    private final Set<String> standing = new LinkedHashSet<>();

    private long next;

    Blackboard(Consumer<Line> reader) {
        this.reader = reader;
    }

    synchronized void write(Line line) {
        lines.addLast(new Numbered(next++, line));
        if (lines.size() > KEPT) {
            lines.removeFirst();
        }
        reader.accept(line);
    }

    /** Writes what holds for a while, once for as long as it does. */
    synchronized void writeOnce(String topic, Line line) {
        boolean stood = standing.remove(topic);
        standing.add(topic);
        if (standing.size() > KEPT) {
            standing.remove(standing.iterator().next());
        }
        if (!stood) {
            write(line);
        }
    }

    /** What was written about the topic holds no more. @return whether anything was */
    synchronized boolean over(String topic) {
        return standing.remove(topic);
    }

    /** All that begins so holds no more. */
    synchronized void allOver(String prefix) {
        standing.removeIf(topic -> topic.startsWith(prefix));
    }

    /** How many lines were written so far. */
    public synchronized long count() {
        return next;
    }

    /** The lines numbered {@code from} and above that are still kept. */
    public synchronized List<Numbered> from(long from) {
        List<Numbered> found = new ArrayList<>();
        lines.stream().filter(line -> line.number() >= from).forEach(found::add);
        return found;
    }
}
