package io.regchain.supervision.snapshot;

import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.node.CertifiedState;
import io.regchain.ledger.storage.StorageException;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.supervision.node.Backoff;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what certified blocks of the supervision chain stored into the store of snapshots, before the query index tells of
 * it. A store that does not answer is asked until it does: the index waits meanwhile, and so it tells nothing that cannot be
 * read. A store that never held this chain's snapshots is filled from block 0, so a lost one is made good by emptying it.
 */
public final class SnapshotFiller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFiller.class);

    private final SnapshotStore store;
    private final Backoff backoff;
    private final CountDownLatch closed = new CountDownLatch(1);

    public SnapshotFiller(SnapshotStore store, Backoff backoff) {
        this.store = store;
        this.backoff = backoff;
    }

    /** Fills a store that is new to this chain with all that was stored before {@code next}. */
    public void begin(CertifiedState hub, Height next) {
        Bytes mark = mark(hub.block(Height.ZERO).orElseThrow().hash());
        Hash32 name = Sm3.hash(mark);
        if (store.get(name).filter(mark::equals).isPresent()) {
            return;
        }
        for (Height height = Height.ZERO; height.compareTo(next) < 0; height = height.next()) {
            put(kept(hub, height));
        }
        store.put(name, mark);
    }

    private static CertifiedBlock kept(CertifiedState hub, Height height) {
        try {
            return hub.block(height).orElseThrow();
        } catch (StorageException.Pruned e) {
            throw new SnapshotStoreProblem(
                    "the store of snapshots is new and cannot be filled: block " + height
                            + " of the supervision chain is not kept any more",
                    "bring the old store back, or start from a node that keeps all blocks",
                    e);
        }
    }

    /** Says that everything up to the index' height was put here once. */
    private static Bytes mark(Hash32 genesis) {
        return CanonicalJson.encode(
                CanonicalJson.object().put("format", "regchain/snapshots/1").put("supervisionChain", genesis.toHex()));
    }

    /** @throws IllegalStateException when it was closed before the store took the block's snapshots */
    public void take(CertifiedBlock block) {
        for (int failures = 1; ; failures++) {
            try {
                put(block);
                return;
            } catch (SnapshotStoreProblem e) {
                LOG.error("block {} waits for the store of snapshots: {}", block.height(), e.getMessage());
                waitFor(failures, block.height());
            }
        }
    }

    private void put(CertifiedBlock block) {
        BlockSnapshots.of(block).forEach(store::put);
    }

    private void waitFor(int failures, Height height) {
        try {
            if (closed.await(backoff.after(failures).toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("closed before the store of snapshots took block " + height);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before the store of snapshots took block " + height, e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
