package io.regchain.ledger.validator;

/**
 * When and how a validator without blocks begins with the state of a block far up.
 *
 * @param threshold the chain must be at a block above this height; below, executing its blocks is quicker, unless peers
 *     have pruned the first of them
 * @param chunkBytes how many bytes of leaves one message brings
 */
public record StateSync(long threshold, int chunkBytes) {
    public static final StateSync DEFAULT = new StateSync(1_000, 1 << 20);

    /** Every block is executed, from the first on. */
    public static final StateSync NEVER = new StateSync(Long.MAX_VALUE, 1 << 20);

    public StateSync {
        if (threshold < 1 || chunkBytes < 1 || chunkBytes > PeerMessage.MAX_LEAF_BYTES) {
            throw new IllegalArgumentException("a threshold is above the genesis block, and a chunk has at most "
                    + PeerMessage.MAX_LEAF_BYTES + " bytes");
        }
    }

    public boolean isWanted() {
        return threshold < Long.MAX_VALUE;
    }
}
