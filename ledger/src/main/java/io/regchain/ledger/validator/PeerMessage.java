package io.regchain.ledger.validator;

import io.regchain.protocol.base.Bytes;
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

    /** As it is told in measurements. */
    enum Kind {
        VOTE,
        GOSSIP,
        HELLO,
        WANT_BLOCKS,
        BLOCKS
    }

    default Kind kind() {
        return switch (this) {
            case Vote vote -> Kind.VOTE;
            case Gossip gossip -> Kind.GOSSIP;
            case Hello hello -> Kind.HELLO;
            case WantBlocks want -> Kind.WANT_BLOCKS;
            case Blocks blocks -> Kind.BLOCKS;
        };
    }

    /** The sender's index in the genesis validator set. */
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
     * How far the sender is, which is a claim, and which life of its directory speaks, which it signs.
     *
     * @param shown the first notice the sender keeps of the one it speaks to; in answers only
     */
    record Hello(int sender, Height height, boolean answer, BirthNotice notice, Optional<BirthNotice> shown)
            implements PeerMessage {}

    /** Asks for certified blocks from this height on. */
    record WantBlocks(int sender, Height from) implements PeerMessage {}

    /** Certified blocks in height order: canonical bytes of each {@code BlockRecord}. */
    record Blocks(int sender, List<Bytes> records) implements PeerMessage {
        public Blocks {
            records = List.copyOf(records);
        }
    }

    /** How much of a peer's share in the memory of the receiver it takes. */
    default int size() {
        return switch (this) {
            case Vote vote -> vote.signed().size();
            case Gossip gossip -> sum(gossip.transactions());
            case Hello hello -> 0;
            case WantBlocks want -> 0;
            case Blocks blocks -> sum(blocks.records());
        };
    }

    private static int sum(List<Bytes> entries) {
        return Math.toIntExact(entries.stream().mapToLong(Bytes::size).sum());
    }
}
