package io.regchain.ledger.validator;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import java.util.List;
import java.util.Optional;

/**
 * What the validators of a chain say to each other. {@code sender} is a claim, good for answering only: votes and
 * transactions carry signatures, blocks carry certificates.
 */
public sealed interface PeerMessage {
    /** The most transactions of one message. */
    int MAX_ENTRIES = 2_000;

    /** The most blocks of one message. */
    int MAX_BLOCKS = 64;

    /** The most changes of validators of one message. */
    int MAX_HANDOVERS = 64;

    /** The most receipts of one block that is offered with its state. */
    int MAX_RECEIPTS = 100_000;

    /** The most bytes of a header with its certificate. */
    int MAX_PROOF_BYTES = 64 << 10;

    /** The most bytes of leaves that one message may be asked to carry. */
    int MAX_LEAF_BYTES = 4 << 20;

    /** As it is told in measurements. */
    enum Kind {
        VOTE,
        GOSSIP,
        HELLO,
        ANSWER,
        WANT_BLOCKS,
        BLOCKS,
        WANT_SNAPSHOT,
        SNAPSHOT_OFFER,
        WANT_LEAVES,
        LEAVES
    }

    default Kind kind() {
        return switch (this) {
            case Vote vote -> Kind.VOTE;
            case Gossip gossip -> Kind.GOSSIP;
            case Hello hello -> Kind.HELLO;
            case Answer answer -> Kind.ANSWER;
            case WantBlocks want -> Kind.WANT_BLOCKS;
            case Blocks blocks -> Kind.BLOCKS;
            case WantSnapshot want -> Kind.WANT_SNAPSHOT;
            case SnapshotOffer offer -> Kind.SNAPSHOT_OFFER;
            case WantLeaves want -> Kind.WANT_LEAVES;
            case Leaves leaves -> Kind.LEAVES;
        };
    }

    /** The sender's seat. */
    int sender();

    /** A consensus message: canonical bytes of a {@code SignedMessage}. */
    record Vote(int sender, Bytes signed) implements PeerMessage {}

    /** Transactions that came in at the sender: canonical bytes of each. */
    record Gossip(int sender, List<Bytes> transactions) implements PeerMessage {
        public Gossip {
            transactions = List.copyOf(transactions);
        }
    }

    /**
     * How far the sender is, which is a claim, and which life of its directory speaks, which it signs. To be answered.
     *
     * @param challenge a number that the answer is signed for
     */
    record Hello(int sender, Height height, BirthNotice notice, Hash32 challenge) implements PeerMessage {}

    /** Answers a hello. */
    record Answer(int sender, HelloAnswer said) implements PeerMessage {}

    /** Asks for certified blocks from this height on. */
    record WantBlocks(int sender, Height from) implements PeerMessage {}

    /** Certified blocks in height order: canonical bytes of each {@code BlockRecord}. */
    record Blocks(int sender, List<Bytes> records) implements PeerMessage {
        public Blocks {
            records = List.copyOf(records);
        }
    }

    /**
     * Asks with the state of which block one can begin.
     *
     * @param known the height from which the last set of validators decides that the sender knows
     */
    record WantSnapshot(int sender, Height known) implements PeerMessage {}

    /**
     * The newest block whose state the sender can hand over, and how the sets came to decide that the asking one does not
     * know; when these are too many for one message, the next ones in height order without the block.
     *
     * @param handovers canonical bytes of each {@code Handover}
     * @param firstBlock the lowest height whose block and results the sender keeps, which is a claim
     * @param record canonical bytes of the {@code BlockRecord}; empty when there is none above the genesis block
     * @param receipts canonical bytes of each receipt of the block
     */
    record SnapshotOffer(
            int sender, List<Bytes> handovers, Height firstBlock, Optional<Bytes> record, List<Bytes> receipts)
            implements PeerMessage {
        /** Of a sender with no block above the genesis block. */
        static SnapshotOffer nothing(int sender) {
            return new SnapshotOffer(sender, List.of(), Height.ZERO, Optional.empty(), List.of());
        }

        public SnapshotOffer {
            handovers = List.copyOf(handovers);
            receipts = List.copyOf(receipts);
        }
    }

    /**
     * Asks for leaves of the state of a block.
     *
     * @param from the least key hash wanted
     * @param bytes how much is wanted at least, while there are leaves
     */
    record WantLeaves(int sender, Height height, Hash32 from, int bytes) implements PeerMessage {}

    /**
     * Leaves of the state of a block.
     *
     * @param from what was asked for
     * @param chunk canonical bytes of a {@code SnapshotChunk}
     */
    record Leaves(int sender, Height height, Hash32 from, Bytes chunk) implements PeerMessage {}

    /** How much of a peer's share in the memory of the receiver it takes. */
    default int size() {
        return switch (this) {
            case Vote vote -> vote.signed().size();
            case Gossip gossip -> sum(gossip.transactions());
            case Hello hello -> 0;
            case Answer answer -> answer.said().proof().map(Bytes::size).orElse(0);
            case WantBlocks want -> 0;
            case Blocks blocks -> sum(blocks.records());
            case WantSnapshot want -> 0;
            case SnapshotOffer offer ->
                sum(offer.handovers()) + offer.record().map(Bytes::size).orElse(0) + sum(offer.receipts());
            case WantLeaves want -> 0;
            case Leaves leaves -> leaves.chunk().size();
        };
    }

    private static int sum(List<Bytes> entries) {
        return Math.toIntExact(entries.stream().mapToLong(Bytes::size).sum());
    }
}
