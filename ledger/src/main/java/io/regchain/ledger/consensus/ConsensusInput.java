package io.regchain.ledger.consensus;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.Optional;

/** All that can happen to the consensus core. */
public sealed interface ConsensusInput {
    /**
     * The block below is final and applied: decide {@code height}. Sent once at start, after each
     * {@link ConsensusEffect.Decide} has been applied, and after a catch-up; heights only grow.
     *
     * @param parentHash hash of the block at {@code height − 1}
     * @param validators the set that decides this height
     * @param ownKey this node's key; a key outside the set only listens
     * @param recovered own votes of this height from an earlier run, else {@link RecoveredVotes#NONE}
     */
    record StartHeight(
            ChainId chainId,
            Height height,
            Hash32 parentHash,
            ValidatorSet validators,
            Sm2PublicKey ownKey,
            RecoveredVotes recovered)
            implements ConsensusInput {}

    /** A verified message, from a peer or our own, looped back after it was signed and stored. */
    record Received(VerifiedMessage message) implements ConsensusInput {}

    /** The timer of that round ran out; late ones are harmless. */
    record TimedOut(TimeoutId id) implements ConsensusInput {}

    /** Answer to {@link ConsensusEffect.BuildBlock}. */
    record BlockBuilt(Height height, Round round, Block block) implements ConsensusInput {}

    /**
     * Answer to {@link ConsensusEffect.ValidateBlock}.
     *
     * @param refusal why this block must not be voted for; empty when it is valid on top of the parent
     */
    record BlockValidated(Height height, Round round, Hash32 blockHash, Optional<Refusal> refusal)
            implements ConsensusInput {}

    /**
     * A block is wanted at the current height: the pool is not empty, or the heartbeat is due. Say it again after each
     * {@link StartHeight} for as long as it is true; saying it twice does no harm.
     */
    record WorkAvailable() implements ConsensusInput {}
}
