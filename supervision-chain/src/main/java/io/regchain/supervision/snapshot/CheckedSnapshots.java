package io.regchain.supervision.snapshot;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.object.DataObject;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads snapshots from where they stand off chain, and gives out only what has the digest that stands on chain. */
public final class CheckedSnapshots {
    private static final Logger LOG = LoggerFactory.getLogger(CheckedSnapshots.class);

    private final SnapshotStore store;

    public CheckedSnapshots(SnapshotStore store) {
        this.store = store;
    }

    /** What came of reading a snapshot. */
    public sealed interface Reading {
        record Found(DataObject snapshot) implements Reading {}

        /** @param reason SNAPSHOT_MISSING, SNAPSHOT_DIFFERS, or SNAPSHOT_STORE_UNREACHABLE */
        record Refused(Refusal reason) implements Reading {}
    }

    /** @param digest of the snapshot's canonical form, from the supervision chain's state */
    public Reading read(ChainId chain, String objectId, long version, Hash32 digest) {
        String which = objectId + " version " + version + " of " + chain;
        Optional<Bytes> stored;
        try {
            stored = store.get(digest);
        } catch (SnapshotStoreProblem e) {
            return refused(
                    "SNAPSHOT_STORE_UNREACHABLE",
                    "the snapshot of " + which + " (digest " + digest + ") cannot be read now: " + e.getMessage());
        }
        if (stored.isEmpty()) {
            return refused(
                    "SNAPSHOT_MISSING",
                    "the snapshot of " + which + " should stand off chain under the digest " + digest
                            + ", and nothing stands there");
        }
        Hash32 found = Sm3.hash(stored.get());
        if (found.equals(digest)) {
            return new Reading.Found(DataObject.parse(stored.get()));
        }
        LOG.error(
                "what stands off chain as the snapshot of {} was altered: its digest is {}, not {}",
                which,
                found,
                digest);
        return refused(
                "SNAPSHOT_DIFFERS",
                "the snapshot of " + which + " has the digest " + digest + " on chain, but what stands off chain has "
                        + found);
    }

    private static Reading refused(String code, String message) {
        return new Reading.Refused(new Refusal(code, message));
    }
}
