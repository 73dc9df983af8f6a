package io.regchain.protocol.merkle;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import java.util.Collections;
import java.util.SortedMap;

/**
 * What a batch of writes makes of a state tree.
 *
 * @param root the new root; {@link Hash32#ZERO} when nothing is left
 * @param newNodes the nodes of the new tree that the old one did not have, by hash; to be stored before the root is used
 */
public record StateUpdate(Hash32 root, SortedMap<Hash32, Bytes> newNodes) {
    public StateUpdate {
        newNodes = Collections.unmodifiableSortedMap(newNodes);
    }
}
