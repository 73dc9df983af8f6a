package io.regchain.ledger.state;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.crypto.Sm3;
import java.util.Optional;

/** A node of the state tree: leaf = SM3(02‖key hash‖value hash), inner = SM3(03‖left‖right). */
public sealed interface StateNode {
    int LEAF = 2;
    int INNER = 3;

    Hash32 hash();

    /** @param value empty when it was too long to be read along; {@link NodeSource#value} has it */
    record Leaf(Hash32 keyHash, Hash32 valueHash, Optional<Bytes> value, Hash32 hash) implements StateNode {
        public static Leaf of(Hash32 keyHash, Bytes value) {
            Hash32 valueHash = Sm3.hash(value);
            return new Leaf(keyHash, valueHash, Optional.of(value), hashOf(keyHash, valueHash));
        }

        public static Hash32 hashOf(Hash32 keyHash, Hash32 valueHash) {
            return digest(LEAF, keyHash, valueHash);
        }
    }

    record Inner(NodeRef left, NodeRef right, Hash32 hash) implements StateNode {
        public static Inner of(NodeRef left, NodeRef right) {
            return new Inner(left, right, hashOf(left.hash(), right.hash()));
        }

        public static Hash32 hashOf(Hash32 left, Hash32 right) {
            return digest(INNER, left, right);
        }
    }

    private static Hash32 digest(int kind, Hash32 first, Hash32 second) {
        byte[] bytes = new byte[1 + 2 * Hash32.SIZE];
        bytes[0] = (byte) kind;
        System.arraycopy(first.unsafeArray(), 0, bytes, 1, Hash32.SIZE);
        System.arraycopy(second.unsafeArray(), 0, bytes, 1 + Hash32.SIZE, Hash32.SIZE);
        return Sm3.hash(bytes);
    }
}
