package io.regchain.ledger.mempool;

import io.regchain.protocol.base.Hash32;

/** A transaction that waited here and will not come into a block from here. */
public record Dropped(Hash32 id, Reason reason) {
    public enum Reason {
        /** Another transaction of the sender with this sequence was executed. */
        SEQUENCE_USED,
        /** A later one of the sender with this sequence took its place. */
        REPLACED,
        /** It saw too many blocks go by. */
        EXPIRED,
        /** The pool, or the sender's share of it, was full, and another had more right to the place. */
        EVICTED
    }
}
