package io.regchain.supervision.index;

import io.regchain.ledger.node.BlockListener;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.node.ChainNode;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.supervision.snapshot.SnapshotFiller;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Feeds the query index from a node of the supervision chain: first what it missed, then every new block. */
public final class IndexFollower implements AutoCloseable {
    private final QueryIndex index;
    private final SnapshotFiller snapshots;
    private final Consumer<Height> applied;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progress = lock.newCondition();
    private final BlockListener.Subscription blocks;
    private Height next;

    private IndexFollower(ChainNode hub, QueryIndex index, SnapshotFiller snapshots, Consumer<Height> applied) {
        this.index = index;
        this.snapshots = snapshots;
        this.applied = applied;
        Hash32 genesis = hub.block(Height.ZERO).orElseThrow().hash();
        this.next = index.next(genesis);
        snapshots.begin(hub, next);
        this.blocks = hub.blocks(next, this::take);
    }

    /**
     * @param snapshots takes each block's snapshots before the index tells of them
     * @param applied hears each height once the index has it
     */
    public static IndexFollower follow(
            ChainNode hub, QueryIndex index, SnapshotFiller snapshots, Consumer<Height> applied) {
        return new IndexFollower(hub, index, snapshots, applied);
    }

    private void take(CertifiedBlock block) {
        snapshots.take(block);
        index.apply(block);
        applied.accept(block.height());
        lock.lock();
        try {
            next = block.height().next();
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the index has the block of this height. @return whether it had it within the patience */
    public boolean await(Height height, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (next.compareTo(height) <= 0 && left > 0) {
                left = progress.awaitNanos(left);
            }
            return next.compareTo(height) > 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        blocks.close();
    }
}
