package io.regchain.ledger.storage;

import io.regchain.ledger.state.LeafWalk;
import io.regchain.ledger.state.StateVersion;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.merkle.StateTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Some of the leaves of a state, in the order of their key hashes and without gap, as one node hands them to another that
 * begins with a snapshot. Whoever has all leaves before them can verify it against the state root.
 *
 * @param rightSiblings the hashes beside the path from the root down to the last leaf: of the right half where the path
 *     goes left, {@link Hash32#ZERO} where it goes right
 */
public record SnapshotChunk(List<Leaf> leaves, List<Hash32> rightSiblings) {
    private static final String DOMAIN = "regchain/snapshot-chunk/1";

    public record Leaf(Hash32 keyHash, Bytes value) {}

    public SnapshotChunk {
        leaves = List.copyOf(leaves);
        rightSiblings = List.copyOf(rightSiblings);
        if (leaves.isEmpty() || rightSiblings.size() > StateTree.MAX_DEPTH) {
            throw new IllegalArgumentException("a chunk has leaves, and a path of at most " + StateTree.MAX_DEPTH);
        }
    }

    /** Of its values and key hashes. */
    public long bytes() {
        return leaves.stream().mapToLong(SnapshotChunk::bytes).sum();
    }

    private static long bytes(Leaf leaf) {
        return (long) Hash32.SIZE + leaf.value().size();
    }

    /** Whether it claims that no leaf follows. */
    public boolean isLast() {
        return rightSiblings.stream().allMatch(Hash32.ZERO::equals);
    }

    /** Where the next chunk begins: just above its last leaf. */
    public Hash32 next() {
        byte[] above = leaves.get(leaves.size() - 1).keyHash().toArray();
        for (int i = above.length - 1; i >= 0 && ++above[i] == 0; i--) {}
        return Hash32.of(above);
    }

    /**
     * @param from the least key hash wanted
     * @param maxBytes of values and key hashes; one leaf is taken in any case
     * @return empty when there is no leaf from there on
     */
    public static Optional<SnapshotChunk> of(StateVersion version, Hash32 from, int maxBytes) {
        LeafWalk walk = new LeafWalk(version, from);
        List<Leaf> leaves = new ArrayList<>();
        List<Hash32> rights = List.of();
        long bytes = 0;
        for (Optional<LeafWalk.Found> found = walk.next(); found.isPresent() && bytes < maxBytes; found = walk.next()) {
            LeafWalk.Found leaf = found.get();
            leaves.add(new Leaf(leaf.keyHash(), leaf.value()));
            rights = leaf.rightSiblings();
            bytes += Hash32.SIZE + leaf.value().size();
        }
        return leaves.isEmpty() ? Optional.empty() : Optional.of(new SnapshotChunk(leaves, rights));
    }

    public Bytes canonical() {
        return new CanonicalWriter(DOMAIN)
                .list(leaves, (w, leaf) -> w.hash(leaf.keyHash()).bytes(leaf.value()))
                .list(rightSiblings, CanonicalWriter::hash)
                .toBytes();
    }

    /** @throws DecodeException when the bytes are not exactly one canonical chunk */
    public static SnapshotChunk decode(Bytes canonical) {
        try {
            CanonicalReader in = new CanonicalReader(DOMAIN, canonical);
            List<Leaf> leaves = in.list(r -> new Leaf(r.hash(), r.bytes()));
            List<Hash32> rights = in.list(CanonicalReader::hash);
            in.end();
            return new SnapshotChunk(leaves, rights);
        } catch (IllegalArgumentException e) {
            throw new DecodeException("not a chunk of a snapshot: " + e.getMessage(), e);
        }
    }
}
