package io.regchain.ledger.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.regchain.ledger.validator.Hellos;
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
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeerMessageWireTest {
    private static final Hash32 HASH = Hash32.ofHex("a5".repeat(Hash32.SIZE));

    private static final BirthNotice NOTICE = BirthNotice.newBuilder()
            .setBirth(ByteString.copyFrom(new byte[32]))
            .setSignature(ByteString.copyFrom(new byte[64]))
            .build();

    static List<PeerMessage> messages() {
        return List.of(
                new PeerMessage.Vote(3, Bytes.utf8("vote")),
                new PeerMessage.Gossip(0, List.of(Bytes.utf8("one"), Bytes.utf8("two"))),
                Hellos.answer(1, new Height(7)),
                Hellos.of(0, Height.ZERO),
                new PeerMessage.WantBlocks(2, new Height(8)),
                new PeerMessage.Blocks(1, List.of(Bytes.utf8("block"))),
                new PeerMessage.WantSnapshot(3, new Height(9)),
                new PeerMessage.SnapshotOffer(
                        0, List.of(Bytes.utf8("handover")), Height.ZERO, Optional.empty(), List.of()),
                new PeerMessage.SnapshotOffer(
                        1,
                        List.of(),
                        new Height(7),
                        Optional.of(Bytes.utf8("block")),
                        List.of(Bytes.utf8("one"), Bytes.utf8("two"))),
                new PeerMessage.WantLeaves(2, new Height(8), HASH, PeerMessage.MAX_LEAF_BYTES),
                new PeerMessage.Leaves(0, new Height(8), HASH, Bytes.utf8("chunk")));
    }

    @Test
    void aProofOfTheGreatestSizeIsTaken() {
        ByteString greatest = ByteString.copyFrom(new byte[PeerMessage.MAX_PROOF_BYTES]);
        byte[] wire = from(1).setAnswer(Answer.newBuilder()
                        .setNotice(NOTICE)
                        .setShown(NOTICE)
                        .setSignature(NOTICE.getSignature())
                        .setProof(greatest))
                .build()
                .toByteArray();
        PeerMessage.Answer answer = (PeerMessage.Answer) PeerMessageWire.fromWire(wire);
        assertThat(answer.size()).isEqualTo(PeerMessage.MAX_PROOF_BYTES);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMessageComesOutAsItWentIn(PeerMessage message) {
        assertThat(PeerMessageWire.fromWire(PeerMessageWire.toWire(message))).isEqualTo(message);
    }

    @Test
    void theBytesOfAVoteAreThoseOfTheSchema() {
        assertThat(HexFormat.of().formatHex(PeerMessageWire.toWire(new PeerMessage.Vote(3, Bytes.utf8("vote")))))
                .isEqualTo("080312060a04766f7465");
    }

    private record Row(String what, byte[] bytes, String said) {
        Row(String what, PeerEnvelope.Builder bytes, String said) {
            this(what, bytes.build().toByteArray(), said);
        }

        @Override
        public String toString() {
            return what;
        }
    }

    private static PeerEnvelope.Builder from(int sender) {
        return PeerEnvelope.newBuilder().setSender(sender);
    }

    private static List<ByteString> times(int count) {
        return Collections.nCopies(count, ByteString.copyFromUtf8("x"));
    }

    private static WantLeaves.Builder wantLeaves(int bytes) {
        return WantLeaves.newBuilder()
                .setFrom(ByteString.copyFrom(new byte[32]))
                .setBytes(bytes);
    }

    static List<Row> rows() {
        Vote vote =
                Vote.newBuilder().setSignedMessage(ByteString.copyFromUtf8("v")).build();
        return List.of(
                new Row("nothing", new byte[0], "says one thing"),
                new Row("rubbish", new byte[] {(byte) 0xff, 1, 2}, "not a message"),
                new Row("one byte too many", new byte[PeerMessageWire.MAX_BYTES + 1], "at most"),
                new Row("a sender and nothing said", from(1), "says one thing"),
                new Row("a sender beyond every set", from(100).setVote(vote), "sender"),
                new Row("a sender of 32 bits", from(-1).setVote(vote), "4294967295"),
                new Row("an empty vote", from(1).setVote(Vote.getDefaultInstance()), "vote"),
                new Row("no gossip", from(1).setGossip(Gossip.getDefaultInstance()), "1 to 2000"),
                new Row(
                        "an empty transaction",
                        from(1).setGossip(Gossip.newBuilder().addTransactions(ByteString.EMPTY)),
                        "is empty"),
                new Row(
                        "too many transactions",
                        from(1).setGossip(Gossip.newBuilder().addAllTransactions(times(2_001))),
                        "not 2001"),
                new Row("no blocks", from(1).setBlocks(Blocks.getDefaultInstance()), "1 to 64"),
                new Row("too many blocks", from(1).setBlocks(Blocks.newBuilder().addAllRecords(times(65))), "not 65"),
                new Row(
                        "a height below zero",
                        from(1).setHello(Hello.newBuilder().setHeight(-1)),
                        "hello"),
                new Row(
                        "a hello without challenge",
                        from(1).setHello(Hello.newBuilder().setNotice(NOTICE)),
                        "hello.challenge"),
                new Row("a hello without notice", from(1).setHello(Hello.getDefaultInstance()), "hello.notice"),
                new Row("an answer without notice", from(1).setAnswer(Answer.getDefaultInstance()), "answer.notice"),
                new Row(
                        "an answer that shows nothing",
                        from(1).setAnswer(Answer.newBuilder().setNotice(NOTICE)),
                        "answer.shown"),
                new Row(
                        "an answer that nobody signed",
                        from(1).setAnswer(Answer.newBuilder().setNotice(NOTICE).setShown(NOTICE)),
                        "answer.signature"),
                new Row(
                        "an answer with a proof too long",
                        from(1).setAnswer(Answer.newBuilder()
                                .setNotice(NOTICE)
                                .setShown(NOTICE)
                                .setSignature(NOTICE.getSignature())
                                .setProof(ByteString.copyFrom(new byte[PeerMessage.MAX_PROOF_BYTES + 1]))),
                        "answer.proof"),
                new Row(
                        "an answer at a height below zero",
                        from(1).setAnswer(Answer.newBuilder()
                                .setHeight(-1)
                                .setNotice(NOTICE)
                                .setShown(NOTICE)
                                .setSignature(NOTICE.getSignature())),
                        "answer: "),
                new Row(
                        "a signature cut short",
                        from(1).setHello(Hello.newBuilder()
                                .setNotice(BirthNotice.newBuilder()
                                        .setBirth(ByteString.copyFrom(new byte[32]))
                                        .setSignature(ByteString.copyFrom(new byte[63])))),
                        "hello.notice"),
                new Row(
                        "a wish below zero",
                        from(1).setWantBlocks(WantBlocks.newBuilder().setFrom(-1)),
                        "want_blocks"),
                new Row(
                        "too many receipts",
                        from(1).setSnapshotOffer(SnapshotOffer.newBuilder().addAllReceipts(times(100_001))),
                        "not 100001"),
                new Row(
                        "a known height below zero",
                        from(1).setWantSnapshot(WantSnapshot.newBuilder().setKnown(-1)),
                        "want_snapshot"),
                new Row(
                        "too many handovers",
                        from(1).setSnapshotOffer(SnapshotOffer.newBuilder().addAllHandovers(times(65))),
                        "not 65"),
                new Row(
                        "a first block below zero",
                        from(1).setSnapshotOffer(SnapshotOffer.newBuilder().setFirstBlock(-1)),
                        "snapshot_offer.first_block"),
                new Row(
                        "an empty handover",
                        from(1).setSnapshotOffer(SnapshotOffer.newBuilder().addHandovers(ByteString.EMPTY)),
                        "snapshot_offer.handovers"),
                new Row(
                        "an empty receipt",
                        from(1).setSnapshotOffer(SnapshotOffer.newBuilder().addReceipts(ByteString.EMPTY)),
                        "snapshot_offer.receipts"),
                new Row("no bytes of leaves", from(1).setWantLeaves(wantLeaves(0)), "want_leaves.bytes"),
                new Row("too many bytes of leaves", from(1).setWantLeaves(wantLeaves((4 << 20) + 1)), "not 4194305"),
                new Row("leaves of 32 bits", from(1).setWantLeaves(wantLeaves(-1)), "4294967295"),
                new Row(
                        "leaves of a height below zero",
                        from(1).setWantLeaves(wantLeaves(1).setHeight(-1)),
                        "want_leaves"),
                new Row(
                        "leaves from half a hash",
                        from(1).setWantLeaves(wantLeaves(1).setFrom(ByteString.copyFrom(new byte[16]))),
                        "want_leaves.from"),
                new Row(
                        "a chunk of a height below zero",
                        from(1).setLeaves(Leaves.newBuilder().setHeight(-1)),
                        "leaves"),
                new Row("a chunk from nowhere", from(1).setLeaves(Leaves.getDefaultInstance()), "leaves.from"),
                new Row(
                        "an empty chunk",
                        from(1).setLeaves(Leaves.newBuilder().setFrom(ByteString.copyFrom(new byte[32]))),
                        "leaves.chunk"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatIsWrongIsRefusedAtTheDoor(Row row) {
        assertThatThrownBy(() -> PeerMessageWire.fromWire(row.bytes()))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining(row.said());
    }

    @Test
    void asMuchAsIsAllowedIsTaken() {
        byte[] most = from(99).setGossip(Gossip.newBuilder().addAllTransactions(times(PeerMessage.MAX_ENTRIES)))
                .build()
                .toByteArray();
        assertThat(PeerMessageWire.fromWire(most)).isInstanceOf(PeerMessage.Gossip.class);
    }
}
