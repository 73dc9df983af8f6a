package io.regchain.ledger.consensus;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.CommitCertificate;

/**
 * A validator saw a quorum of prepares for this block. What it signs are exactly the bytes of a commit seal
 * ({@link CommitCertificate#sealedBytes}), so the signature of this message is the seal: one signature, one check.
 */
public record Commit(ChainId chainId, Height height, Round round, Hash32 blockHash) implements Payload {
    @Override
    public Kind kind() {
        return Kind.COMMIT;
    }

    @Override
    public byte[] signedBytes() {
        return CommitCertificate.sealedBytes(chainId, height, round, blockHash);
    }
}
