package io.regchain.ledger.execution;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.ValidatorSet;

/**
 * The last certified block, from which the next one is made.
 *
 * @param validators the set that decides the next block
 */
public record BlockTip(BlockHeader header, Hash32 hash, ValidatorSet validators) {
    public BlockTip {
        if (!header.nextValidatorSetHash().equals(validators.hash())) {
            throw new IllegalArgumentException("the validator set is not the one that the header names next");
        }
    }

    public Height height() {
        return header.height();
    }
}
