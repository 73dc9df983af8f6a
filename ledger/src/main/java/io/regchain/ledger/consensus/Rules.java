package io.regchain.ledger.consensus;

import io.regchain.protocol.block.ValidatorSet;

/** The numbers everything hangs on, in one place, so that tests can break each and see that the break is noticed. */
class Rules {
    static final Rules QBFT = new Rules();

    /** Distinct validators that make a decision. */
    int quorum(ValidatorSet validators) {
        return validators.quorum();
    }

    /** Among this many validators at least one is honest. */
    int oneHonest(ValidatorSet validators) {
        return validators.faulty() + 1;
    }

    /** Above round 0, whether a validator whose time is up leaves its round, or repeats itself and waits for others. */
    boolean movesOn(boolean quorumIsHere) {
        return quorumIsHere;
    }
}
