package io.regchain.ledger.state;

import io.regchain.protocol.base.Hash32;

/** How a tree names a subtree. */
public sealed interface NodeRef {
    Hash32 hash();

    /** A subtree without keys. */
    enum None implements NodeRef {
        NONE;

        @Override
        public Hash32 hash() {
            return Hash32.ZERO;
        }
    }

    /** @param location where a {@link NodeSource} has it */
    record Stored(Hash32 hash, long location) implements NodeRef {}

    /** Stored, and in memory still: a tree is walked faster where its nodes need not be looked for. */
    record Held(StateNode node, Stored at) implements NodeRef {
        @Override
        public Hash32 hash() {
            return node.hash();
        }
    }

    /** Made by a change, and not stored yet. */
    record Fresh(StateNode node) implements NodeRef {
        @Override
        public Hash32 hash() {
            return node.hash();
        }
    }
}
