package io.regchain.protocol.merkle;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;
import java.util.List;

/**
 * Proof that a leaf stands at a place of an ordered list of known root (see {@link OrderedMerkle}).
 *
 * @param index the leaf's place, from 0
 * @param size how many leaves the list has
 * @param siblings the hashes beside the path, the nearest to the leaf first
 */
public record OrderedProof(int index, int size, List<Hash32> siblings) {
    /** A list has at most 2^31−1 leaves, so no path is longer. */
    public static final int MAX_DEPTH = 31;

    private static final String DOMAIN = "regchain/ordered-proof/1";

    public OrderedProof {
        siblings = List.copyOf(siblings);
        if (size < 1 || index < 0 || index >= size) {
            throw new IllegalArgumentException("there is no leaf " + index + " in a list of " + size);
        }
        if (siblings.size() != depth(index, size)) {
            throw new IllegalArgumentException("the proof of leaf " + index + " of " + size + " has "
                    + depth(index, size) + " siblings, not " + siblings.size());
        }
    }

    private static int depth(int index, int size) {
        int depth = 0;
        int at = index;
        for (int left = size; left > 1; depth++) {
            int split = OrderedMerkle.split(left);
            left = at < split ? split : left - split;
            at = at < split ? at : at - split;
        }
        return depth;
    }

    /** Whether exactly these bytes stand at {@link #index} of the list of {@link #size} leaves with this root. */
    public boolean verify(Hash32 root, Bytes leaf) {
        return root.equals(OrderedMerkle.root(size, top(OrderedMerkle.leaf(leaf), index, size, siblings.size())));
    }

    /** The top of the subtree of {@code left} leaves that the first {@code used} siblings complete. */
    private Hash32 top(Hash32 leaf, int at, int left, int used) {
        if (left == 1) {
            return leaf;
        }
        int split = OrderedMerkle.split(left);
        Hash32 sibling = siblings.get(used - 1);
        return at < split
                ? OrderedMerkle.node(top(leaf, at, split, used - 1), sibling)
                : OrderedMerkle.node(sibling, top(leaf, at - split, left - split, used - 1));
    }

    public Bytes canonical() {
        return new CanonicalWriter(DOMAIN)
                .u32(index)
                .u32(size)
                .list(siblings, CanonicalWriter::hash)
                .toBytes();
    }

    /** @throws DecodeException when the bytes are not exactly one canonical proof */
    public static OrderedProof decode(Bytes canonical) {
        try {
            CanonicalReader in = new CanonicalReader(DOMAIN, canonical);
            OrderedProof proof = new OrderedProof(in.u32(), in.u32(), in.list(CanonicalReader::hash));
            in.end();
            return proof;
        } catch (IllegalArgumentException e) {
            throw new DecodeException("not an ordered proof: " + e.getMessage(), e);
        }
    }
}
