package io.regchain.ledger.consensus;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.canonical.CanonicalWriter;

/** A validator found the proposal of this round valid. A quorum of these makes a {@link PreparedCertificate}. */
public record Prepare(ChainId chainId, Height height, Round round, Hash32 blockHash) implements Payload {
    private static final String DOMAIN = "regchain/consensus/prepare/1";

    @Override
    public Kind kind() {
        return Kind.PREPARE;
    }

    @Override
    public byte[] signedBytes() {
        return new CanonicalWriter(DOMAIN)
                .text(chainId.value())
                .u64(height.value())
                .u64(round.value())
                .hash(blockHash)
                .toArray();
    }
}
