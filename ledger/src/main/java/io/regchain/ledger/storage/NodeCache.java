package io.regchain.ledger.storage;

import io.regchain.ledger.state.StateNode;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The nodes read or written last, each at the one place its location leads to: bounded, and without locks. A node is
 * dropped when another one takes its place, which the upper ones, used by every walk, win back at once.
 */
final class NodeCache {
    private final AtomicReferenceArray<Entry> entries;

    private record Entry(long location, StateNode node) {}

    /** @param nodes rounded up to a power of two */
    NodeCache(int nodes) {
        entries = new AtomicReferenceArray<>(Integer.highestOneBit(Math.max(nodes, 2) - 1) * 2);
    }

    private int place(long location) {
        return (int) ((location * 0x9E3779B97F4A7C15L) >>> 40) & (entries.length() - 1);
    }

    Optional<StateNode> get(long location) {
        return Optional.ofNullable(entries.get(place(location)))
                .filter(entry -> entry.location() == location)
                .map(Entry::node);
    }

    void put(long location, StateNode node) {
        entries.set(place(location), new Entry(location, node));
    }
}
