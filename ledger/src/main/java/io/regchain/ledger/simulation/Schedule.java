package io.regchain.ledger.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time in milliseconds: what is due runs in the order of its time, and of its number within the same one. */
final class Schedule {
    private record Event(long time, long number, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::time).thenComparingLong(Event::number));
    private long now;
    private long number;

    long now() {
        return now;
    }

    void after(long delay, Runnable action) {
        at(now + delay, action);
    }

    void at(long time, Runnable action) {
        events.add(new Event(Math.max(now, time), number++, action));
    }

    /** @throws IllegalStateException when nothing is due any more, which no living chain allows */
    void runNext() {
        Event event = events.poll();
        if (event == null) {
            throw new IllegalStateException("nothing is left to happen");
        }
        now = event.time();
        event.action().run();
    }
}
