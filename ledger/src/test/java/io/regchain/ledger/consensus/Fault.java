package io.regchain.ledger.consensus;

import io.regchain.protocol.block.Block;

/** A rule broken on purpose in every honest validator; {@link #NONE} breaks nothing. */
class Fault {
    static final Fault NONE = new Fault();

    Rules rules() {
        return Rules.QBFT;
    }

    /** How a message is checked before the core sees it. */
    MessageCheck check(World world, SignedMessage message) {
        return world.verifier.check(message, world.validators, World.CHAIN);
    }

    /** Whether the block is found to execute, on the tip of this validator. */
    boolean valid(SimulatedValidator validator, Block block) {
        return World.executes(block) && block.header().parentHash().equals(validator.tip());
    }

    /** What is signed when the core says this. */
    Payload said(Payload payload) {
        return payload;
    }

    /** Whether this own message reaches the disk. */
    boolean keepsVotes() {
        return true;
    }

    /** Whether the prepared certificate reaches the disk. */
    boolean keepsLocks() {
        return true;
    }

    /** What the core is told of the time before a restart. */
    RecoveredVotes recovered(RecoveredVotes votes) {
        return votes;
    }
}
