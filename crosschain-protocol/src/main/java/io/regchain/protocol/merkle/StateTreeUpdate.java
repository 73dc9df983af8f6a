package io.regchain.protocol.merkle;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One run of {@link StateTree#apply}: walks down where changes go, builds up again, notes the nodes it made. */
final class StateTreeUpdate {
    /** @param valueHash empty for a deletion */
    record Change(Hash32 keyHash, Optional<Hash32> valueHash) {}

    /** A subtree as the walk leaves it. */
    private sealed interface Subtree {
        Hash32 hash();
    }

    private enum Empty implements Subtree {
        EMPTY;

        @Override
        public Hash32 hash() {
            return Hash32.ZERO;
        }
    }

    private record OneLeaf(StateNode.Leaf leaf) implements Subtree {
        @Override
        public Hash32 hash() {
            return leaf.hash();
        }
    }

    private record Several(Hash32 hash) implements Subtree {}

    /** Not read, because nothing changes in it: it may be a leaf or an inner node, never empty. */
    private record Untouched(Hash32 hash) implements Subtree {}

    private final NodeSource nodes;
    private final SortedMap<Hash32, Bytes> made = new TreeMap<>();

    StateTreeUpdate(NodeSource nodes) {
        this.nodes = nodes;
    }

    /** @param changes sorted by key hash, each key once */
    StateUpdate run(Hash32 root, List<Change> changes) {
        return new StateUpdate(update(root, 0, changes).hash(), made);
    }

    private Subtree update(Hash32 hash, int depth, List<Change> changes) {
        if (hash.equals(Hash32.ZERO)) {
            return build(depth, puts(changes));
        }
        if (changes.isEmpty()) {
            return new Untouched(hash);
        }
        return switch (StateNode.read(nodes, hash)) {
            case StateNode.Leaf leaf -> build(depth, merge(leaf, changes));
            case StateNode.Inner inner -> updateInner(inner, depth, changes);
        };
    }

    private Subtree updateInner(StateNode.Inner inner, int depth, List<Change> changes) {
        int split = firstOnRight(changes, depth);
        Subtree left = update(inner.left(), depth + 1, changes.subList(0, split));
        Subtree right = update(inner.right(), depth + 1, changes.subList(split, changes.size()));
        boolean unchanged = left.hash().equals(inner.left()) && right.hash().equals(inner.right());
        return unchanged ? new Several(inner.hash()) : join(left, right);
    }

    private List<StateNode.Leaf> puts(List<Change> changes) {
        List<StateNode.Leaf> leaves = new ArrayList<>(changes.size());
        for (Change change : changes) {
            change.valueHash().ifPresent(value -> leaves.add(make(change.keyHash(), value)));
        }
        return leaves;
    }

    /** The leaf that stands here and the changes, in key order; a change of the leaf's own key replaces it. */
    private List<StateNode.Leaf> merge(StateNode.Leaf standing, List<Change> changes) {
        List<StateNode.Leaf> leaves = new ArrayList<>(changes.size() + 1);
        boolean placed = false;
        for (Change change : changes) {
            int order = change.keyHash().compareTo(standing.keyHash());
            if (order > 0 && !placed) {
                leaves.add(standing);
            }
            placed |= order >= 0;
            change.valueHash().ifPresent(value -> leaves.add(leafFor(change.keyHash(), value, standing)));
        }
        if (!placed) {
            leaves.add(standing);
        }
        return leaves;
    }

    private StateNode.Leaf leafFor(Hash32 keyHash, Hash32 valueHash, StateNode.Leaf standing) {
        boolean same = keyHash.equals(standing.keyHash()) && valueHash.equals(standing.valueHash());
        return same ? standing : make(keyHash, valueHash);
    }

    private StateNode.Leaf make(Hash32 keyHash, Hash32 valueHash) {
        StateNode.Leaf leaf = StateNode.Leaf.of(keyHash, valueHash);
        made.put(leaf.hash(), leaf.encoded());
        return leaf;
    }

    /** The subtree of exactly these leaves, which agree in their first {@code depth} bits. */
    private Subtree build(int depth, List<StateNode.Leaf> leaves) {
        if (leaves.isEmpty()) {
            return Empty.EMPTY;
        }
        if (leaves.size() == 1) {
            return new OneLeaf(leaves.get(0));
        }
        int split = 0;
        while (split < leaves.size() && !leaves.get(split).keyHash().bit(depth)) {
            split++;
        }
        return join(build(depth + 1, leaves.subList(0, split)), build(depth + 1, leaves.subList(split, leaves.size())));
    }

    private Subtree join(Subtree left, Subtree right) {
        if (left instanceof Empty) {
            return alone(right).orElseGet(() -> inner(left, right));
        }
        if (right instanceof Empty) {
            return alone(left).orElseGet(() -> inner(left, right));
        }
        return inner(left, right);
    }

    /** What a subtree becomes when its sibling is empty, unless it must stay below an inner node. */
    private Optional<Subtree> alone(Subtree subtree) {
        return switch (subtree) {
            case Empty empty -> Optional.of(empty);
            case OneLeaf leaf -> Optional.of(leaf);
            case Several several -> Optional.empty();
            case Untouched untouched ->
                StateNode.read(nodes, untouched.hash()) instanceof StateNode.Leaf leaf
                        ? Optional.of(new OneLeaf(leaf))
                        : Optional.empty();
        };
    }

    private Subtree inner(Subtree left, Subtree right) {
        StateNode.Inner inner = StateNode.Inner.of(left.hash(), right.hash());
        made.put(inner.hash(), inner.encoded());
        return new Several(inner.hash());
    }

    private static int firstOnRight(List<Change> changes, int depth) {
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
