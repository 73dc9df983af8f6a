package io.regchain.protocol.crypto;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Keys decoded lately, so that the same 65 bytes give the same object again: a key object learns to verify faster
 * ({@link KeyTables}), and the few keys of validators and operators come by in nearly every message. Each key has two slots,
 * side by side, and the one decoded longer ago gives way. A bounded cache of immutable values: it changes speed, never a
 * result.
 */
final class DecodedKeys {
    static final int SLOTS = 1 << 14;
    private final AtomicReferenceArray<Sm2PublicKey> slots = new AtomicReferenceArray<>(SLOTS);

    Optional<Sm2PublicKey> find(byte[] encoded) {
        int slot = slot(encoded);
        return at(slot, encoded).or(() -> at(slot ^ 1, encoded));
    }

    private Optional<Sm2PublicKey> at(int slot, byte[] encoded) {
        return Optional.ofNullable(slots.get(slot))
                .filter(key -> Arrays.equals(key.encoded().unsafeArray(), encoded));
    }

    void remember(Sm2PublicKey key) {
        int slot = slot(key.encoded().unsafeArray()) & ~1;
        slots.set(slot + 1, slots.get(slot));
        slots.set(slot, key);
    }

    private static int slot(byte[] encoded) {
        int hash = Arrays.hashCode(encoded);
        return (hash ^ hash >>> 16) & SLOTS - 1;
    }
}
