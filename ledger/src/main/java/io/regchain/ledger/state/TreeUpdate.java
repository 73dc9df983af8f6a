package io.regchain.ledger.state;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One batch of changes: walks down where they go, builds up again. */
final class TreeUpdate {
    private final StateVersion before;

    TreeUpdate(StateVersion before) {
        this.before = before;
    }

    /** A leaf of the new tree: one that stood before, or a new one. */
    private record Standing(NodeRef ref, Hash32 keyHash) {}

    StateChange run(List<KeyChange> changes) {
        List<KeyChange> sorted = new ArrayList<>(changes);
        sorted.sort(Comparator.comparing(KeyChange::keyHash));
        NodeRef root = update(before.rootRef(), 0, sorted);
        List<Hash32> removed = sorted.stream()
                .filter(change -> change.value().isEmpty())
                .map(KeyChange::keyHash)
                .toList();
        return new StateChange(new StateVersion(before.nodes(), root), removed);
    }

    private NodeRef update(NodeRef at, int depth, List<KeyChange> changes) {
        if (changes.isEmpty()) {
            return at;
        }
        if (at instanceof NodeRef.None) {
            return build(depth, puts(changes));
        }
        return switch (before.load(at)) {
            case StateNode.Leaf leaf -> build(depth, merge(at, leaf, changes));
            case StateNode.Inner inner -> updateInner(at, inner, depth, changes);
        };
    }

    private NodeRef updateInner(NodeRef at, StateNode.Inner inner, int depth, List<KeyChange> changes) {
        int split = firstOnRight(changes, depth);
        NodeRef left = update(inner.left(), depth + 1, changes.subList(0, split));
        NodeRef right = update(inner.right(), depth + 1, changes.subList(split, changes.size()));
        boolean unchanged = left.hash().equals(inner.left().hash())
                && right.hash().equals(inner.right().hash());
        return unchanged ? at : join(left, right);
    }

    private static List<Standing> puts(List<KeyChange> changes) {
        List<Standing> leaves = new ArrayList<>(changes.size());
        for (KeyChange change : changes) {
            change.value().ifPresent(value -> leaves.add(fresh(change.keyHash(), value)));
        }
        return leaves;
    }

    private static Standing fresh(Hash32 keyHash, Bytes value) {
        return new Standing(new NodeRef.Fresh(StateNode.Leaf.of(keyHash, value)), keyHash);
    }

    /** The leaf that stands here and the changes, in key order; a change of the leaf's own key replaces it. */
    private static List<Standing> merge(NodeRef at, StateNode.Leaf leaf, List<KeyChange> changes) {
        List<Standing> leaves = new ArrayList<>(changes.size() + 1);
        boolean placed = false;
        for (KeyChange change : changes) {
            int order = change.keyHash().compareTo(leaf.keyHash());
            if (order > 0 && !placed) {
                leaves.add(new Standing(at, leaf.keyHash()));
            }
            placed |= order >= 0;
            change.value().ifPresent(value -> leaves.add(unlessSame(at, leaf, fresh(change.keyHash(), value))));
        }
        if (!placed) {
            leaves.add(new Standing(at, leaf.keyHash()));
        }
        return leaves;
    }

    private static Standing unlessSame(NodeRef at, StateNode.Leaf leaf, Standing fresh) {
        return fresh.ref().hash().equals(leaf.hash()) ? new Standing(at, leaf.keyHash()) : fresh;
    }

    /** The subtree of exactly these leaves, which agree in their first {@code depth} bits. */
    private NodeRef build(int depth, List<Standing> leaves) {
        if (leaves.isEmpty()) {
            return NodeRef.None.NONE;
        }
        if (leaves.size() == 1) {
            return leaves.get(0).ref();
        }
        int split = 0;
        while (split < leaves.size() && !leaves.get(split).keyHash().bit(depth)) {
            split++;
        }
        return join(build(depth + 1, leaves.subList(0, split)), build(depth + 1, leaves.subList(split, leaves.size())));
    }

    /** A leaf whose sibling is empty moves up; an inner node stays below one. */
    private NodeRef join(NodeRef left, NodeRef right) {
        if (left instanceof NodeRef.None && isLeafOrNone(right)) {
            return right;
        }
        if (right instanceof NodeRef.None && isLeafOrNone(left)) {
            return left;
        }
        return new NodeRef.Fresh(StateNode.Inner.of(left, right));
    }

    private boolean isLeafOrNone(NodeRef ref) {
        return ref instanceof NodeRef.None || before.load(ref) instanceof StateNode.Leaf;
    }

    private static int firstOnRight(List<KeyChange> changes, int depth) {
        int low = 0;
        int high = changes.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (changes.get(middle).keyHash().bit(depth)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
