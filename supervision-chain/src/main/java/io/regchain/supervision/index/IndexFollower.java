package io.regchain.supervision.index;

import io.regchain.ledger.node.BlockListener;
import io.regchain.ledger.node.ChainNode;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.supervision.snapshot.SnapshotFiller;
import java.util.function.Consumer;

/** Feeds the query index from a node of the supervision chain: first what it missed, then every new block. */
public final class IndexFollower {
    private IndexFollower() {}

    /**
     * @param snapshots takes each block's snapshots before the index tells of them
     * @param applied hears each height once the index has it
     */
    public static BlockListener.Subscription follow(
            ChainNode hub, QueryIndex index, SnapshotFiller snapshots, Consumer<Height> applied) {
        Hash32 genesis = hub.block(Height.ZERO).orElseThrow().hash();
        Height next = index.next(genesis);
        snapshots.begin(hub, next);
        return hub.blocks(next, block -> {
            snapshots.take(block);
            index.apply(block);
            applied.accept(block.height());
        });
    }
}
