package io.regchain.ledger.node;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.ValidatorSet;
import java.util.List;
import java.util.Optional;

/**
 * A final block with all that proves it.
 *
 * @param hash of the header
 * @param certificate empty for the genesis block only, which is trusted by its hash
 * @param validators the set that decided this block
 * @param receipts one per transaction, in order
 */
public record CertifiedBlock(
        Block block,
        Hash32 hash,
        Optional<CommitCertificate> certificate,
        ValidatorSet validators,
        List<Receipt> receipts) {
    public CertifiedBlock {
        receipts = List.copyOf(receipts);
        if (receipts.size() != block.transactions().size()) {
            throw new IllegalArgumentException("a block has one receipt per transaction: "
                    + block.transactions().size() + ", not " + receipts.size());
        }
    }

    public Height height() {
        return block.header().height();
    }
}
