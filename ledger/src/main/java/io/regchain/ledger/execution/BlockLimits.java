package io.regchain.ledger.execution;

import io.regchain.protocol.block.Block;

/** How much one block may hold. @param bytes of its transactions; room is left for the header (JR/T 0314: 16 MB) */
public record BlockLimits(int transactions, int bytes) {
    public static final BlockLimits DEFAULT = new BlockLimits(1_000, 8_000_000);

    public BlockLimits {
        if (transactions < 1 || bytes < 1 || bytes > Block.MAX_BYTES - 10_000) {
            throw new IllegalArgumentException("a block holds at least one transaction and at most 16 MB");
        }
    }
}
