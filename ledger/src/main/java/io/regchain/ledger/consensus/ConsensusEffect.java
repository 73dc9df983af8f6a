package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.crypto.Sm2PublicKey;

/**
 * What the shell must do, in the order given. Effects return nothing; an answer is a later {@link ConsensusInput}.
 */
public sealed interface ConsensusEffect {
    /**
     * Store this certificate durably; it always stands before the {@link PersistVote} of the commit that rests on it.
     * A validator that forgot it could help to decide another block.
     */
    record PersistPrepared(Height height, PreparedCertificate certificate) implements ConsensusEffect {}

    /**
     * Sign this payload and store the signed message durably. The {@link Broadcast} of the same payload follows; it
     * must not leave before the store is on disk.
     */
    record PersistVote(Payload payload) implements ConsensusEffect {}

    /** Send the message just signed to every other validator, and loop it back as {@link ConsensusInput.Received}. */
    record Broadcast(Payload payload) implements ConsensusEffect {}

    /** Send an own message again that was stored and sent before, byte for byte; do not loop it back. */
    record Resend(SignedMessage message) implements ConsensusEffect {}

    /** Start the timer of this round; it replaces whatever timer ran before. */
    record ScheduleTimeout(TimeoutId id) implements ConsensusEffect {}

    /** No timer shall run. */
    record CancelTimeouts() implements ConsensusEffect {}

    /** Build a block on the parent from the pool, proposed by us, empty if need be; answer {@code BlockBuilt}. */
    record BuildBlock(Height height, Round round) implements ConsensusEffect {}

    /**
     * Check header, transactions and roots by executing the block on the parent; answer {@code BlockValidated}.
     *
     * @param prepared whether a quorum is proven to have found this block valid before: then an honest validator has
     *     compared its time with a good clock, and ours has no say (the specification asks no second check at all)
     */
    record ValidateBlock(Block block, Round round, boolean prepared) implements ConsensusEffect {}

    /**
     * The block is final: store block and certificate, apply it (it may not have been validated here), then send
     * {@code StartHeight} for the next height.
     */
    record Decide(Block block, CommitCertificate certificate) implements ConsensusEffect {}

    /** A key said two different things; when it is our own key, a second signer holds it and this node must stop. */
    record ReportEquivocation(Equivocation evidence) implements ConsensusEffect {}

    /**
     * We may lack the decided block of {@code height}: fetch, verify, apply, start anew.
     *
     * @param shown whether {@code peer} has signed something of a later height; else nobody knows whether it has the block
     */
    record RequestCatchUp(Height height, Sm2PublicKey peer, boolean shown) implements ConsensusEffect {}

    /** {@code peer} still works on {@code height}, which we have decided: send it the certified block. */
    record ShareDecision(Height height, Sm2PublicKey peer) implements ConsensusEffect {}
}
