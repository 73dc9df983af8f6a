package io.regchain.protocol.packet;

import static io.regchain.protocol.packet.PacketTest.PACKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Sequence;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row is a valid step with one thing broken. Times are relative to the packet's timeout, in milliseconds. */
class PacketRulesTest {
    private static final long THIRTY_DAYS = 30L * 24 * 3600 * 1000;

    private static final Packet ORDERED =
            Packet.fromJson(PACKET.toJson().put("channel", "orders").put("ordered", true));
    private static final Packet WITH_HEIGHT = Packet.fromJson(PACKET.toJson().put("timeoutHeight", 10));

    private static BlockTime atTimeout(long offset) {
        return new BlockTime(PACKET.timeout().time().epochMillis() + offset);
    }

    private static String codeOf(Optional<Refusal> answer) {
        return answer.map(Refusal::code).orElse("OK");
    }

    private static ChannelState channel(Packet packet, long next, long settled, int open) {
        return new ChannelState(
                packet.channel().ordering(),
                packet.sourceContract(),
                false,
                new Sequence(next),
                new Sequence(settled),
                Sequence.ZERO,
                open);
    }

    /** Where the packet, of sequence 7, is the next one to be taken and to end. */
    private static ChannelState channel(Packet packet) {
        return channel(packet, 7, 7, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "zhejiang, -1, 0, 0, OK",
        "zhejiang, -2592000000, 499, 999, OK",
        "beijing, -1, 0, 0, PACKET_OF_OTHER_CHAIN",
        "zhejiang, 0, 0, 0, PACKET_TIMEOUT_PAST",
        "zhejiang, 5, 0, 0, PACKET_TIMEOUT_PAST",
        "zhejiang, -2592000001, 0, 0, PACKET_TIMEOUT_FAR",
        "zhejiang, -1, 500, 500, CHANNEL_FULL",
        "zhejiang, -1, 0, 1000, PACKETS_PENDING"
    })
    void sending(String self, long now, int open, int pending, String expected) {
        ChannelState channel = channel(PACKET, 7, 7, open);
        assertThat(codeOf(PacketRules.send(PACKET, new ChainId(self), atTimeout(now), channel, pending)))
                .isEqualTo(expected);
        assertThat(PacketRules.LONGEST_LIFE.toMillis()).isEqualTo(THIRTY_DAYS);
    }

    @Test
    void theSupervisionChainIsADestinationAndASourceLikeOthers() {
        Packet toHub = Packet.fromJson(PACKET.toJson().put("destination", "supervision"));
        Packet fromHub = Packet.fromJson(PACKET.toJson().put("source", "supervision"));
        assertThat(codeOf(PacketRules.send(toHub, PACKET.source(), atTimeout(-1), channel(toHub), 0)))
                .isEqualTo("OK");
        assertThat(codeOf(PacketRules.send(fromHub, ChainId.SUPERVISION, atTimeout(-1), channel(fromHub), 0)))
                .isEqualTo("OK");
    }

    @Test
    void aChannelIsWhatItsFirstPacketMadeIt() {
        Packet mixed = Packet.fromJson(ORDERED.toJson().put("ordered", false));
        Packet foreign = Packet.fromJson(ORDERED.toJson().put("sourceContract", "transfers"));
        Packet shared = Packet.fromJson(PACKET.toJson().put("sourceContract", "transfers"));
        ChannelState ordered = channel(ORDERED);
        assertThat(codeOf(PacketRules.send(ORDERED, ORDERED.source(), atTimeout(-1), ordered, 0)))
                .isEqualTo("OK");
        assertThat(codeOf(PacketRules.send(mixed, mixed.source(), atTimeout(-1), ordered, 0)))
                .isEqualTo("CHANNEL_KIND_DIFFERS");
        assertThat(codeOf(PacketRules.send(foreign, foreign.source(), atTimeout(-1), ordered, 0)))
                .isEqualTo("CHANNEL_OF_OTHER_CONTRACT");
        assertThat(codeOf(PacketRules.send(shared, shared.source(), atTimeout(-1), channel(PACKET), 0)))
                .isEqualTo("OK");
        assertThat(codeOf(PacketRules.send(ORDERED, ORDERED.source(), atTimeout(-1), ordered.broken(), 0)))
                .isEqualTo("CHANNEL_CLOSED");
        assertThat(codeOf(PacketRules.send(
                        PACKET, PACKET.source(), atTimeout(-1), channel(PACKET).broken(), 0)))
                .isEqualTo("OK");
    }

    @ParameterizedTest
    @CsvSource({
        "zhejiang, -1, ABSENT, 0, OK",
        "zhejiang, -1, ABSENT, 999, OK",
        "zhejiang, -1, ABSENT, 1000, PACKETS_PENDING",
        "jiangsu, -1, ABSENT, 0, PACKET_OF_OTHER_CHAIN",
        "zhejiang, -1, OPEN, 0, PACKET_ALREADY_RECEIVED",
        "zhejiang, -1, ENDED, 0, PACKET_ALREADY_RECEIVED",
        "zhejiang, 0, ABSENT, 0, PACKET_TIMED_OUT",
        "zhejiang, 9, ENDED, 0, PACKET_ALREADY_RECEIVED"
    })
    void receivingAtTheHub(String provenBy, long now, PacketStage stage, int open, String expected) {
        assertThat(codeOf(PacketRules.receiveAtHub(
                        PACKET, new ChainId(provenBy), atTimeout(now), stage, channel(PACKET, 0, 0, 0), open)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"7, OK", "6, PACKET_OUT_OF_ORDER", "8, PACKET_OUT_OF_ORDER"})
    void anOrderedPacketIsTakenRightAfterTheOneBefore(long next, String expected) {
        ChannelState channel = channel(ORDERED, next, 0, 0);
        assertThat(codeOf(PacketRules.receiveAtHub(
                        ORDERED, ORDERED.source(), atTimeout(-1), PacketStage.ABSENT, channel, 0)))
                .isEqualTo(expected);
        assertThat(codeOf(PacketRules.receiveAtDestination(
                        ORDERED, ORDERED.destination(), atTimeout(-1), new Height(1), PacketStage.ABSENT, channel)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "jiangsu, -1, ABSENT, OK",
        "zhejiang, -1, ABSENT, PACKET_FOR_OTHER_CHAIN",
        "jiangsu, -1, OPEN, PACKET_ALREADY_RECEIVED",
        "jiangsu, -1, ENDED, PACKET_ALREADY_RECEIVED",
        "jiangsu, 0, ABSENT, PACKET_TIMED_OUT"
    })
    void receivingAtTheDestination(String self, long now, PacketStage stage, String expected) {
        assertThat(codeOf(PacketRules.receiveAtDestination(
                        PACKET, new ChainId(self), atTimeout(now), new Height(99), stage, channel(PACKET))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"9, OK", "10, PACKET_TIMED_OUT", "11, PACKET_TIMED_OUT"})
    void theTimeoutHeightIsTheFirstBlockOfTheDestinationThatTakesThePacketNoMore(long height, String expected) {
        assertThat(codeOf(PacketRules.receiveAtDestination(
                        WITH_HEIGHT,
                        WITH_HEIGHT.destination(),
                        atTimeout(-1),
                        new Height(height),
                        PacketStage.ABSENT,
                        channel(WITH_HEIGHT))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"OPEN, OK", "ABSENT, PACKET_UNKNOWN", "ENDED, PACKET_ALREADY_ENDED"})
    void acknowledging(PacketStage stage, String expected) {
        assertThat(codeOf(PacketRules.acknowledgeAtHub(PACKET.id(), stage))).isEqualTo(expected);
        assertThat(codeOf(PacketRules.acknowledgeAtSource(PACKET, stage, channel(PACKET, 9, 3, 6))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"7, OK", "6, ACKNOWLEDGEMENT_OUT_OF_ORDER", "8, ACKNOWLEDGEMENT_OUT_OF_ORDER"})
    void anOrderedPacketEndsAtItsSourceRightAfterTheOneBefore(long settled, String expected) {
        ChannelState channel = channel(ORDERED, 9, settled, 2);
        assertThat(codeOf(PacketRules.acknowledgeAtSource(ORDERED, PacketStage.OPEN, channel)))
                .isEqualTo(expected);
        assertThat(codeOf(PacketRules.timeOutAtSource(ORDERED, atTimeout(0), PacketStage.OPEN, channel)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, OPEN, OK",
        "100, OPEN, OK",
        "-1, OPEN, PACKET_NOT_TIMED_OUT",
        "0, ABSENT, PACKET_UNKNOWN",
        "0, ENDED, PACKET_ALREADY_ENDED"
    })
    void timingOut(long absentAt, PacketStage stage, String expected) {
        assertThat(codeOf(PacketRules.timeOutAtHub(PACKET, atTimeout(absentAt), new Height(99), stage)))
                .isEqualTo(expected);
        assertThat(codeOf(PacketRules.timeOutAtSource(PACKET, atTimeout(absentAt), stage, channel(PACKET))))
                .isEqualTo(expected);
    }

    /** Absent in block 9 is absent for good: block 10 takes it no more. */
    @ParameterizedTest
    @CsvSource({"8, PACKET_NOT_TIMED_OUT", "9, OK", "10, OK"})
    void timingOutByHeight(long absentAt, String expected) {
        assertThat(codeOf(PacketRules.timeOutAtHub(WITH_HEIGHT, atTimeout(-1), new Height(absentAt), PacketStage.OPEN)))
                .isEqualTo(expected);
    }

    @Test
    void theHeightOfTheDestinationSaysNothingToTheSource() {
        assertThat(codeOf(PacketRules.timeOutAtSource(
                        WITH_HEIGHT, atTimeout(-1), PacketStage.OPEN, channel(WITH_HEIGHT))))
                .isEqualTo("PACKET_NOT_TIMED_OUT");
    }

    @ParameterizedTest
    @CsvSource({"0, OK", "7, OK", "8, PACKETS_NOT_SETTLED"})
    void cleaning(long below, String expected) {
        assertThat(codeOf(PacketRules.clean(new Sequence(below), channel(PACKET, 9, 7, 2))))
                .isEqualTo(expected);
    }

    @Test
    void theStateOfAChannelComesBackFromItsJson() {
        ChannelState state = ChannelState.before(ORDERED)
                .taken(Sequence.ZERO)
                .taken(new Sequence(1))
                .ended()
                .settledBelow(new Sequence(1))
                .cleanedBelow(new Sequence(1))
                .broken();
        assertThat(state)
                .isEqualTo(new ChannelState(
                        Channel.Ordering.ORDERED,
                        "accounts",
                        true,
                        new Sequence(2),
                        new Sequence(1),
                        new Sequence(1),
                        1));
        assertThat(ChannelState.fromJson(state.toJson())).isEqualTo(state);
        assertThatThrownBy(() -> ChannelState.fromJson(state.toJson().put("next", -1)))
                .isInstanceOf(DecodeException.class);
        assertThatThrownBy(() -> ChannelState.fromJson(state.toJson().put("more", 1)))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("more");
    }

    @ParameterizedTest
    @CsvSource({"false, false, ABSENT", "true, false, OPEN", "true, true, ENDED", "false, true, ENDED"})
    void theStageFollowsFromWhatTheStateHolds(boolean received, boolean ended, PacketStage expected) {
        assertThat(PacketStage.of(received, ended)).isEqualTo(expected);
    }
}
