package io.regchain.localchain.conformance;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Transaction;
import java.util.List;
import java.util.Optional;

/**
 * A block as a node showed it: read, not believed.
 *
 * @param exchange the call of GetBlock it came on
 * @param named the hash the answer names
 * @param block absent when it could not be read
 */
record SeenBlock(Exchange exchange, BlockHeader header, Optional<Hash32> named, Optional<Block> block) {
    long height() {
        return header.height().value();
    }

    List<Transaction> transactions() {
        return block.map(Block::transactions).orElse(List.of());
    }
}
