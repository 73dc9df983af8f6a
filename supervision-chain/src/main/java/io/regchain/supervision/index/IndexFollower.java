package io.regchain.supervision.index;

import io.regchain.ledger.node.BlockListener;
import io.regchain.ledger.node.ChainNode;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;

/** Feeds the query index from a node of the supervision chain: first what it missed, then every new block. */
public final class IndexFollower {
    private IndexFollower() {}

    /** @param applied hears each height once the index has it */
    public static BlockListener.Subscription follow(
            ChainNode hub, QueryIndex index, java.util.function.Consumer<Height> applied) {
        Hash32 genesis = hub.block(Height.ZERO).orElseThrow().hash();
        return hub.blocks(index.next(genesis), block -> {
            index.apply(block);
            applied.accept(block.height());
        });
    }
}
