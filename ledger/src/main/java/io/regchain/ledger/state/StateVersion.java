package io.regchain.ledger.state;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.merkle.StateMultiProof;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.merkle.StateTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** The state after one block. It does not change; a walk costs the logarithm of its size. */
public final class StateVersion {
    public static final StateVersion EMPTY = new StateVersion(NodeSource.NOWHERE, NodeRef.None.NONE);

    private final NodeSource nodes;
    private final NodeRef root;

    public StateVersion(NodeSource nodes, NodeRef root) {
        this.nodes = nodes;
        this.root = root;
    }

    public Hash32 root() {
        return root.hash();
    }

    public NodeRef rootRef() {
        return root;
    }

    NodeSource nodes() {
        return nodes;
    }

    StateNode load(NodeRef ref) {
        return switch (ref) {
            case NodeRef.Stored stored -> nodes.node(stored);
            case NodeRef.Held held -> held.node();
            case NodeRef.Fresh fresh -> fresh.node();
            case NodeRef.None none -> throw new IllegalArgumentException("an empty subtree has no node");
        };
    }

    Bytes value(NodeRef ref, StateNode.Leaf leaf) {
        return leaf.value().orElseGet(() -> nodes.value((NodeRef.Stored) ref));
    }

    public Optional<Bytes> read(String key) {
        Hash32 keyHash = StateTree.keyHash(key);
        NodeRef at = root;
        for (int depth = 0; !(at instanceof NodeRef.None); depth++) {
            switch (load(at)) {
                case StateNode.Leaf leaf -> {
                    return leaf.keyHash().equals(keyHash) ? Optional.of(value(at, leaf)) : Optional.empty();
                }
                case StateNode.Inner inner -> at = keyHash.bit(depth) ? inner.right() : inner.left();
            }
        }
        return Optional.empty();
    }

    /** The proof of what {@code key} holds, or that it is absent. */
    public StateProof prove(String key) {
        Hash32 keyHash = StateTree.keyHash(key);
        List<Hash32> siblings = new ArrayList<>();
        NodeRef at = root;
        while (!(at instanceof NodeRef.None)) {
            switch (load(at)) {
                case StateNode.Leaf leaf -> {
                    return new StateProof(siblings, otherThan(keyHash, leaf));
                }
                case StateNode.Inner inner -> {
                    boolean right = keyHash.bit(siblings.size());
                    siblings.add((right ? inner.left() : inner.right()).hash());
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

    /** One proof of what each of the keys holds, or that it is absent. */
    public StateMultiProof prove(SortedSet<String> keys) {
        SortedSet<Hash32> hashes = new TreeSet<>();
        keys.forEach(key -> hashes.add(StateTree.keyHash(key)));
        List<StateMultiProof.Step> steps = new ArrayList<>();
        prove(root, 0, List.copyOf(hashes), steps);
        return new StateMultiProof(steps);
    }

    private void prove(NodeRef at, int depth, List<Hash32> keys, List<StateMultiProof.Step> steps) {
        if (at instanceof NodeRef.None) {
            steps.add(new StateMultiProof.Step.Empty());
        } else if (keys.isEmpty()) {
            steps.add(new StateMultiProof.Step.Hidden(at.hash()));
        } else {
            switch (load(at)) {
                case StateNode.Leaf leaf -> steps.add(leafStep(leaf, keys));
                case StateNode.Inner inner -> {
                    steps.add(new StateMultiProof.Step.Fork());
                    int split = StateMultiProof.firstOnRight(keys, depth);
                    prove(inner.left(), depth + 1, keys.subList(0, split), steps);
                    prove(inner.right(), depth + 1, keys.subList(split, keys.size()), steps);
                }
            }
        }
    }

    private static StateMultiProof.Step leafStep(StateNode.Leaf leaf, List<Hash32> keys) {
        return keys.contains(leaf.keyHash())
                ? new StateMultiProof.Step.Present()
                : new StateMultiProof.Step.OtherLeaf(leaf.keyHash(), leaf.valueHash());
    }

    /** The version after all of {@code writes}; an empty value deletes its key. Each touched node is hashed once. */
    public StateChange with(SortedMap<String, Optional<Bytes>> writes) {
        List<KeyChange> changes = new ArrayList<>(writes.size());
        writes.forEach((key, value) -> changes.add(new KeyChange(StateTree.keyHash(key), value)));
        return with(changes);
    }

    /** The same by key hash, each once. */
    public StateChange with(List<KeyChange> changes) {
        return new TreeUpdate(this).run(changes);
    }
}
