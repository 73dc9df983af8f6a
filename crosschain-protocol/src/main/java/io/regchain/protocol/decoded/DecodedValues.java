package io.regchain.protocol.decoded;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * Immutable values decoded lately, found again by their canonical bytes. A bounded table: it changes speed, never a
 * result. Thread-safe.
 */
public final class DecodedValues<V> {
    private final AtomicReferenceArray<V> slots;
    private final Function<V, byte[]> bytesOf;

    /**
     * @param slots a power of two
     * @param bytesOf the bytes a value was decoded from; they are only read
     */
    public DecodedValues(int slots, Function<V, byte[]> bytesOf) {
        if (Integer.bitCount(slots) != 1) {
            throw new IllegalArgumentException("as many slots as a power of two, not " + slots);
        }
        this.slots = new AtomicReferenceArray<>(slots);
        this.bytesOf = bytesOf;
    }

    public Optional<V> find(byte[] encoded) {
        int slot = slot(encoded);
        return at(slot, encoded).or(() -> at(slot ^ 1, encoded));
    }

    private Optional<V> at(int slot, byte[] encoded) {
        return Optional.ofNullable(slots.get(slot)).filter(value -> Arrays.equals(bytesOf.apply(value), encoded));
    }

    /** Each value has two slots side by side; the one decoded longer ago gives way. */
    public void remember(V value) {
        int slot = slot(bytesOf.apply(value)) & ~1;
        slots.set(slot + 1, slots.get(slot));
        slots.set(slot, value);
    }

    private int slot(byte[] encoded) {
        int hash = Arrays.hashCode(encoded);
        return (hash ^ hash >>> 16) & slots.length() - 1;
    }
}
