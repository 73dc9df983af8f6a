package io.regchain.ledger.execution;

import io.regchain.protocol.block.Block;

/**
 * How much one block may hold.
 *
 * @param bytes of its transactions; room is left for the header (JR/T 0314: 16 MB)
 * @param work units, see {@link Meter}: once so many are charged no further transaction begins. Every validator executes a
 *     block within its round, so a pool full of costly transactions must not become one block of minutes
 */
public record BlockLimits(int transactions, int bytes, long work) {
    public static final BlockLimits DEFAULT = new BlockLimits(1_000, 8_000_000, 5 * ExecutionLimits.DEFAULT.metered());

    public BlockLimits {
        if (transactions < 1 || bytes < 1 || bytes > Block.MAX_BYTES - 10_000) {
            throw new IllegalArgumentException("a block holds at least one transaction and at most 16 MB");
        }
        if (work < 1) {
            throw new IllegalArgumentException("a block has room for the work of one transaction");
        }
    }
}
