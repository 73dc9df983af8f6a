package io.regchain.ledger.execution;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.block.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes and events over a state that they do not touch until they are kept. */
final class StateBuffer implements StateReader {
    private final StateReader below;
    private final SortedMap<String, Optional<Bytes>> writes = new TreeMap<>();
    private final List<Event> events = new ArrayList<>();

    StateBuffer(StateReader below) {
        this.below = below;
    }

    @Override
    public Optional<Bytes> read(String key) {
        Optional<Bytes> written = writes.get(key);
        return written != null ? written : below.read(key);
    }

    /** @param value empty deletes */
    void write(String key, Optional<Bytes> value) {
        writes.put(key, value);
    }

    void emit(Event event) {
        events.add(event);
    }

    /** Takes over what a buffer above this one holds. */
    void keep(StateBuffer above) {
        writes.putAll(above.writes);
        events.addAll(above.events);
    }

    SortedMap<String, Optional<Bytes>> writes() {
        return writes;
    }

    List<Event> events() {
        return events;
    }
}
