package io.regchain.protocol.packet;

import static io.regchain.protocol.packet.PacketTest.PACKET;
import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Refusal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row is a valid step with one thing broken. Times are relative to the packet's timeout, in milliseconds. */
class PacketRulesTest {
    private static final long THIRTY_DAYS = 30L * 24 * 3600 * 1000;

    private static BlockTime atTimeout(long offset) {
        return new BlockTime(PACKET.timeout().epochMillis() + offset);
    }

    private static String codeOf(Optional<Refusal> answer) {
        return answer.map(Refusal::code).orElse("OK");
    }

    @ParameterizedTest
    @CsvSource({
        "zhejiang, -1, 0, OK",
        "zhejiang, -2592000000, 999, OK",
        "beijing, -1, 0, PACKET_OF_OTHER_CHAIN",
        "zhejiang, 0, 0, PACKET_TIMEOUT_PAST",
        "zhejiang, 5, 0, PACKET_TIMEOUT_PAST",
        "zhejiang, -2592000001, 0, PACKET_TIMEOUT_FAR",
        "zhejiang, -1, 1000, PACKETS_PENDING"
    })
    void sending(String self, long now, int pending, String expected) {
        assertThat(codeOf(PacketRules.send(PACKET, new ChainId(self), atTimeout(now), pending)))
                .isEqualTo(expected);
        assertThat(PacketRules.LONGEST_LIFE.toMillis()).isEqualTo(THIRTY_DAYS);
    }

    @Test
    void nothingIsSentToTheSupervisionChain() {
        Packet toHub = Packet.fromJson(PACKET.toJson().put("destination", "supervision"));
        assertThat(codeOf(PacketRules.send(toHub, PACKET.source(), atTimeout(-1), 0)))
                .isEqualTo("PACKET_DESTINATION_INVALID");
    }

    @ParameterizedTest
    @CsvSource({
        "zhejiang, -1, ABSENT, OK",
        "jiangsu, -1, ABSENT, PACKET_OF_OTHER_CHAIN",
        "zhejiang, -1, OPEN, PACKET_ALREADY_RECEIVED",
        "zhejiang, -1, ENDED, PACKET_ALREADY_RECEIVED",
        "zhejiang, 0, ABSENT, PACKET_TIMED_OUT",
        "zhejiang, 9, ENDED, PACKET_ALREADY_RECEIVED"
    })
    void receivingAtTheHub(String provenBy, long now, PacketStage stage, String expected) {
        assertThat(codeOf(PacketRules.receiveAtHub(PACKET, new ChainId(provenBy), atTimeout(now), stage)))
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
        assertThat(codeOf(PacketRules.receiveAtDestination(PACKET, new ChainId(self), atTimeout(now), stage)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"OPEN, OK", "ABSENT, PACKET_UNKNOWN", "ENDED, PACKET_ALREADY_ENDED"})
    void acknowledging(PacketStage stage, String expected) {
        assertThat(codeOf(PacketRules.acknowledge(PACKET.id(), stage))).isEqualTo(expected);
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
        assertThat(codeOf(PacketRules.timeOut(PACKET, atTimeout(absentAt), stage)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"false, false, ABSENT", "true, false, OPEN", "true, true, ENDED", "false, true, ENDED"})
    void theStageFollowsFromWhatTheStateHolds(boolean received, boolean ended, PacketStage expected) {
        assertThat(PacketStage.of(received, ended)).isEqualTo(expected);
    }
}
