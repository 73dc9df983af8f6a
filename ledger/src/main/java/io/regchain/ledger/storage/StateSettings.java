package io.regchain.ledger.storage;

/**
 * How much of a chain is kept, in memory and on disk, and in how large files.
 *
 * @param cachedNodes of the tree, 128 bytes each
 * @param compactAbove the state's file is left alone while it is smaller than this, in bytes
 * @param leastStep how many bytes a step of compaction copies at least
 * @param segmentBytes a file of blocks or results that is as large is followed by the next; whole files are pruned
 */
public record StateSettings(
        Retention retention, int cachedNodes, long compactAbove, long leastStep, long segmentBytes) {
    private static final long LEAST_SEGMENT = 1_000;
    /** One array has room for them. */
    private static final int MOST_NODES = 1 << 23;

    public static final StateSettings DEFAULT =
            new StateSettings(Retention.ALL, 1 << 17, 64L << 20, 64L << 10, SegmentedLog.SEGMENT_BYTES);

    public StateSettings {
        if (cachedNodes < 1 || cachedNodes > MOST_NODES) {
            throw new IllegalArgumentException("1 to " + MOST_NODES + " nodes are kept in memory");
        }
        if (segmentBytes < LEAST_SEGMENT) {
            throw new IllegalArgumentException("a file is followed by the next from " + LEAST_SEGMENT + " bytes on");
        }
    }

    public StateSettings with(Retention other) {
        return new StateSettings(other, cachedNodes, compactAbove, leastStep, segmentBytes);
    }
}
