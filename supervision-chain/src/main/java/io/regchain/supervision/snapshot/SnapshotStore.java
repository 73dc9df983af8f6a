package io.regchain.supervision.snapshot;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import java.util.Optional;

/**
 * Keeps the snapshots' bytes off chain (JR/T 0314 6.6), each under the SM3 of its canonical form, which stands on chain. A
 * store is believed nothing: whoever reads recomputes the digest ({@link CheckedSnapshots}). Calls wait for a disk or a
 * network: not for an actor's thread. They fail with {@link SnapshotStoreProblem} only.
 */
public interface SnapshotStore extends AutoCloseable {
    /** Kept for good when this returns. The same again changes nothing; other bytes under the digest are replaced. */
    void put(Hash32 digest, Bytes snapshot);

    /** Whatever stands under the digest. */
    Optional<Bytes> get(Hash32 digest);

    @Override
    void close();
}
