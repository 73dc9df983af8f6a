package io.regchain.protocol.merkle;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.crypto.Sm3;
import java.util.Arrays;

/**
 * A node of the state tree. It is stored as the 65 bytes whose SM3 is its hash: leaf = 02‖key hash‖value hash, inner =
 * 03‖left‖right.
 */
sealed interface StateNode {
    int SIZE = 1 + 2 * Hash32.SIZE;
    byte LEAF = 2;
    byte INNER = 3;

    Hash32 hash();

    Bytes encoded();

    record Leaf(Hash32 keyHash, Hash32 valueHash, Hash32 hash) implements StateNode {
        static Leaf of(Hash32 keyHash, Hash32 valueHash) {
            return new Leaf(keyHash, valueHash, Sm3.hash(encode(LEAF, keyHash, valueHash)));
        }

        @Override
        public Bytes encoded() {
            return Bytes.wrap(encode(LEAF, keyHash, valueHash));
        }
    }

    record Inner(Hash32 left, Hash32 right, Hash32 hash) implements StateNode {
        static Inner of(Hash32 left, Hash32 right) {
            return new Inner(left, right, hashOf(left, right));
        }

        static Hash32 hashOf(Hash32 left, Hash32 right) {
            return Sm3.hash(encode(INNER, left, right));
        }

        @Override
        public Bytes encoded() {
            return Bytes.wrap(encode(INNER, left, right));
        }
    }

    /**
     * Reads a node and checks that it is the one asked for.
     *
     * @throws IllegalStateException when the store does not have it, or has other bytes under its hash
     */
    static StateNode read(NodeSource nodes, Hash32 hash) {
        byte[] stored = nodes.node(hash)
                .orElseThrow(() -> new IllegalStateException("the state tree's node " + hash + " is not stored"))
                .unsafeArray();
        if (stored.length != SIZE || !Sm3.hash(stored).equals(hash)) {
            throw new IllegalStateException("the stored bytes of the state tree's node " + hash + " are damaged");
        }
        Hash32 first = Hash32.of(Arrays.copyOfRange(stored, 1, 1 + Hash32.SIZE));
        Hash32 second = Hash32.of(Arrays.copyOfRange(stored, 1 + Hash32.SIZE, SIZE));
        return switch (stored[0]) {
            case LEAF -> new Leaf(first, second, hash);
            case INNER -> new Inner(first, second, hash);
            default -> throw new IllegalStateException("the state tree's node " + hash + " is neither leaf nor inner");
        };
    }

    private static byte[] encode(byte kind, Hash32 first, Hash32 second) {
        byte[] out = new byte[SIZE];
        out[0] = kind;
        System.arraycopy(first.unsafeArray(), 0, out, 1, Hash32.SIZE);
        System.arraycopy(second.unsafeArray(), 0, out, 1 + Hash32.SIZE, Hash32.SIZE);
        return out;
    }
}
