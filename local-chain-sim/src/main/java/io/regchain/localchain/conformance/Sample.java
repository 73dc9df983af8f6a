package io.regchain.localchain.conformance;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.wire.ObjectName;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What of the chain is looked at, the same on every node.
 *
 * @param tip the latest height that every node has
 * @param heights genesis, the latest blocks, and older ones that hold what the latest do not
 */
record Sample(long tip, SortedSet<Long> heights, List<Place> transactions, List<Written> objects) {
    /** Where a transaction stands. */
    record Place(long height, Hash32 transaction) {}

    /** A snapshot that the block of a height wrote. */
    record Written(long height, ObjectName name, Hash32 transaction) {}

    Sample {
        heights = new TreeSet<>(heights);
        transactions = List.copyOf(transactions);
        objects = List.copyOf(objects);
    }
}
