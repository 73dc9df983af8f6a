package io.regchain.ledger.validator;

import io.regchain.ledger.storage.BlockRecord;
import io.regchain.ledger.storage.SnapshotChunk;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Seal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What a lying server makes of an honest answer. */
final class SnapshotLies {
    private SnapshotLies() {}

    /** @param lie the message as the liar sends it */
    static JoiningExchange.Peer liar(JoiningExchange.Peer honest, UnaryOperator<PeerMessage> lie) {
        return asked -> honest.apply(asked).map(lie);
    }

    static UnaryOperator<PeerMessage> leaves(Consumer<List<SnapshotChunk.Leaf>> change) {
        return chunk(chunk -> {
            List<SnapshotChunk.Leaf> leaves = new ArrayList<>(chunk.leaves());
            change.accept(leaves);
            return new SnapshotChunk(leaves, chunk.rightSiblings());
        });
    }

    static UnaryOperator<PeerMessage> rightSiblings(UnaryOperator<List<Hash32>> change) {
        return chunk(chunk -> new SnapshotChunk(chunk.leaves(), change.apply(chunk.rightSiblings())));
    }

    private static UnaryOperator<PeerMessage> chunk(UnaryOperator<SnapshotChunk> change) {
        return bytes(chunk -> change.apply(SnapshotChunk.decode(chunk)).canonical());
    }

    static UnaryOperator<PeerMessage> bytes(UnaryOperator<Bytes> change) {
        return message -> message instanceof PeerMessage.Leaves leaves
                ? new PeerMessage.Leaves(leaves.sender(), leaves.height(), leaves.from(), change.apply(leaves.chunk()))
                : message;
    }

    static void alterOne(List<SnapshotChunk.Leaf> leaves) {
        leaves.set(1, new SnapshotChunk.Leaf(leaves.get(1).keyHash(), Bytes.utf8("\"a lie, and a long one\"")));
    }

    static void swapTwo(List<SnapshotChunk.Leaf> leaves) {
        Collections.swap(leaves, 0, 1);
    }

    static UnaryOperator<PeerMessage> record(UnaryOperator<BlockRecord> change) {
        return message -> message instanceof PeerMessage.SnapshotOffer offer
                ? new PeerMessage.SnapshotOffer(
                        offer.sender(),
                        offer.handovers(),
                        offer.firstBlock(),
                        offer.record().map(bytes -> change.apply(BlockRecord.decode(bytes))
                                .canonical()),
                        offer.receipts())
                : message;
    }

    static UnaryOperator<PeerMessage> receipts(UnaryOperator<List<Bytes>> change) {
        return message -> message instanceof PeerMessage.SnapshotOffer offer
                ? new PeerMessage.SnapshotOffer(
                        offer.sender(),
                        offer.handovers(),
                        offer.firstBlock(),
                        offer.record(),
                        change.apply(offer.receipts()))
                : message;
    }

    /** Of another chain, height and sets of validators. */
    static BlockHeader header(BlockHeader of, ChainId chain, long height, Hash32 deciding, Hash32 next) {
        return new BlockHeader(
                of.version(),
                chain,
                new Height(height),
                of.parentHash(),
                of.time(),
                of.proposer(),
                of.transactionRoot(),
                of.receiptRoot(),
                of.stateRoot(),
                deciding,
                next);
    }

    static UnaryOperator<PeerMessage> firstBlock(long height) {
        return message -> message instanceof PeerMessage.SnapshotOffer offer
                ? new PeerMessage.SnapshotOffer(
                        offer.sender(), offer.handovers(), new Height(height), offer.record(), offer.receipts())
                : message;
    }

    static UnaryOperator<PeerMessage> handovers(UnaryOperator<List<Bytes>> change) {
        return message -> message instanceof PeerMessage.SnapshotOffer offer
                ? new PeerMessage.SnapshotOffer(
                        offer.sender(),
                        change.apply(offer.handovers()),
                        offer.firstBlock(),
                        offer.record(),
                        offer.receipts())
                : message;
    }

    static BlockRecord withoutSeal(BlockRecord record) {
        return new BlockRecord(record.block(), record.certificate().map(SnapshotLies::withoutSeal));
    }

    static CommitCertificate withoutSeal(CommitCertificate whole) {
        List<Seal> fewer = whole.seals().subList(1, whole.seals().size());
        return new CommitCertificate(whole.chainId(), whole.height(), whole.round(), whole.blockHash(), fewer);
    }

    static BlockRecord withoutTransactions(BlockRecord record) {
        return new BlockRecord(new Block(record.block().header(), List.of()), record.certificate());
    }
}
