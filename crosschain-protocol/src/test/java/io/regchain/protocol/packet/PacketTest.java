package io.regchain.protocol.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketTest {
    static final Packet PACKET = new Packet(
            new ChainId("zhejiang"),
            new ChainId("jiangsu"),
            Channel.MAIN,
            "accounts",
            "identity",
            "checkHolder",
            new Sequence(7),
            Bytes.utf8("{\"code\":\"Q000000102\"}"),
            Timeout.at(new BlockTime(1_770_000_000_000L)));

    @Test
    void aPacketComesBackFromItsBytesAndFromItsJson() {
        assertThat(Packet.decode(PACKET.canonical())).isEqualTo(PACKET);
        assertThat(Packet.fromJson(PACKET.toJson())).isEqualTo(PACKET);
        assertThat(Packet.fromJson(CanonicalJson.decode(CanonicalJson.encode(PACKET.toJson()))))
                .isEqualTo(PACKET);
        assertThat(PACKET.id()).hasToString("zhejiang/jiangsu/main/7");
    }

    @Test
    void everyFieldReachesTheCommitment() {
        Stream<Packet> others = Stream.of(
                Packet.fromJson(PACKET.toJson().put("source", "beijing")),
                Packet.fromJson(PACKET.toJson().put("destination", "beijing")),
                Packet.fromJson(PACKET.toJson().put("channel", "a")),
                Packet.fromJson(PACKET.toJson().put("ordered", true)),
                Packet.fromJson(PACKET.toJson().put("timeoutHeight", 1)),
                Packet.fromJson(PACKET.toJson().put("sourceContract", "a")),
                Packet.fromJson(PACKET.toJson().put("destinationContract", "a")),
                Packet.fromJson(PACKET.toJson().put("method", "a")),
                Packet.fromJson(PACKET.toJson().put("sequence", 8)),
                Packet.fromJson(PACKET.toJson().put("timeoutMillis", 1)),
                Packet.fromJson(PACKET.toJson().set("payload", CanonicalJson.object())));
        assertThat(others.map(Packet::commitment)).doesNotHaveDuplicates().doesNotContain(PACKET.commitment());
    }

    @Test
    void whatIsJustWithinItsBoundsIsAPacket() {
        Packet.fromJson(PACKET.toJson().put("channel", "x".repeat(32)));
        Packet.fromJson(PACKET.toJson().put("sequence", CanonicalJson.MAX_INTEGER - 1));
        Packet.fromJson(PACKET.toJson().put("timeoutHeight", CanonicalJson.MAX_INTEGER));
        Packet.fromJson(PACKET.toJson().set("payload", nested(CanonicalJson.MAX_INNER_DEPTH)));
    }

    /** Objects so many deep. */
    private static ObjectNode nested(int depth) {
        ObjectNode inner = CanonicalJson.object();
        for (int i = 1; i < depth; i++) {
            inner = CanonicalJson.object().set("a", inner);
        }
        return inner;
    }

    /** What is carried must fit into a transaction's arguments, an event and an answer of the API. */
    @Test
    void aResultThatNestsTooDeepDoesNotTravel() {
        Bytes deep = CanonicalJson.encode(nested(33));
        assertThat(Acknowledgement.ofResult(nested(32))).isInstanceOf(Acknowledgement.Success.class);
        for (int depth : new int[] {33, 64, 65, 500}) {
            assertThat(Acknowledgement.ofResult(nested(depth))
                            .toJson()
                            .path("code")
                            .asText())
                    .isEqualTo(Acknowledgement.RESULT_TOO_LARGE);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Acknowledgement.Success(deep))
                .withMessageContaining("nests deeper than 32");
    }

    static Stream<Arguments> brokenJson() {
        return Stream.of(
                row("nests deeper than 32", o -> o.set("payload", nested(33))),
                row("nests deeper than 32", o -> o.set("payload", nested(64))),
                row("source", o -> o.remove("source")),
                row("chain id", o -> o.put("source", "Zhejiang")),
                row("itself", o -> o.put("source", "jiangsu")),
                row("channel", o -> o.remove("channel")),
                row("a channel's name", o -> o.put("channel", "Main")),
                row("a channel's name", o -> o.put("channel", "1st")),
                row("channel", o -> o.put("channel", "")),
                row("channel", o -> o.put("channel", "x".repeat(33))),
                row("ordered", o -> o.remove("ordered")),
                row("ordered", o -> o.put("ordered", 1)),
                row("timeoutHeight", o -> o.remove("timeoutHeight")),
                row("timeoutHeight", o -> o.put("timeoutHeight", -1)),
                row("source contract", o -> o.put("sourceContract", "Accounts")),
                row("destinationContract", o -> o.put("destinationContract", "x".repeat(65))),
                row("method", o -> o.put("method", "")),
                row("sequence", o -> o.put("sequence", -1)),
                row("sequence", o -> o.put("sequence", CanonicalJson.MAX_INTEGER)),
                row("sequence", o -> o.put("sequence", "7")),
                row("sequence", o -> o.put("sequence", 7.5)),
                row("timeoutMillis", o -> o.remove("timeoutMillis")),
                row("payload", o -> o.put("payload", "{}")),
                row("payload", o -> o.putObject("payload").put("x", "x".repeat(Packet.MAX_PAYLOAD))),
                row("unknown field extra", o -> o.put("extra", 1)));
    }

    private static Arguments row(String reason, Consumer<ObjectNode> damage) {
        return Arguments.of(reason, damage);
    }

    @ParameterizedTest
    @MethodSource("brokenJson")
    void jsonThatIsNotAPacketIsRefusedNamingTheField(String reason, Consumer<ObjectNode> damage) {
        ObjectNode json = PACKET.toJson();
        damage.accept(json);
        assertThatThrownBy(() -> Packet.fromJson(json))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining(reason);
    }

    private static Arguments failure(String reason, Consumer<ObjectNode> damage) {
        return Arguments.of(
                reason, Acknowledgement.failure("NO_SUCH_HOLDER", "no").toJson(), damage);
    }

    private static Arguments success(String reason, Consumer<ObjectNode> damage) {
        return Arguments.of(reason, new Acknowledgement.Success(Bytes.utf8("{}")).toJson(), damage);
    }

    static Stream<Arguments> brokenAcknowledgements() {
        return Stream.of(
                success("success", o -> o.remove("success")),
                success("success", o -> o.put("success", "yes")),
                success("result", o -> o.remove("result")),
                success("nests deeper than 32", o -> o.set("result", nested(33))),
                success("result", o -> o.put("result", "x".repeat(Acknowledgement.MAX_RESULT))),
                success("unknown field code", o -> o.put("code", "NO")),
                failure("code", o -> o.remove("code")),
                failure("code", o -> o.put("code", "")),
                failure("code", o -> o.put("code", "no-such-holder")),
                failure("code", o -> o.put("code", "X".repeat(65))),
                failure("message", o -> o.remove("message")),
                failure("message", o -> o.put("message", "x".repeat(1_025))),
                failure("unknown field result", o -> o.put("result", 1)));
    }

    @ParameterizedTest
    @MethodSource("brokenAcknowledgements")
    void jsonThatIsNotAnAcknowledgementIsRefusedNamingTheField(
            String reason, ObjectNode json, Consumer<ObjectNode> damage) {
        damage.accept(json);
        assertThatThrownBy(() -> Acknowledgement.fromJson(json))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "1", "\"x\""})
    void onlyAnObjectIsAPacketOrAnAcknowledgement(String json) {
        assertThatThrownBy(() -> Packet.fromJson(CanonicalJson.decode(Bytes.utf8(json))))
                .isInstanceOf(DecodeException.class);
        assertThatThrownBy(() -> Acknowledgement.fromJson(CanonicalJson.decode(Bytes.utf8(json))))
                .isInstanceOf(DecodeException.class);
    }

    @Test
    void aPayloadThatIsNotACanonicalObjectIsRefused() {
        for (String payload : new String[] {"", "[]", "{ }", "{\"b\":1,\"a\":1}", "{\"a\":1,\"a\":1}"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Packet(
                            PACKET.source(),
                            PACKET.destination(),
                            Channel.MAIN,
                            "a",
                            "b",
                            "c",
                            Sequence.ZERO,
                            Bytes.utf8(payload),
                            PACKET.timeout()))
                    .withMessageContaining("payload");
        }
    }

    @Test
    void cutOrLengthenedBytesAreNoPacket() {
        byte[] bytes = PACKET.canonical().toArray();
        for (int length = 0; length < bytes.length; length++) {
            Bytes cut = Bytes.wrap(java.util.Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> Packet.decode(cut)).isInstanceOf(DecodeException.class);
        }
        Bytes longer = Bytes.wrap(java.util.Arrays.copyOf(bytes, bytes.length + 1));
        assertThatThrownBy(() -> Packet.decode(longer)).isInstanceOf(DecodeException.class);
    }

    static Stream<Acknowledgement> acknowledgements() {
        return Stream.of(
                new Acknowledgement.Success(Bytes.utf8("{\"qualified\":true}")),
                new Acknowledgement.Success(Bytes.utf8("null")),
                Acknowledgement.failure("ROUTE_DENIED", "no approved route"),
                Acknowledgement.failure("X_Y", ""));
    }

    @ParameterizedTest
    @MethodSource("acknowledgements")
    void anAcknowledgementComesBackFromItsBytesAndFromItsJson(Acknowledgement ack) {
        assertThat(Acknowledgement.decode(ack.canonical())).isEqualTo(ack);
        assertThat(Acknowledgement.fromJson(ack.toJson())).isEqualTo(ack);
        assertThat(ack.succeeded()).isEqualTo(ack instanceof Acknowledgement.Success);
        assertThat(acknowledgements().filter(other -> other.commitment().equals(ack.commitment())))
                .containsExactly(ack);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"success\":true}",
                "{\"success\":false,\"code\":\"A_B\"}",
                "{\"success\":false,\"code\":\"lower\",\"message\":\"\"}",
                "{\"success\":true,\"result\":1,\"code\":\"A_B\"}",
                "{\"success\":\"yes\",\"result\":1}"
            })
    void jsonThatIsNotAnAcknowledgementIsRefused(String json) {
        assertThatThrownBy(() -> Acknowledgement.fromJson(CanonicalJson.decode(Bytes.utf8(json))))
                .isInstanceOf(DecodeException.class);
    }

    @Test
    void aResultTooLargeToTravelBecomesAFailure() {
        ObjectNode large = CanonicalJson.object().put("x", "x".repeat(Acknowledgement.MAX_RESULT));
        assertThat(Acknowledgement.ofResult(large))
                .isInstanceOfSatisfying(
                        Acknowledgement.Failure.class,
                        failure -> assertThat(failure.reason().code()).isEqualTo("RESULT_TOO_LARGE"));
        assertThat(Acknowledgement.ofResult(CanonicalJson.object().put("x", 1)).succeeded())
                .isTrue();
    }

    @Test
    void aLongRefusalMessageIsCutBetweenCharacters() {
        Acknowledgement.Failure failure =
                new Acknowledgement.Failure(new Refusal("A_B", "😀".repeat(Acknowledgement.MAX_MESSAGE + 1)));
        assertThat(failure.reason().message().codePoints()).hasSize(Acknowledgement.MAX_MESSAGE);
        assertThat(Acknowledgement.fromJson(failure.toJson())).isEqualTo(failure);
        assertThat(Acknowledgement.decode(failure.canonical())).isEqualTo(failure);
    }

    @Test
    void theKeysArePathsUnderThePacketsContract() {
        assertThat(PacketKeys.full(PacketKeys.Local.out(PACKET.id()))).isEqualTo("packets/out/jiangsu/main/7");
        assertThat(PacketKeys.full(PacketKeys.Hub.in(PACKET.id()))).isEqualTo("packets/in/zhejiang/jiangsu/main/7");
        assertThat(PacketKeys.full(PacketKeys.Hub.pending(PACKET.source()))).isEqualTo("packets/pending/zhejiang");
    }
}
