package io.regchain.protocol.object;

/** Reads the stored snapshots of one object: the newest of each version, as overwrites left them. */
@FunctionalInterface
public interface SnapshotSource {
    /** @param version between the first and the latest of the history at hand, so it exists */
    DataObject snapshot(ObjectVersion version);
}
