package io.regchain.protocol.lightclient;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.ValidatorSet;

/**
 * What a light client knows of a chain: its newest verified block.
 *
 * @param validators the set that decides the next block
 */
public record TrustedState(ChainId chainId, Height height, Hash32 blockHash, BlockTime time, ValidatorSet validators) {
    /**
     * The trust root: a block taken on the word of whoever registered the chain, usually its genesis.
     *
     * @param next the set that decides the block after it
     * @throws IllegalArgumentException when {@code next} is not the set the header names
     */
    public static TrustedState root(BlockHeader header, ValidatorSet next) {
        if (!next.hash().equals(header.nextValidatorSetHash())) {
            throw new IllegalArgumentException("the trust root of " + header.chainId()
                    + " names the next validator set " + header.nextValidatorSetHash() + ", not " + next.hash());
        }
        return after(header, header.hash(), next);
    }

    static TrustedState after(BlockHeader header, Hash32 hash, ValidatorSet next) {
        return new TrustedState(header.chainId(), header.height(), hash, header.time(), next);
    }
}
