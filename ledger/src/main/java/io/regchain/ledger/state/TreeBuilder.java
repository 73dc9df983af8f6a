package io.regchain.ledger.state;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Builds a tree from its leaves in the order of their key hashes, storing each node once it is complete: memory grows
 * with the depth only. At any time it can tell whether the leaves so far are the first ones of a tree with a known root.
 */
public final class TreeBuilder {
    private final NodeSink sink;
    /** Complete left halves that wait for their right one, the deepest on top. */
    private final Deque<LeftHalf> waiting = new ArrayDeque<>();

    private Optional<Pending> last = Optional.empty();

    /** Stores a node whose children are stored. */
    public interface NodeSink {
        NodeRef store(StateNode node);
    }

    /** @param depth of the subtree itself */
    private record LeftHalf(int depth, NodeRef ref) {}

    /** The leaf whose depth the next one decides. @param shared bits in common with the leaf before, −1 for the first */
    private record Pending(StateNode.Leaf leaf, int shared) {}

    public TreeBuilder(NodeSink sink) {
        this.sink = sink;
    }

    /** One that has the same leaves and stores what is still to come elsewhere. */
    public TreeBuilder copy(NodeSink elsewhere) {
        TreeBuilder copy = new TreeBuilder(elsewhere);
        copy.waiting.addAll(waiting);
        copy.last = last;
        return copy;
    }

    /** The key hash of the last leaf. */
    public Optional<Hash32> lastKeyHash() {
        return last.map(pending -> pending.leaf().keyHash());
    }

    /** @throws IllegalArgumentException unless its key hash is above the last one's */
    public void add(Hash32 keyHash, Bytes value) {
        StateNode.Leaf leaf = StateNode.Leaf.of(keyHash, value);
        last = Optional.of(last.map(before -> after(before, leaf)).orElseGet(() -> new Pending(leaf, -1)));
    }

    private Pending after(Pending before, StateNode.Leaf leaf) {
        Hash32 previous = before.leaf().keyHash();
        if (leaf.keyHash().compareTo(previous) <= 0) {
            throw new IllegalArgumentException("leaves come in the order of their key hashes");
        }
        int shared = 0;
        while (previous.bit(shared) == leaf.keyHash().bit(shared)) {
            shared++;
        }
        complete(before, shared);
        return new Pending(leaf, shared);
    }

    /** Stores what {@code pending} completes when the next leaf agrees with it in {@code shared} bits, −1 for the end. */
    private NodeRef complete(Pending pending, int shared) {
        Hash32 key = pending.leaf().keyHash();
        NodeRef at = sink.store(pending.leaf());
        int depth = Math.max(pending.shared(), shared) + 1;
        while (depth > shared + 1) {
            at = sink.store(
                    key.bit(depth - 1)
                            ? StateNode.Inner.of(leftHalf(depth), at)
                            : StateNode.Inner.of(at, NodeRef.None.NONE));
            depth--;
        }
        if (shared >= 0) {
            waiting.push(new LeftHalf(depth, at));
        }
        return at;
    }

    private NodeRef leftHalf(int depth) {
        LeftHalf top = waiting.peek();
        return top != null && top.depth() == depth ? waiting.pop().ref() : NodeRef.None.NONE;
    }

    /** Stores the rest. @return the root */
    public NodeRef end() {
        return last.map(pending -> complete(pending, -1)).orElse(NodeRef.None.NONE);
    }

    /**
     * Whether the leaves so far are exactly the first ones, without a gap, of the tree with this root.
     *
     * @param rightSiblings as {@link LeafWalk.Found} has them of the last leaf
     */
    public boolean isBeginningOf(Hash32 root, List<Hash32> rightSiblings) {
        return last.filter(pending -> pending.shared() < rightSiblings.size())
                .map(pending -> fold(pending.leaf(), rightSiblings).equals(root))
                .orElse(false);
    }

    private Hash32 fold(StateNode.Leaf leaf, List<Hash32> rightSiblings) {
        List<LeftHalf> lefts = new ArrayList<>(waiting);
        int next = 0;
        Hash32 at = leaf.hash();
        for (int depth = rightSiblings.size(); depth > 0; depth--) {
            if (leaf.keyHash().bit(depth - 1)) {
                boolean waits = next < lefts.size() && lefts.get(next).depth() == depth;
                Hash32 left = waits ? lefts.get(next++).ref().hash() : Hash32.ZERO;
                at = StateNode.Inner.hashOf(left, at);
            } else {
                at = StateNode.Inner.hashOf(at, rightSiblings.get(depth - 1));
            }
        }
        return next == lefts.size() ? at : Hash32.ZERO;
    }
}
