package io.regchain.ledger.consensus;

import io.regchain.protocol.block.Block;

/** A rule broken on purpose in every honest validator; {@link #NONE} breaks nothing. */
class Fault {
    static final Fault NONE = new Fault();

    Rules rules() {
        return Rules.QBFT;
    }

    MessageCheck check(World world, SignedMessage message) {
        return world.verifier.check(message, world.validators, World.CHAIN);
    }

    boolean executes(Block block) {
        return World.executes(block);
    }

    /** What is signed when the core says this. */
    Payload said(Payload payload) {
        return payload;
    }

    void afterCrash(SimulatedValidator validator) {}
}
