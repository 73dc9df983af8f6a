package io.regchain.ledger.state;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The leaves of a version in the order of their key hashes, from one on. */
public final class LeafWalk {
    private final StateVersion version;
    private final Deque<Place> ahead = new ArrayDeque<>();

    /** @param rights see {@link Found} */
    private record Place(NodeRef ref, List<Hash32> rights) {}

    /**
     * @param rightSiblings the hashes beside the path from the root down to the leaf: of the right half where the path
     *     goes left, {@link Hash32#ZERO} where it goes right
     */
    public record Found(Hash32 keyHash, Bytes value, List<Hash32> rightSiblings) {}

    /** @param from the least key hash wanted */
    public LeafWalk(StateVersion version, Hash32 from) {
        this.version = version;
        descend(new Place(version.rootRef(), List.of()), from);
    }

    private void descend(Place start, Hash32 from) {
        Place at = start;
        while (at.ref() != NodeRef.None.NONE) {
            StateNode node = version.load(at.ref());
            if (!(node instanceof StateNode.Inner inner)) {
                if (((StateNode.Leaf) node).keyHash().compareTo(from) >= 0) {
                    ahead.push(at);
                }
                return;
            }
            Place right = new Place(inner.right(), with(at.rights(), Hash32.ZERO));
            if (from.bit(at.rights().size())) {
                at = right;
            } else {
                ahead.push(right);
                at = new Place(inner.left(), with(at.rights(), inner.right().hash()));
            }
        }
    }

    private static List<Hash32> with(List<Hash32> rights, Hash32 next) {
        List<Hash32> longer = new ArrayList<>(rights.size() + 1);
        longer.addAll(rights);
        longer.add(next);
        return longer;
    }

    public Optional<Found> next() {
        while (!ahead.isEmpty()) {
            Place at = ahead.pop();
            if (at.ref() == NodeRef.None.NONE) {
                continue;
            }
            switch (version.load(at.ref())) {
                case StateNode.Leaf leaf -> {
                    return Optional.of(new Found(leaf.keyHash(), version.value(at.ref(), leaf), at.rights()));
                }
                case StateNode.Inner inner -> {
                    ahead.push(new Place(inner.right(), with(at.rights(), Hash32.ZERO)));
                    ahead.push(new Place(
                            inner.left(), with(at.rights(), inner.right().hash())));
                }
            }
        }
        return Optional.empty();
    }
}
