package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.ValidatorSet;
import java.util.List;
import java.util.Optional;

/**
 * What everything hangs on, in one place and not public: tests of this package break each rule and see that the break
 * is noticed. Nobody else can.
 */
class Rules {
    static final Rules QBFT = new Rules();

    /** Spec quorum: distinct validators that make a decision. */
    int quorum(ValidatorSet validators) {
        return validators.quorum();
    }

    /** Spec f + 1: among this many validators at least one is honest. */
    int oneHonest(ValidatorSet validators) {
        return validators.faulty() + 1;
    }

    /** Above round 0, whether a validator whose time is up leaves its round, or repeats itself and waits for others. */
    boolean movesOn(boolean quorumIsHere) {
        return quorumIsHere;
    }

    /** Spec validPreparesForHeightRoundAndDigest: the prepares that count for this block in this round. */
    List<VerifiedMessage> prepares(VoteTable prepares, Round round, Hash32 block) {
        return prepares.votes(round, block);
    }

    /** The proposal that counts in this round: its proposer's first. */
    Optional<VerifiedMessage> proposal(VoteTable proposals, Round round, int proposer) {
        return proposals.of(round, proposer);
    }

    /** Whether a proposed block continues the chain. */
    boolean standsOn(BlockHeader header, Hash32 parent) {
        return header.parentHash().equals(parent);
    }
}
