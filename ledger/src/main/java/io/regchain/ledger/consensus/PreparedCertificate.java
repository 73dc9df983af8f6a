package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import java.util.List;

/**
 * Proof that a quorum prepared a block: from then on the block may have been committed by someone, and later rounds
 * must propose it again.
 *
 * @param prepares by distinct validators, in the order of the validator set
 */
public record PreparedCertificate(Round round, Block block, List<SignedPrepare> prepares) {
    public PreparedCertificate {
        prepares = List.copyOf(prepares);
    }

    public Hash32 blockHash() {
        return block.header().hash();
    }

    public Bytes canonical() {
        return MessageCodec.encode(this);
    }

    /** @throws DecodeException when the bytes are not exactly one canonical certificate within its limits */
    public static PreparedCertificate decode(Bytes canonical) {
        return MessageCodec.decodePrepared(canonical);
    }
}
