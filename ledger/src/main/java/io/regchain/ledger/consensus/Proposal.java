package io.regchain.ledger.consensus;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.canonical.CanonicalWriter;

/**
 * The proposer of a round offers a block.
 *
 * @param justification empty in round 0; else why this block may be proposed in this round
 */
public record Proposal(ChainId chainId, Height height, Round round, Block block, Justification justification)
        implements Payload {
    private static final String DOMAIN = "regchain/consensus/proposal/1";

    /** Whether a quorum prepared this block in an earlier round; true of a verified proposal that brings prepares. */
    boolean preparedBefore() {
        return !justification.prepares().isEmpty();
    }

    public Hash32 blockHash() {
        return block.header().hash();
    }

    @Override
    public Kind kind() {
        return Kind.PROPOSAL;
    }

    @Override
    public byte[] signedBytes() {
        return new CanonicalWriter(DOMAIN)
                .text(chainId.value())
                .u64(height.value())
                .u64(round.value())
                .hash(blockHash())
                .toArray();
    }
}
