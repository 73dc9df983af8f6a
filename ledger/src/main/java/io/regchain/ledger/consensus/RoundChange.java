package io.regchain.ledger.consensus;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import java.util.Optional;

/**
 * A validator gives up the rounds below {@link #round()}.
 *
 * @param prepared the highest round in which this validator saw a quorum of prepares, with the block and the proof
 */
public record RoundChange(ChainId chainId, Height height, Round round, Optional<PreparedCertificate> prepared)
        implements Payload {
    @Override
    public Kind kind() {
        return Kind.ROUND_CHANGE;
    }

    /** What the signature covers: this round change without block and prepares. */
    public RoundChangeClaim claim() {
        return new RoundChangeClaim(
                chainId, height, round, prepared.map(p -> new PreparedRound(p.round(), p.blockHash())));
    }

    @Override
    public byte[] signedBytes() {
        return claim().signedBytes();
    }
}
