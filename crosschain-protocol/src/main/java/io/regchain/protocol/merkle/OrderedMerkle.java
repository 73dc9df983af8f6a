package io.regchain.protocol.merkle;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.crypto.Sm3;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The tree over an ordered list: the transactions and the receipts of a block. Its shape is RFC 6962's with SM3: leaf =
 * SM3(00‖bytes), node = SM3(01‖left‖right), a list splits at the largest power of two below its size. The root is
 * SM3(04‖size as 4 bytes‖top), so that it also commits to how many leaves there are; the root of no leaves is
 * {@link Hash32#ZERO}.
 */
public final class OrderedMerkle {
    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};
    private static final byte[] ROOT = {4};

    private OrderedMerkle() {}

    public static Hash32 root(List<Bytes> leaves) {
        return leaves.isEmpty() ? Hash32.ZERO : root(leaves.size(), top(leaves));
    }

    /** As {@link #root} of the leaves with these hashes, see {@link #leaf}. */
    public static Hash32 rootOf(List<Hash32> leafHashes) {
        return leafHashes.isEmpty() ? Hash32.ZERO : root(leafHashes.size(), topOf(leafHashes));
    }

    private static Hash32 topOf(List<Hash32> hashes) {
        if (hashes.size() == 1) {
            return hashes.get(0);
        }
        int split = split(hashes.size());
        return node(topOf(hashes.subList(0, split)), topOf(hashes.subList(split, hashes.size())));
    }

    /** @throws IndexOutOfBoundsException when there is no such leaf */
    public static OrderedProof prove(List<Bytes> leaves, int index) {
        java.util.Objects.checkIndex(index, leaves.size());
        List<Hash32> siblings = new ArrayList<>();
        collectSiblings(leaves, index, siblings);
        return new OrderedProof(index, leaves.size(), siblings);
    }

    /** Nearest sibling first. */
    private static void collectSiblings(List<Bytes> leaves, int index, List<Hash32> siblings) {
        if (leaves.size() == 1) {
            return;
        }
        int split = split(leaves.size());
        List<Bytes> left = leaves.subList(0, split);
        List<Bytes> right = leaves.subList(split, leaves.size());
        if (index < split) {
            collectSiblings(left, index, siblings);
            siblings.add(top(right));
        } else {
            collectSiblings(right, index - split, siblings);
            siblings.add(top(left));
        }
    }

    private static Hash32 top(List<Bytes> leaves) {
        if (leaves.size() == 1) {
            return leaf(leaves.get(0));
        }
        int split = split(leaves.size());
        return node(top(leaves.subList(0, split)), top(leaves.subList(split, leaves.size())));
    }

    /** The largest power of two below {@code size}, for a size of at least 2. */
    static int split(int size) {
        return Integer.highestOneBit(size - 1);
    }

    /** The hash of a leaf. */
    public static Hash32 leaf(Bytes bytes) {
        return Sm3.hash(LEAF, bytes.unsafeArray());
    }

    static Hash32 node(Hash32 left, Hash32 right) {
        return Sm3.hash(NODE, left.unsafeArray(), right.unsafeArray());
    }

    static Hash32 root(int size, Hash32 top) {
        return Sm3.hash(ROOT, ByteBuffer.allocate(4).putInt(size).array(), top.unsafeArray());
    }
}
