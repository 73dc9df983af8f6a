package io.regchain.supervision.snapshot;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import java.util.Optional;
import java.util.TreeMap;

/** A store whose contents a test may lose or alter, and that may be away for some calls. */
public final class MemorySnapshots implements SnapshotStore {
    public final TreeMap<Hash32, Bytes> kept = new TreeMap<>();
    /** How many of the next calls come to nothing. */
    public int away;

    @Override
    public synchronized void put(Hash32 digest, Bytes snapshot) {
        answer();
        kept.put(digest, snapshot);
    }

    @Override
    public synchronized Optional<Bytes> get(Hash32 digest) {
        answer();
        return Optional.ofNullable(kept.get(digest));
    }

    private void answer() {
        if (away > 0) {
            away--;
            throw new SnapshotStoreProblem("the store is away", "bring it back");
        }
    }

    @Override
    public void close() {}
}
