package io.regchain.protocol.crypto;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Keys decoded lately, so that the same 65 bytes give the same object again. A key object keeps multiples of its point
 * from one verification to the next, which makes the next twice as fast; and the few keys of validators and operators
 * come by in nearly every message. A bounded cache of immutable values: it changes speed, never a result.
 */
final class DecodedKeys {
    static final int SLOTS = 2048;
    private final AtomicReferenceArray<Sm2PublicKey> slots = new AtomicReferenceArray<>(SLOTS);

    Optional<Sm2PublicKey> find(byte[] encoded) {
        return Optional.ofNullable(slots.get(slot(encoded)))
                .filter(key -> Arrays.equals(key.encoded().unsafeArray(), encoded));
    }

    void remember(Sm2PublicKey key) {
        slots.set(slot(key.encoded().unsafeArray()), key);
    }

    private static int slot(byte[] encoded) {
        int hash = Arrays.hashCode(encoded);
        return (hash ^ hash >>> 16) & SLOTS - 1;
    }
}
