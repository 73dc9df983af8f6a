package io.regchain.ledger.storage;

/**
 * How much of the state is kept, in memory and on disk.
 *
 * @param cachedNodes of the tree, about 250 bytes each
 * @param compactAbove the state's file is left alone while it is smaller than this, in bytes
 * @param leastStep how many bytes a step of compaction copies at least
 */
public record StateSettings(Retention retention, int cachedNodes, long compactAbove, long leastStep) {
    public static final StateSettings DEFAULT = new StateSettings(Retention.ALL, 1 << 15, 64L << 20, 64L << 10);

    public StateSettings with(Retention other) {
        return new StateSettings(other, cachedNodes, compactAbove, leastStep);
    }
}
