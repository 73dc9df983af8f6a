package io.regchain.ledger.state;

import io.regchain.protocol.base.Hash32;
import java.util.List;

/**
 * What a block makes of the state: a version whose new nodes are in memory until they are stored.
 *
 * @param after readable at once
 * @param removed the key hashes that were deleted, in order; with the new leaves they tell the whole change
 */
public record StateChange(StateVersion after, List<Hash32> removed) {
    public StateChange {
        removed = List.copyOf(removed);
    }

    public Hash32 root() {
        return after.root();
    }

    /** Whether its stored nodes are those of {@code source}. */
    public boolean standsOn(NodeSource source) {
        return after.nodes() == source || after.nodes() == NodeSource.NOWHERE;
    }
}
