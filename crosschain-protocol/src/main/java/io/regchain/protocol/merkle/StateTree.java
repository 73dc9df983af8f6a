package io.regchain.protocol.merkle;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.crypto.Sm3;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The authenticated map behind a block's state root: a binary tree over SM3 hashes of the keys, persistent, of one shape
 * for one content whatever the order of writes. A subtree without keys is {@link Hash32#ZERO}, with exactly one key it
 * is that key's leaf, else an inner node over its halves by the next bit of the key hash.
 *
 * <p>leaf = SM3(02‖key hash‖SM3(value)), inner = SM3(03‖left‖right), key hash = SM3 of the canonical bytes of the key
 * under {@code regchain/state-key/1}.
 */
public final class StateTree {
    /** The bits of a key hash: no path is longer. */
    public static final int MAX_DEPTH = 8 * Hash32.SIZE;

    private StateTree() {}

    /** Where a state key lives in the tree. */
    public static Hash32 keyHash(String key) {
        return new CanonicalWriter("regchain/state-key/1").text(key).toHash();
    }

    /**
     * The tree with root {@code root} after all of {@code writes}; an empty value deletes its key. Each touched node is
     * read and hashed once.
     *
     * @throws IllegalStateException when a node of the old tree is missing or damaged
     */
    public static StateUpdate apply(NodeSource nodes, Hash32 root, SortedMap<String, Optional<Bytes>> writes) {
        List<StateTreeUpdate.Change> changes = new ArrayList<>(writes.size());
        for (Map.Entry<String, Optional<Bytes>> write : writes.entrySet()) {
            changes.add(new StateTreeUpdate.Change(
                    keyHash(write.getKey()), write.getValue().map(Sm3::hash)));
        }
        changes.sort(Comparator.comparing(StateTreeUpdate.Change::keyHash));
        return new StateTreeUpdate(nodes).run(root, changes);
    }

    /**
     * The proof of what {@code key} holds, or that it is absent, under {@code root}.
     *
     * @throws IllegalStateException when a node on the path is missing or damaged
     */
    public static StateProof prove(NodeSource nodes, Hash32 root, String key) {
        Hash32 keyHash = keyHash(key);
        List<Hash32> siblings = new ArrayList<>();
        Hash32 at = root;
        while (!at.equals(Hash32.ZERO)) {
            switch (StateNode.read(nodes, at)) {
                case StateNode.Leaf leaf -> {
                    return new StateProof(siblings, otherThan(keyHash, leaf));
                }
                case StateNode.Inner inner -> {
                    boolean right = keyHash.bit(siblings.size());
                    siblings.add(right ? inner.left() : inner.right());
                    at = right ? inner.right() : inner.left();
                }
            }
        }
        return new StateProof(siblings, Optional.empty());
    }

    private static Optional<StateProof.OtherLeaf> otherThan(Hash32 keyHash, StateNode.Leaf leaf) {
        return leaf.keyHash().equals(keyHash)
                ? Optional.empty()
                : Optional.of(new StateProof.OtherLeaf(leaf.keyHash(), leaf.valueHash()));
    }
}
