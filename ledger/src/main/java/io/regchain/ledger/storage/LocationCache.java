package io.regchain.ledger.storage;

import io.regchain.protocol.base.Hash32;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What was read or written last of a file, each at the one place its location leads to: bounded, and without locks. An
 * entry is dropped when another one takes its place.
 */
final class LocationCache<T> {
    private final AtomicReferenceArray<Entry<T>> entries;

    private record Entry<T>(long location, Hash32 hash, T value) {}

    /** @param most rounded up to a power of two */
    LocationCache(int most) {
        entries = new AtomicReferenceArray<>(Integer.highestOneBit(Math.max(most, 2) - 1) * 2);
    }

    private int place(long location) {
        return (int) ((location * 0x9E3779B97F4A7C15L) >>> 40) & (entries.length() - 1);
    }

    /** @param hash of the node wanted: what stood at the location before it was cut off is not it */
    Optional<T> get(long location, Hash32 hash) {
        return Optional.ofNullable(entries.get(place(location)))
                .filter(entry -> entry.location() == location && entry.hash().equals(hash))
                .map(Entry::value);
    }

    void put(long location, Hash32 hash, T value) {
        entries.set(place(location), new Entry<>(location, hash, value));
    }
}
