package io.regchain.localchain.conformance;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Transaction;
import java.util.List;
import java.util.Optional;

/**
 * A block as a node showed it: read, not believed.
 *
 * @param exchange the call of GetBlock it came on
 * @param ids the transaction ids the answer names
 * @param block absent when it could not be read
 */
record SeenBlock(Exchange exchange, BlockHeader header, List<Bytes> ids, Optional<Block> block) {
    long height() {
        return header.height().value();
    }

    List<Transaction> transactions() {
        return block.map(Block::transactions).orElse(List.of());
    }
}
