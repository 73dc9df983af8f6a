package io.regchain.localchain.scenario;

import io.regchain.localchain.federation.Federation;
import io.regchain.localchain.federation.MarketPlan;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Seal;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.lightclient.CertifiedHeader;
import java.util.ArrayList;
import java.util.List;

/** What the validators of a chain have sealed when they lie: a second block at a height they decided. */
final class ForkedHeader {
    private final Federation federation;
    private final ChainId chain;

    ForkedHeader(Federation federation, ChainId chain) {
        this.federation = federation;
        this.chain = chain;
    }

    /** The same block with another state, under the seals of all validators. */
    CertifiedHeader beside(CertifiedHeader known) {
        BlockHeader other = withStateRoot(known.header(), Hash32.ZERO);
        Round round = known.certificate().round();
        byte[] statement = CommitCertificate.sealedBytes(chain, other.height(), round, other.hash());
        List<Seal> seals = new ArrayList<>();
        for (MarketPlan.Seat seat : federation.market(chain).plan().seats()) {
            Sm2PrivateKey key = federation.keys().key("validator " + seat.name());
            seals.add(new Seal(key.publicKey(), key.sign(statement)));
        }
        return new CertifiedHeader(other, new CommitCertificate(chain, other.height(), round, other.hash(), seals));
    }

    private static BlockHeader withStateRoot(BlockHeader h, Hash32 root) {
        return new BlockHeader(
                h.version(),
                h.chainId(),
                h.height(),
                h.parentHash(),
                h.time(),
                h.proposer(),
                h.transactionRoot(),
                h.receiptRoot(),
                root,
                h.validatorSetHash(),
                h.nextValidatorSetHash());
    }
}
