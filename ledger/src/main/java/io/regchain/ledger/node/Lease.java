package io.regchain.ledger.node;

/**
 * The right to speak with a validator's key. It is taken before the votes are read and given back after the last one is
 * written; whoever does not hold it must not send a vote.
 */
@FunctionalInterface
interface Lease {
    /** Asked before every vote that leaves, so it must be quick; true only when nobody else can hold it now. */
    boolean held();

    /** Somebody else may speak for this validator: it stops, and its peers go on without this incarnation. */
    final class Lost extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        Lost(String validator) {
            super(validator + ": the lease on this validator's identity is lost, somebody else may speak for it. Its"
                    + " directory's lock was removed or replaced; find out by whom before it is started again");
        }
    }
}
