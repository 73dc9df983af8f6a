package io.regchain.ledger.consensus;

/** A rule broken on purpose in every honest validator; {@link #NONE} breaks nothing. */
class Fault {
    static final Fault NONE = new Fault();

    Rules rules() {
        return Rules.QBFT;
    }

    MessageVerifier verifier(World world) {
        return world.verifier;
    }

    /** What is signed when the core says this. */
    Payload said(Payload payload) {
        return payload;
    }

    void afterCrash(SimulatedValidator validator) {}
}
