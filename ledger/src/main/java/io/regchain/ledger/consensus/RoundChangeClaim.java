package io.regchain.ledger.consensus;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.canonical.CanonicalWriter;
import java.util.Optional;

/** The signed part of a {@link RoundChange}: it names the prepared block by round and hash only. */
public record RoundChangeClaim(ChainId chainId, Height height, Round round, Optional<PreparedRound> prepared) {
    private static final String DOMAIN = "regchain/consensus/round-change/1";

    public byte[] signedBytes() {
        CanonicalWriter out = new CanonicalWriter(DOMAIN)
                .text(chainId.value())
                .u64(height.value())
                .u64(round.value())
                .flag(prepared.isPresent());
        prepared.ifPresent(p -> out.u64(p.round().value()).hash(p.blockHash()));
        return out.toArray();
    }
}
