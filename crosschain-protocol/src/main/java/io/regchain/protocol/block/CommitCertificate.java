package io.regchain.protocol.block;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.canonical.CanonicalWriter;
import java.util.List;

/**
 * The seals that made a block final: JR/T 0314 table 5, "voting information". It proves nothing until
 * {@code CertificateVerifier} has checked it against the validator set of its height.
 */
public record CommitCertificate(ChainId chainId, Height height, Round round, Hash32 blockHash, List<Seal> seals) {
    public CommitCertificate {
        seals = List.copyOf(seals);
    }

    /** What each validator signs: chain, height, round and block hash under the domain {@code regchain/commit/1}. */
    public static byte[] sealedBytes(ChainId chainId, Height height, Round round, Hash32 blockHash) {
        return new CanonicalWriter("regchain/commit/1")
                .text(chainId.value())
                .u64(height.value())
                .u64(round.value())
                .hash(blockHash)
                .toArray();
    }

    public byte[] sealedBytes() {
        return sealedBytes(chainId, height, round, blockHash);
    }
}
