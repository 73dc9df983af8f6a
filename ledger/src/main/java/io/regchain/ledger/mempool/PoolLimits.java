package io.regchain.ledger.mempool;

/**
 * How much may wait, and for how long.
 *
 * @param capacity transactions of all senders
 * @param perSender transactions of one sender
 * @param blocksToExpiry blocks that a transaction may see go by before it is dropped
 * @param blocksToReplacement blocks after which another transaction with the same sender and sequence takes its place
 */
public record PoolLimits(int capacity, int perSender, int blocksToExpiry, int blocksToReplacement) {
    public PoolLimits {
        if (capacity < 1 || perSender < 1 || blocksToReplacement < 1 || blocksToExpiry < blocksToReplacement) {
            throw new IllegalArgumentException(
                    "a pool holds something, and what waits can be replaced before it expires");
        }
    }

    public static PoolLimits ofCapacity(int capacity) {
        return new PoolLimits(capacity, 1_000, 1_000, 20);
    }
}
