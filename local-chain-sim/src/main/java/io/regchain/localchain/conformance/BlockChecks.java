package io.regchain.localchain.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.merkle.OrderedMerkle;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.protocol.wire.connect.NodeMethods;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Table 4: the blocks, their hashes, links and transactions. */
final class BlockChecks {
    private final NodeUnderTest node;

    BlockChecks(NodeUnderTest node) {
        this.node = node;
    }

    /** One block with its transactions; nothing when its header cannot be read. */
    Optional<SeenBlock> block(long height) {
        ObjectNode question = node.question(height).put("includeTransactions", true);
        // Protobuf: the Base64 of a block near 16 MB passes the limit of an answer.
        return node.call(Check.BLOCK, NodeMethods.GET_BLOCK, question, ConnectEncoding.PROTO)
                .flatMap(reply -> seen(height, reply));
    }

    private Optional<SeenBlock> seen(long height, Reply reply) {
        Exchange exchange = reply.exchange();
        Optional<BlockHeader> header = node.decode(
                Check.BLOCK, exchange, "one canonical header", () -> reply.decoded("header", BlockHeader::decode));
        return header.map(read -> {
            Optional<Block> block = body(reply);
            block.ifPresent(whole -> node.passed(Check.BLOCK));
            fields(height, reply, read);
            block.ifPresent(whole -> transactions(reply, read, whole));
            node.agree(Check.BLOCK_CHAIN, exchange, "header.chainId", read.chainId(), node.network());
            return new SeenBlock(exchange, read, reply.listOfBytes("transaction_ids"), block);
        });
    }

    private Optional<Block> body(Reply reply) {
        if (!reply.has("block")) {
            node.failed(Check.BLOCK, reply.exchange(), "no block", "the whole block, since it was asked for");
            return Optional.empty();
        }
        Bytes bytes = reply.bytes("block");
        boolean fits = node.expect(
                Check.LIMIT_BLOCK,
                reply.exchange(),
                bytes.size() <= Block.MAX_BYTES,
                () -> "a block of " + bytes.size() + " bytes",
                "at most " + Block.MAX_BYTES);
        return fits
                ? node.decode(
                        Check.BLOCK,
                        reply.exchange(),
                        "one canonical block",
                        () -> reply.decoded("block", Block::decode))
                : Optional.empty();
    }

    private void fields(long height, Reply reply, BlockHeader header) {
        Exchange exchange = reply.exchange();
        digest(exchange, "hash", reply.bytes("header").unsafeArray(), reply.bytes("hash"));
        node.agree(
                Check.BLOCK_HASH,
                exchange,
                "hash",
                reply.bytes("hash").toHex(),
                Sm3.hash(reply.bytes("header")).toHex());
        long parent = header.height().value() - 1;
        boolean right = reply.number("height") == height
                && header.height().value() == height
                && reply.bytes("parent_hash").equals(header.parentHash().toBytes())
                && reply.number("time_millis") == header.time().epochMillis()
                && reply.has("parent_height") == (parent >= 0)
                && (parent < 0 || reply.number("parent_height") == parent);
        node.expect(
                Check.BLOCK_FIELDS,
                exchange,
                right,
                () -> "height " + reply.number("height") + ", parent_height "
                        + (reply.has("parent_height") ? reply.number("parent_height") : "absent") + ", parent_hash "
                        + reply.bytes("parent_hash").toHex() + ", time_millis " + reply.number("time_millis")
                        + "; the header is of height " + header.height() + ", parent " + header.parentHash()
                        + ", time " + header.time().epochMillis(),
                "the header's own, of height " + height);
    }

    private void digest(Exchange exchange, String what, byte[] bytes, Bytes named) {
        Optional<String> foreign = ForeignDigests.of(bytes, named);
        node.expect(
                Check.SM_DIGESTS,
                exchange,
                foreign.isEmpty(),
                () -> what + " is a digest by " + foreign.orElse(""),
                "SM3 of the same bytes");
    }

    private void transactions(Reply reply, BlockHeader header, Block block) {
        Exchange exchange = reply.exchange();
        List<Bytes> named = reply.listOfBytes("transaction_ids");
        List<Transaction> transactions = block.transactions();
        List<Bytes> ids = transactions.stream().map(t -> t.id().toBytes()).toList();
        node.expect(
                Check.BLOCK_TRANSACTION_IDS,
                exchange,
                named.equals(ids),
                () -> "transaction_ids " + hex(named) + "; the block holds " + hex(ids),
                "the ids of the block's transactions in their order");
        for (int i = 0; i < Math.min(named.size(), transactions.size()); i++) {
            digest(exchange, "transaction_ids[" + i + "]", transactions.get(i).signedBytes(), named.get(i));
        }
        Hash32 root = OrderedMerkle.root(
                transactions.stream().map(Transaction::canonical).toList());
        node.expect(
                Check.BLOCK_TRANSACTION_ROOT,
                exchange,
                root.equals(header.transactionRoot()) && block.header().equals(header),
                () -> "the root over the " + transactions.size() + " transactions of the block is " + root
                        + ", the header's is " + header.transactionRoot()
                        + (block.header().equals(header) ? "" : "; and the block has another header inside"),
                "the header's transaction root");
    }

    private static List<String> hex(List<Bytes> values) {
        return values.stream().map(Bytes::toHex).toList();
    }

    /** What lies between neighbours; call it once all blocks are seen. */
    void links(Walk walk) {
        SeenBlock before = null;
        for (SeenBlock block : walk.blocks().values()) {
            if (before != null) {
                between(before, block);
            }
            before = block;
        }
        // A chain of one block has no neighbours: its genesis stands alone.
        Stream.of(Check.BLOCK_LINK, Check.BLOCK_TIME)
                .filter(check -> walk.blocks().size() == 1 && !node.findings().has(node.label(), check))
                .forEach(check -> node.notApplicable(
                        check, "the chain has one block", "Let the chain make a block, then run the kit again."));
    }

    private void between(SeenBlock before, SeenBlock block) {
        if (block.height() == before.height() + 1) {
            node.expect(
                    Check.BLOCK_LINK,
                    block.exchange(),
                    block.header().parentHash().equals(before.header().hash()),
                    () -> "block " + block.height() + " names the parent "
                            + block.header().parentHash() + ", but block " + before.height() + " has the hash "
                            + before.header().hash(),
                    "the hash of the block before it");
        }
        node.expect(
                Check.BLOCK_TIME,
                block.exchange(),
                block.header().time().compareTo(before.header().time()) >= 0,
                () -> "block " + block.height() + " is of " + block.header().time() + ", block " + before.height()
                        + " before it of " + before.header().time(),
                "a time not before it");
    }

    /** @param announced the genesis hashes the chain is held to, by where they come from */
    void genesis(Walk walk, Map<String, Hash32> announced) {
        Optional.ofNullable(walk.blocks().get(0L)).ifPresent(genesis -> {
            node.expect(
                    Check.BLOCK_GENESIS,
                    genesis.exchange(),
                    genesis.header().parentHash().equals(Hash32.ZERO),
                    () -> "parent " + genesis.header().parentHash(),
                    "32 bytes of zero");
            announced.forEach((where, hash) -> node.expect(
                    Check.BLOCK_GENESIS,
                    genesis.exchange(),
                    genesis.header().hash().equals(hash),
                    () -> "block 0 has the hash " + genesis.header().hash() + ", " + where + " says " + hash,
                    "one genesis hash"));
        });
    }

    /** @param height of a block that is final by now */
    void ways(long height, Optional<SeenBlock> seen) {
        node.call(Check.BLOCK_LATEST, NodeMethods.GET_BLOCK, node.question())
                .ifPresent(latest -> node.expect(
                        Check.BLOCK_LATEST,
                        latest.exchange(),
                        latest.number("height") >= height,
                        () -> "block " + latest.number("height"),
                        "the latest block, " + height + " or above"));
        if (seen.isEmpty()) {
            return;
        }
        node.call(Check.BLOCK_WITHOUT_BODY, NodeMethods.GET_BLOCK, node.question(height))
                .ifPresent(bare -> node.expect(
                        Check.BLOCK_WITHOUT_BODY,
                        bare.exchange(),
                        !bare.has("block")
                                && bare.bytes("header")
                                        .equals(seen.get().header().canonical())
                                && bare.listOfBytes("transaction_ids")
                                        .equals(seen.get().ids()),
                        () -> (bare.has("block") ? "the whole block" : "another header or other transaction_ids"),
                        "the same answer as with include_transactions, without the block"));
    }
}
