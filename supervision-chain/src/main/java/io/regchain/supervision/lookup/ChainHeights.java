package io.regchain.supervision.lookup;

import io.regchain.protocol.base.Height;

/**
 * How far a chain is known.
 *
 * @param reported by a node, not verified
 * @param verified by the light client: the last header
 * @param proven the last height of which all data objects were taken with proof
 */
public record ChainHeights(Height reported, Height verified, Height proven) {
    @Override
    public String toString() {
        return "last reported " + reported + ", last verified " + verified + ", last proven " + proven;
    }
}
