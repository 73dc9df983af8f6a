package io.regchain.protocol.wire;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.wire.v1.GetBlockResponse;
import java.util.List;
import java.util.Optional;

/**
 * A block (JR/T 0314 table 4).
 *
 * @param transactionIds in block order
 * @param block the whole block, when asked for; its header and ids are the ones beside it
 */
public record BlockAnswer(BlockHeader header, List<Hash32> transactionIds, Optional<Block> block) {
    public BlockAnswer {
        transactionIds = List.copyOf(transactionIds);
    }

    public static BlockAnswer of(Block block, boolean includeTransactions) {
        return new BlockAnswer(block.header(), ids(block), includeTransactions ? Optional.of(block) : Optional.empty());
    }

    private static List<Hash32> ids(Block block) {
        return block.transactions().stream().map(Transaction::id).toList();
    }

    public static BlockAnswer fromWire(GetBlockResponse response) {
        BlockHeader header = HeaderWire.fromWire(response.getHeader());
        requireAgreement(response, header);
        List<Hash32> ids =
                WireFields.list("transaction_ids", response.getTransactionIdsList(), id -> WireFields.hash("id", id));
        Optional<Block> block = response.hasBlock()
                ? Optional.of(WireFields.decoded("block", response.getBlock(), Block::decode))
                : Optional.empty();
        block.ifPresent(whole -> {
            WireFields.agree("header", header.hash(), whole.header().hash());
            WireFields.agree("transaction_ids", ids, ids(whole));
        });
        return new BlockAnswer(header, ids, block);
    }

    private static void requireAgreement(GetBlockResponse response, BlockHeader header) {
        WireFields.agree("height", WireFields.height("height", response.getHeight()), header.height());
        WireFields.agree("hash", WireFields.hash("hash", response.getHash()), header.hash());
        WireFields.agree("parent_hash", WireFields.hash("parent_hash", response.getParentHash()), header.parentHash());
        WireFields.agree("time_millis", WireFields.time("time_millis", response.getTimeMillis()), header.time());
        WireFields.agree(
                "parent_height",
                WireFields.height("parent_height", response.hasParentHeight(), response.getParentHeight()),
                parent(header));
    }

    private static Optional<Height> parent(BlockHeader header) {
        return header.height().value() == 0
                ? Optional.empty()
                : Optional.of(new Height(header.height().value() - 1));
    }

    /** @throws IllegalStateException for a block over 16 MB (table 4), which no reader takes and no node should give out */
    public GetBlockResponse toWire() {
        GetBlockResponse.Builder wire = GetBlockResponse.newBuilder()
                .setHeight(header.height().value())
                .setHash(WireFields.wire(header.hash()))
                .setParentHash(WireFields.wire(header.parentHash()))
                .setTimeMillis(header.time().epochMillis())
                .addAllTransactionIds(
                        transactionIds.stream().map(WireFields::wire).toList())
                .setHeader(HeaderWire.toWire(header));
        parent(header).ifPresent(height -> wire.setParentHeight(height.value()));
        block.map(Block::canonical).ifPresent(whole -> wire.setBlock(WireFields.wire(bounded(whole))));
        return wire.build();
    }

    private Bytes bounded(Bytes whole) {
        if (whole.size() > Block.MAX_BYTES) {
            throw new IllegalStateException("block " + header.height() + " has " + whole.size()
                    + " bytes; a block has at most " + Block.MAX_BYTES + " (JR/T 0314 table 4)");
        }
        return whole;
    }
}
