package io.regchain.ledger.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.regchain.ledger.validator.HelloAnswer;
import io.regchain.ledger.validator.PeerMessage;
import io.regchain.ledger.wire.v1.Answer;
import io.regchain.ledger.wire.v1.BirthNotice;
import io.regchain.ledger.wire.v1.Blocks;
import io.regchain.ledger.wire.v1.Gossip;
import io.regchain.ledger.wire.v1.Hello;
import io.regchain.ledger.wire.v1.Leaves;
import io.regchain.ledger.wire.v1.PeerEnvelope;
import io.regchain.ledger.wire.v1.SnapshotOffer;
import io.regchain.ledger.wire.v1.Vote;
import io.regchain.ledger.wire.v1.WantBlocks;
import io.regchain.ledger.wire.v1.WantLeaves;
import io.regchain.ledger.wire.v1.WantSnapshot;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2Signature;
import java.util.List;
import java.util.Optional;

/** A {@link PeerMessage} as transport bytes and back. What comes out has kept every limit; what it holds is unverified. */
public final class PeerMessageWire {
    /** A little less than what the transport carries at all. */
    public static final int MAX_BYTES = (10 << 20) - (64 << 10);

    private PeerMessageWire() {}

    public static byte[] toWire(PeerMessage message) {
        PeerEnvelope.Builder out = PeerEnvelope.newBuilder().setSender(message.sender());
        switch (message) {
            case PeerMessage.Vote vote -> out.setVote(Vote.newBuilder().setSignedMessage(string(vote.signed())));
            case PeerMessage.Gossip gossip ->
                out.setGossip(Gossip.newBuilder().addAllTransactions(strings(gossip.transactions())));
            case PeerMessage.Hello hello ->
                out.setHello(Hello.newBuilder()
                        .setHeight(hello.height().value())
                        .setNotice(toWire(hello.notice()))
                        .setChallenge(ByteString.copyFrom(hello.challenge().toArray())));
            case PeerMessage.Answer answer -> out.setAnswer(toWire(answer.said()));
            case PeerMessage.WantBlocks want ->
                out.setWantBlocks(WantBlocks.newBuilder().setFrom(want.from().value()));
            case PeerMessage.Blocks blocks ->
                out.setBlocks(Blocks.newBuilder().addAllRecords(strings(blocks.records())));
            case PeerMessage.WantSnapshot want ->
                out.setWantSnapshot(
                        WantSnapshot.newBuilder().setKnown(want.known().value()));
            case PeerMessage.SnapshotOffer offer ->
                out.setSnapshotOffer(SnapshotOffer.newBuilder()
                        .addAllHandovers(strings(offer.handovers()))
                        .setFirstBlock(offer.firstBlock().value())
                        .setRecord(string(offer.record().orElse(Bytes.EMPTY)))
                        .addAllReceipts(strings(offer.receipts())));
            case PeerMessage.WantLeaves want ->
                out.setWantLeaves(WantLeaves.newBuilder()
                        .setHeight(want.height().value())
                        .setFrom(string(want.from().toBytes()))
                        .setBytes(want.bytes()));
            case PeerMessage.Leaves leaves ->
                out.setLeaves(Leaves.newBuilder()
                        .setHeight(leaves.height().value())
                        .setFrom(string(leaves.from().toBytes()))
                        .setChunk(string(leaves.chunk())));
        }
        return out.build().toByteArray();
    }

    /** @throws DecodeException when the bytes are no message between validators, or one beyond a limit */
    public static PeerMessage fromWire(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new DecodeException(
                    "a message between validators has at most " + MAX_BYTES + " bytes, not " + bytes.length);
        }
        PeerEnvelope in = parse(bytes);
        int sender = sender(in.getSender());
        return switch (in.getSaidCase()) {
            case VOTE -> new PeerMessage.Vote(sender, entry("vote", in.getVote().getSignedMessage()));
            case GOSSIP ->
                new PeerMessage.Gossip(
                        sender, entries("gossip", in.getGossip().getTransactionsList(), PeerMessage.MAX_ENTRIES));
            case HELLO ->
                new PeerMessage.Hello(
                        sender,
                        height("hello", in.getHello().getHeight()),
                        notice("hello.notice", in.getHello().getNotice()),
                        hash("hello.challenge", in.getHello().getChallenge()));
            case ANSWER -> answer(sender, in.getAnswer());
            case WANT_BLOCKS ->
                new PeerMessage.WantBlocks(
                        sender, height("want_blocks", in.getWantBlocks().getFrom()));
            case BLOCKS ->
                new PeerMessage.Blocks(
                        sender, entries("blocks", in.getBlocks().getRecordsList(), PeerMessage.MAX_BLOCKS));
            case WANT_SNAPSHOT ->
                new PeerMessage.WantSnapshot(
                        sender, height("want_snapshot", in.getWantSnapshot().getKnown()));
            case SNAPSHOT_OFFER -> offer(sender, in.getSnapshotOffer());
            case WANT_LEAVES -> wantLeaves(sender, in.getWantLeaves());
            case LEAVES ->
                new PeerMessage.Leaves(
                        sender,
                        height("leaves", in.getLeaves().getHeight()),
                        hash("leaves.from", in.getLeaves().getFrom()),
                        entry("leaves.chunk", in.getLeaves().getChunk()));
            case SAID_NOT_SET ->
                throw new DecodeException("a message between validators says one thing; this one none");
        };
    }

    private static Answer toWire(HelloAnswer said) {
        return Answer.newBuilder()
                .setHeight(said.height().value())
                .setNotice(toWire(said.notice()))
                .setShown(toWire(said.shown()))
                .setSignature(string(said.signature().value()))
                .setProof(string(said.proof().orElse(Bytes.EMPTY)))
                .build();
    }

    private static BirthNotice toWire(io.regchain.ledger.validator.BirthNotice notice) {
        return BirthNotice.newBuilder()
                .setBirth(ByteString.copyFrom(notice.birth().toArray()))
                .setSignature(string(notice.signature().value()))
                .build();
    }

    private static PeerMessage.Answer answer(int sender, Answer in) {
        if (in.getProof().size() > PeerMessage.MAX_PROOF_BYTES) {
            throw new DecodeException("answer.proof: at most " + PeerMessage.MAX_PROOF_BYTES + " bytes, not "
                    + in.getProof().size());
        }
        return new PeerMessage.Answer(
                sender,
                new HelloAnswer(
                        height("answer", in.getHeight()),
                        notice("answer.notice", in.getNotice()),
                        notice("answer.shown", in.getShown()),
                        in.getProof().isEmpty()
                                ? Optional.empty()
                                : Optional.of(Bytes.wrap(in.getProof().toByteArray())),
                        signature("answer.signature", in.getSignature())));
    }

    private static io.regchain.ledger.validator.BirthNotice notice(String what, BirthNotice in) {
        return new io.regchain.ledger.validator.BirthNotice(
                hash(what, in.getBirth()), signature(what, in.getSignature()));
    }

    private static Sm2Signature signature(String what, ByteString in) {
        try {
            return Sm2Signature.of(in.toByteArray());
        } catch (IllegalArgumentException e) {
            throw new DecodeException(what + ": " + e.getMessage(), e);
        }
    }

    private static PeerMessage.SnapshotOffer offer(int sender, SnapshotOffer in) {
        if (in.getReceiptsCount() > PeerMessage.MAX_RECEIPTS) {
            throw new DecodeException(
                    "snapshot_offer: at most " + PeerMessage.MAX_RECEIPTS + " receipts, not " + in.getReceiptsCount());
        }
        if (in.getHandoversCount() > PeerMessage.MAX_HANDOVERS) {
            throw new DecodeException("snapshot_offer: at most " + PeerMessage.MAX_HANDOVERS + " handovers, not "
                    + in.getHandoversCount());
        }
        return new PeerMessage.SnapshotOffer(
                sender,
                in.getHandoversList().stream()
                        .map(handover -> entry("snapshot_offer.handovers", handover))
                        .toList(),
                height("snapshot_offer.first_block", in.getFirstBlock()),
                in.getRecord().isEmpty() ? Optional.empty() : Optional.of(entry("snapshot_offer", in.getRecord())),
                in.getReceiptsList().stream()
                        .map(receipt -> entry("snapshot_offer.receipts", receipt))
                        .toList());
    }

    private static PeerMessage.WantLeaves wantLeaves(int sender, WantLeaves in) {
        if (in.getBytes() < 1 || in.getBytes() > PeerMessage.MAX_LEAF_BYTES) {
            throw new DecodeException("want_leaves.bytes: 1 to " + PeerMessage.MAX_LEAF_BYTES + ", not "
                    + Integer.toUnsignedString(in.getBytes()));
        }
        return new PeerMessage.WantLeaves(
                sender, height("want_leaves", in.getHeight()), hash("want_leaves.from", in.getFrom()), in.getBytes());
    }

    private static Hash32 hash(String what, ByteString bytes) {
        try {
            return Hash32.of(bytes.toByteArray());
        } catch (IllegalArgumentException e) {
            throw new DecodeException(what + ": " + e.getMessage(), e);
        }
    }

    private static PeerEnvelope parse(byte[] bytes) {
        try {
            return PeerEnvelope.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new DecodeException("not a message between validators: " + e.getMessage(), e);
        }
    }

    private static int sender(int claimed) {
        if (claimed < 0 || claimed >= ValidatorSet.MAX_SIZE) {
            throw new DecodeException("sender: no validator set has the index " + Integer.toUnsignedString(claimed));
        }
        return claimed;
    }

    private static Height height(String what, long value) {
        try {
            return new Height(value);
        } catch (IllegalArgumentException e) {
            throw new DecodeException(what + ": " + e.getMessage(), e);
        }
    }

    private static List<Bytes> entries(String what, List<ByteString> entries, int most) {
        if (entries.isEmpty() || entries.size() > most) {
            throw new DecodeException(what + ": 1 to " + most + " entries, not " + entries.size());
        }
        return entries.stream().map(each -> entry(what, each)).toList();
    }

    private static Bytes entry(String what, ByteString bytes) {
        if (bytes.isEmpty()) {
            throw new DecodeException(what + ": an entry is empty");
        }
        return Bytes.wrap(bytes.toByteArray());
    }

    private static List<ByteString> strings(List<Bytes> entries) {
        return entries.stream().map(PeerMessageWire::string).toList();
    }

    private static ByteString string(Bytes bytes) {
        return ByteString.copyFrom(bytes.unsafeArray());
    }
}
