package io.regchain.supervision.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.node.CertifiedState;
import io.regchain.ledger.storage.StorageException;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.supervision.node.Backoff;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what certified blocks of the supervision chain stored into the store of snapshots, before the query index tells of
 * it. A store that does not answer is asked until it does: the index waits meanwhile, and so it tells nothing that cannot be
 * read. A mark in the store says up to which block it was filled; what came later is put there at the start, and all of it
 * where there is no mark, so a lost store is made good by emptying it.
 */
public final class SnapshotFiller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFiller.class);

    /** Blocks between two marks: what is put again after a start. */
    private static final int MARKED_EVERY = 100;

    private final SnapshotStore store;
    private final Backoff backoff;
    private Optional<Hash32> name = Optional.empty();
    private final CountDownLatch closed = new CountDownLatch(1);

    public SnapshotFiller(SnapshotStore store, Backoff backoff) {
        this.store = store;
        this.backoff = backoff;
    }

    /**
     * Fills the store with what was stored before {@code next} and is not in it: all of it where the store is new to this
     * chain, and what came since its mark where it was away.
     */
    public void begin(CertifiedState hub, Height next) {
        Hash32 genesis = hub.block(Height.ZERO).orElseThrow().hash();
        name = Optional.of(markOf(genesis));
        for (Height height = filled(); height.compareTo(next) < 0; height = height.next()) {
            put(kept(hub, height));
        }
        mark(next);
    }

    /** The first height that the mark does not vouch for. */
    private Height filled() {
        return store.get(name.orElseThrow()).flatMap(SnapshotFiller::height).orElse(Height.ZERO);
    }

    /** A mark that cannot be read vouches for nothing. */
    private static Optional<Height> height(Bytes mark) {
        try {
            JsonNode filled = CanonicalJson.decode(mark).path("filledBelow");
            return filled.isIntegralNumber() && filled.longValue() >= 0
                    ? Optional.of(new Height(filled.longValue()))
                    : Optional.empty();
        } catch (DecodeException e) {
            LOG.warn(
                    "the mark in the store of snapshots cannot be read, so the store is filled anew: {}",
                    e.getMessage());
            return Optional.empty();
        }
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

    /** Where the mark of this chain stands; its bytes change, so it is no digest of them. */
    private static Hash32 markOf(Hash32 genesis) {
        return Sm3.hash(Bytes.utf8("regchain/snapshots/1 " + genesis.toHex()));
    }

    /** Says that everything below this height was put here. */
    private void mark(Height next) {
        store.put(
                name.orElseThrow(),
                CanonicalJson.encode(CanonicalJson.object()
                        .put("format", "regchain/snapshots/1")
                        .put("filledBelow", next.value())));
    }

    /** @throws IllegalStateException when it was closed before the store took the block's snapshots */
    public void take(CertifiedBlock block) {
        for (int failures = 1; ; failures++) {
            try {
                put(block);
                if (block.height().value() % MARKED_EVERY == 0) {
                    mark(block.height().next());
                }
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
