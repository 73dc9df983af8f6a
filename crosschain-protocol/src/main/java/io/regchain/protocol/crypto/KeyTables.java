package io.regchain.protocol.crypto;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Which keys hold a table of their multiples now: those seen several times, as many as fit a fixed amount of memory. A key
 * that comes by again takes the place of one that was not used since the search last passed it (the clock algorithm); when
 * all it meets are in use it goes without, so that more keys than places do not spend the time on building tables. A bounded
 * cache of immutable values: it changes speed, never a result.
 */
final class KeyTables {
    static final int TEETH = 8;
    static final int BLOCKS = 2;
    static final int COLUMNS = 16;
    private static final int MEMORY = 64 << 20;
    /**
     * Building a table costs about as much as it saves in four verifications. A key that signs once is verified by the four
     * validators of a chain, perhaps in one process; it does not come to a table.
     */
    static final int SIGHTINGS = 5;

    /** How many places one search looks at. */
    static final int STEPS = 8;
    /** The tables of this process. */
    static final KeyTables KNOWN = new KeyTables(MEMORY / CombTable.bytes(TEETH, BLOCKS));

    private final AtomicReferenceArray<Place> places;
    private final AtomicInteger hand = new AtomicInteger();

    KeyTables(int size) {
        this.places = new AtomicReferenceArray<>(size);
    }

    int size() {
        return places.length();
    }

    /** What one key knows of its table. */
    static final class Place {
        private final AtomicInteger sightings = new AtomicInteger();
        private volatile Optional<CombTable> table = Optional.empty();
        private volatile boolean used;

        boolean hasTable() {
            return table.isPresent();
        }

        private void leave() {
            table = Optional.empty();
            sightings.set(0);
        }
    }

    /** The key's table, built now if it has been seen often enough and there is room. */
    Optional<CombTable> find(Place place, Supplier<CombTable> build) {
        Optional<CombTable> table = place.table;
        if (table.isPresent()) {
            if (!place.used) {
                place.used = true;
            }
            return table;
        }
        return place.sightings.incrementAndGet() == SIGHTINGS ? admit(place, build) : Optional.empty();
    }

    private Optional<CombTable> admit(Place place, Supplier<CombTable> build) {
        for (int step = 0; step < STEPS; step++) {
            int at = Math.floorMod(hand.getAndIncrement(), places.length());
            Optional<Place> holder = Optional.ofNullable(places.get(at));
            if (holder.filter(other -> other.used).isPresent()) {
                holder.get().used = false;
            } else if (places.compareAndSet(at, holder.orElse(null), place)) {
                holder.ifPresent(Place::leave);
                return Optional.of(settle(place, at, build.get()));
            }
        }
        place.sightings.set(0);
        return Optional.empty();
    }

    private CombTable settle(Place place, int at, CombTable table) {
        place.used = true;
        place.table = Optional.of(table);
        // someone may have taken the place while the table was built, and told a key that had none yet to leave
        if (places.get(at) != place) {
            place.leave();
        }
        return table;
    }
}
