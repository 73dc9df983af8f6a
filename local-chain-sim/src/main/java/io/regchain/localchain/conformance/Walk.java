package io.regchain.localchain.conformance;

import io.regchain.protocol.block.BlockHeader;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a node showed of its chain, height by height.
 *
 * @param blocks by the height asked for
 * @param certified the headers whose certificate holds
 */
record Walk(TreeMap<Long, SeenBlock> blocks, TreeMap<Long, BlockHeader> certified) {
    Walk() {
        this(new TreeMap<>(), new TreeMap<>());
    }

    /** The certified header of a height, or else the one that the node showed. */
    Optional<BlockHeader> header(long height) {
        return Optional.ofNullable(certified.get(height))
                .or(() -> Optional.ofNullable(blocks.get(height)).map(SeenBlock::header));
    }
}
