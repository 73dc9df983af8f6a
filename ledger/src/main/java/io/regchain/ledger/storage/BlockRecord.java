package io.regchain.ledger.storage;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Seal;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import java.util.List;
import java.util.Optional;

/**
 * A block with its certificate, as it is logged and as validators hand it to each other. The certificate is a claim until
 * it is verified.
 *
 * @param certificate empty for the genesis block only
 */
public record BlockRecord(Block block, Optional<CommitCertificate> certificate) {
    private static final String DOMAIN = "regchain/certified-block/1";

    public BlockRecord {
        boolean genesis = block.header().height().equals(Height.ZERO);
        if (genesis == certificate.isPresent()) {
            throw new IllegalArgumentException("every block but the genesis block has a certificate");
        }
    }

    public Height height() {
        return block.header().height();
    }

    public Bytes canonical() {
        CanonicalWriter out =
                new CanonicalWriter(DOMAIN).bytes(block.canonical()).flag(certificate.isPresent());
        certificate.ifPresent(c -> out.u64(c.round().value())
                .list(c.seals(), (w, seal) -> w.fixed(seal.signer().encoded().unsafeArray())
                        .fixed(seal.signature().value().unsafeArray())));
        return out.toBytes();
    }

    /** @throws DecodeException when the bytes are not exactly one canonical block with a certificate naming it */
    public static BlockRecord decode(Bytes canonical) {
        try {
            CanonicalReader in = new CanonicalReader(DOMAIN, canonical);
            Block block = Block.decode(in.bytes());
            Optional<CommitCertificate> certificate =
                    in.flag() ? Optional.of(certificate(block, in)) : Optional.empty();
            in.end();
            return new BlockRecord(block, certificate);
        } catch (IllegalArgumentException e) {
            throw new DecodeException("not a certified block: " + e.getMessage(), e);
        }
    }

    private static CommitCertificate certificate(Block block, CanonicalReader in) {
        Round round = new Round(in.u64());
        List<Seal> seals = in.list(r ->
                new Seal(Sm2PublicKey.of(r.fixed(Sm2PublicKey.SIZE)), Sm2Signature.of(r.fixed(Sm2Signature.SIZE))));
        if (seals.size() > ValidatorSet.MAX_SIZE) {
            throw new DecodeException("a certificate has at most " + ValidatorSet.MAX_SIZE + " seals");
        }
        return new CommitCertificate(
                block.header().chainId(),
                block.header().height(),
                round,
                block.header().hash(),
                seals);
    }
}
