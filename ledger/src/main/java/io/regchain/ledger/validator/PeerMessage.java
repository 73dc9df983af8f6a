package io.regchain.ledger.validator;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;
import java.util.List;
import java.util.Optional;

/**
 * What the validators of a chain say to each other. {@code sender} is a claim, good for answering only: votes and
 * transactions carry signatures, blocks carry certificates.
 */
public sealed interface PeerMessage {
    /** The most entries of one message. */
    int MAX_ENTRIES = 2_000;

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

    String DOMAIN = "regchain/peer-message/1";

    default Bytes canonical() {
        CanonicalWriter out = new CanonicalWriter(DOMAIN).u32(sender());
        return switch (this) {
            case Vote vote -> out.u8(0).bytes(vote.signed()).toBytes();
            case Gossip gossip ->
                out.u8(1).list(gossip.transactions(), CanonicalWriter::bytes).toBytes();
            case Hello hello ->
                encoded(out.u8(2).u64(hello.height().value()).flag(hello.answer()), hello).toBytes();
            case WantBlocks want -> out.u8(3).u64(want.from().value()).toBytes();
            case Blocks blocks ->
                out.u8(4).list(blocks.records(), CanonicalWriter::bytes).toBytes();
        };
    }

    /** @throws DecodeException when the bytes are not exactly one canonical message */
    static PeerMessage decode(Bytes canonical) {
        CanonicalReader in = new CanonicalReader(DOMAIN, canonical);
        int sender = in.u32();
        PeerMessage message =
                switch (in.u8()) {
                    case 0 -> new Vote(sender, in.bytes());
                    case 1 -> new Gossip(sender, entries(in));
                    case 2 -> hello(sender, in);
                    case 3 -> new WantBlocks(sender, new Height(in.u64()));
                    case 4 -> new Blocks(sender, entries(in));
                    default -> throw new DecodeException("no message between validators has this number");
                };
        in.end();
        return message;
    }

    private static CanonicalWriter encoded(CanonicalWriter out, Hello hello) {
        hello.notice().write(out);
        out.flag(hello.shown().isPresent());
        hello.shown().ifPresent(notice -> notice.write(out));
        return out;
    }

    private static Hello hello(int sender, CanonicalReader in) {
        return new Hello(
                sender,
                new Height(in.u64()),
                in.flag(),
                BirthNotice.read(in),
                in.flag() ? Optional.of(BirthNotice.read(in)) : Optional.empty());
    }

    private static List<Bytes> entries(CanonicalReader in) {
        List<Bytes> entries = in.list(CanonicalReader::bytes);
        if (entries.size() > MAX_ENTRIES) {
            throw new DecodeException("a message has at most " + MAX_ENTRIES + " entries");
        }
        return entries;
    }
}
