package io.regchain.ledger.storage;

import io.regchain.ledger.state.KeyChange;
import io.regchain.ledger.state.NodeRef;
import io.regchain.ledger.state.StateNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A node of the state tree as its file has it. Inner (85 bytes): 03, hashes of the halves, their locations, check. Leaf
 * (77 and the value): 02, key hash, value hash, length of the value, CRC-32C of the value, check; then the value. The
 * check is CRC-32C over the node's own hash and the bytes before: a node that is not the one its parent names is found.
 */
final class NodeCodec {
    static final int INNER_SIZE = 1 + 2 * Hash32.SIZE + 2 * Long.BYTES + Integer.BYTES;
    static final int LEAF_SIZE = 1 + 2 * Hash32.SIZE + 3 * Integer.BYTES;
    private static final int VALUE_LENGTH = 1 + 2 * Hash32.SIZE;

    private NodeCodec() {}

    static int size(StateNode node) {
        return switch (node) {
            case StateNode.Inner inner -> INNER_SIZE;
            case StateNode.Leaf leaf -> LEAF_SIZE + held(leaf).size();
        };
    }

    static void write(StateNode node, ByteBuffer out) {
        int start = out.position();
        switch (node) {
            case StateNode.Inner inner -> {
                out.put((byte) StateNode.INNER);
                out.put(inner.left().hash().unsafeArray())
                        .put(inner.right().hash().unsafeArray());
                out.putLong(location(inner.left())).putLong(location(inner.right()));
                out.putInt(check(node.hash(), out.array(), start, out.position() - start));
            }
            case StateNode.Leaf leaf -> {
                Bytes value = held(leaf);
                out.put((byte) StateNode.LEAF);
                out.put(leaf.keyHash().unsafeArray()).put(leaf.valueHash().unsafeArray());
                out.putInt(value.size()).putInt(Checksum.of(value.unsafeArray()));
                out.putInt(check(node.hash(), out.array(), start, out.position() - start));
                out.put(value.unsafeArray());
            }
        }
    }

    private static Bytes held(StateNode.Leaf leaf) {
        return leaf.value().orElseThrow(() -> new IllegalStateException("a leaf is stored with its value"));
    }

    /** @return 0 for an empty subtree */
    static long location(NodeRef ref) {
        return switch (ref) {
            case NodeRef.None none -> 0;
            case NodeRef.Stored stored -> stored.location();
            case NodeRef.Held held -> held.at().location();
            case NodeRef.Fresh fresh -> throw new IllegalStateException("children are stored before their parent");
        };
    }

    private static int check(Hash32 hash, byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(hash.unsafeArray());
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    /**
     * Reads the node with this hash from the beginning of {@code in}.
     *
     * @param in may end within a leaf's value, which is then left out
     * @return empty when the bytes are not that node
     */
    static Optional<StateNode> read(Hash32 hash, ByteBuffer in) {
        if (in.remaining() < LEAF_SIZE) {
            return Optional.empty();
        }
        return switch (in.get(in.position())) {
            case StateNode.INNER -> inner(hash, in);
            case StateNode.LEAF -> leaf(hash, in);
            default -> Optional.empty();
        };
    }

    private static Optional<StateNode> inner(Hash32 hash, ByteBuffer in) {
        int size = INNER_SIZE - Integer.BYTES;
        if (in.remaining() < INNER_SIZE || !checks(hash, in, size)) {
            return Optional.empty();
        }
        ByteBuffer locations = in.slice(in.position() + VALUE_LENGTH, 2 * Long.BYTES);
        return Optional.of(new StateNode.Inner(
                ref(hash(in, 1), locations.getLong(0)), ref(hash(in, 1 + Hash32.SIZE), locations.getLong(8)), hash));
    }

    private static NodeRef ref(Hash32 hash, long location) {
        return hash.equals(Hash32.ZERO) ? NodeRef.None.NONE : new NodeRef.Stored(hash, location);
    }

    private static Optional<StateNode> leaf(Hash32 hash, ByteBuffer in) {
        if (!checks(hash, in, LEAF_SIZE - Integer.BYTES)) {
            return Optional.empty();
        }
        int length = in.getInt(in.position() + VALUE_LENGTH);
        if (in.remaining() < LEAF_SIZE + length) {
            return Optional.of(new StateNode.Leaf(hash(in, 1), hash(in, 1 + Hash32.SIZE), Optional.empty(), hash));
        }
        return value(in, length)
                .map(value -> new StateNode.Leaf(hash(in, 1), hash(in, 1 + Hash32.SIZE), Optional.of(value), hash));
    }

    private static boolean checks(Hash32 hash, ByteBuffer in, int size) {
        return check(hash, in.array(), in.arrayOffset() + in.position(), size) == in.getInt(in.position() + size);
    }

    private static Hash32 hash(ByteBuffer in, int at) {
        byte[] bytes = new byte[Hash32.SIZE];
        in.get(in.position() + at, bytes);
        return Hash32.wrap(bytes);
    }

    /** The whole size of the leaf that begins {@code in} and was read before. */
    static int leafSize(ByteBuffer in) {
        return LEAF_SIZE + in.getInt(in.position() + VALUE_LENGTH);
    }

    private static Optional<Bytes> value(ByteBuffer in, int length) {
        byte[] value = new byte[length];
        in.get(in.position() + LEAF_SIZE, value);
        boolean whole = Checksum.of(value) == in.getInt(in.position() + VALUE_LENGTH + Integer.BYTES);
        return whole ? Optional.of(Bytes.wrap(value)) : Optional.empty();
    }

    /** The size of the node that begins {@code in}, among nodes that are checked as a whole. */
    static int sizeAt(ByteBuffer in) {
        return in.get(in.position()) == StateNode.INNER ? INNER_SIZE : leafSize(in);
    }

    /** The leaf that begins {@code in}, among nodes that are checked as a whole, as a change of its key. */
    static Optional<KeyChange> change(ByteBuffer in) {
        return in.get(in.position()) == StateNode.INNER
                ? Optional.empty()
                : Optional.of(new KeyChange(hash(in, 1), value(in, leafSize(in) - LEAF_SIZE)));
    }
}
