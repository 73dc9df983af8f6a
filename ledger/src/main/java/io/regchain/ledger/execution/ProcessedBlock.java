package io.regchain.ledger.execution;

import io.regchain.ledger.state.StateChange;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.ValidatorSet;

/**
 * A block with what executing it yields, ready to be stored once it is certified.
 *
 * @param nextValidators the set that decides the block after this one
 */
public record ProcessedBlock(
        Block block, Hash32 hash, ExecutedBlock execution, StateChange stateChange, ValidatorSet nextValidators) {
    public BlockTip tip() {
        return new BlockTip(block.header(), hash, nextValidators);
    }
}
