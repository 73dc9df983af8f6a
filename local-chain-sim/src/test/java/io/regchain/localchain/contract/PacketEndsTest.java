package io.regchain.localchain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketKeys;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How a packet ends at its source: a valid acknowledgement or timeout, and one thing of it broken per row. */
class PacketEndsTest extends JiangsuPackets {
    private static final Acknowledgement YES = new Acknowledgement.Success(Bytes.utf8("{\"answer\":\"ok\"}"));

    /** What is broken in the world or in the call. */
    interface Harm extends BiConsumer<PacketEndsTest, ObjectNode> {}

    private static Arguments row(String name, String code, Harm harm) {
        return Arguments.of(Named.of(name, harm), code);
    }

    private static ObjectNode packet(ObjectNode call) {
        return (ObjectNode) call.get("packet");
    }

    private static void cut(ObjectNode call, String name) {
        String hex = call.get(name).textValue();
        call.put(name, hex.substring(0, hex.length() - 2));
    }

    private static ArrayNode seals(ObjectNode call) {
        return (ArrayNode) call.get("certificate").get("seals");
    }

    private static String hubProof(PacketEndsTest test, Height height, String path) {
        return test.hub.chain().prove(height, PacketKeys.full(path)).canonical().toHex();
    }

    /** What is wrong with the packet or with what is shown of the hub, the same at both ends. */
    static Stream<Arguments> brokenCalls() {
        return Stream.of(
                row("no packet", "BAD_ARGUMENT", (t, c) -> c.remove("packet")),
                row("a packet with a field of its own", "PACKET_MALFORMED", (t, c) -> packet(c)
                        .put("note", "")),
                row("a packet without a method", "PACKET_MALFORMED", (t, c) -> packet(c)
                        .remove("method")),
                row("a packet that was never sent", "PACKET_UNKNOWN", (t, c) -> packet(c)
                        .put("sequence", 5)),
                row("another payload than was sent", "PACKET_UNKNOWN", (t, c) -> packet(c)
                        .putObject("payload")
                        .put("name", "mallory")),
                row("another method", "PACKET_UNKNOWN", (t, c) -> packet(c).put("method", "snub")),
                row("another destination contract", "PACKET_UNKNOWN", (t, c) -> packet(c)
                        .put("destinationContract", "desk")),
                row("another source contract", "PACKET_UNKNOWN", (t, c) -> packet(c)
                        .put("sourceContract", "desk")),
                row("an earlier timeout than was sent", "PACKET_UNKNOWN", (t, c) -> packet(c)
                        .put("timeoutMillis", TIMEOUT.epochMillis() - 1)),
                row("another channel", "PACKET_UNKNOWN", (t, c) -> packet(c).put("channel", "orders")),
                row("another destination", "PACKET_UNKNOWN", (t, c) -> packet(c).put("destination", "beijing")),
                row("another source", "PACKET_OF_OTHER_CHAIN", (t, c) -> packet(c)
                        .put("source", "beijing")),
                row("no header", "BAD_ARGUMENT", (t, c) -> c.remove("header")),
                row("a header cut short", "HUB_HEADER_MALFORMED", (t, c) -> cut(c, "header")),
                row("another chain's header", "HEADER_OF_OTHER_CHAIN", (t, c) -> {
                    FakeHub other = new FakeHub(ZHEJIANG, START);
                    other.chain().emptyBlock();
                    c.setAll(other.header());
                }),
                row("no certificate", "BAD_ARGUMENT", (t, c) -> c.remove("certificate")),
                row("a seal less than a quorum", "QUORUM_NOT_REACHED", (t, c) -> seals(c).remove(0)),
                row("one seal twice", "SEAL_REPEATED", (t, c) -> seals(c).set(
                                1, seals(c).get(0).deepCopy())),
                row("a stranger's seal", "SEAL_BY_UNREGISTERED_KEY", (t, c) -> ((ObjectNode) seals(c).get(0))
                        .put(
                                "signer",
                                ContractHarness.key("stranger").publicKey().toHex())),
                row("a seal with another's signature", "SEAL_INVALID", (t, c) -> ((ObjectNode) seals(c).get(0))
                        .set("signature", seals(c).get(1).get("signature"))),
                row("no proof", "BAD_ARGUMENT", (t, c) -> c.remove("proof")),
                row("a proof cut short", "PROOF_MALFORMED", (t, c) -> cut(c, "proof")),
                row("an empty proof", "PROOF_MALFORMED", (t, c) -> c.put("proof", "00")),
                row("a height of which no header was shown", "HUB_HEADER_UNKNOWN", (t, c) -> c.put("hubHeight", 77)));
    }

    static Stream<Arguments> brokenAcknowledgements() {
        return Stream.concat(
                brokenCalls(),
                Stream.of(
                        row("no acknowledgement", "BAD_ARGUMENT", (t, c) -> c.remove("ack")),
                        row("an acknowledgement that is none", "ACKNOWLEDGEMENT_MALFORMED", (t, c) -> c.putObject("ack")
                                .put("ok", true)),
                        row("a failure without a code", "ACKNOWLEDGEMENT_MALFORMED", (t, c) -> c.putObject("ack")
                                .put("success", false)
                                .put("message", "no")),
                        row(
                                "a success that was a failure",
                                "ACKNOWLEDGEMENT_NOT_PROVEN",
                                (t, c) -> c.set(
                                        "ack",
                                        Acknowledgement.failure("NO", "no").toJson())),
                        row("another result", "ACKNOWLEDGEMENT_NOT_PROVEN", (t, c) -> ((ObjectNode) c.get("ack"))
                                .put("result", "better")),
                        row(
                                "the proof of another key",
                                "ACKNOWLEDGEMENT_NOT_PROVEN",
                                (t, c) ->
                                        c.put("proof", hubProof(t, t.hub.chain().height(), "in/other"))),
                        row(
                                "the proof of an earlier block, where it was absent",
                                "ACKNOWLEDGEMENT_NOT_PROVEN",
                                (t, c) -> c.put("proof", hubProof(t, Height.ZERO, "ack/jiangsu/zhejiang/main/0"))),
                        row("a later header than the proof's", "ACKNOWLEDGEMENT_NOT_PROVEN", (t, c) -> {
                            t.hub.put("padding", CanonicalJson.object());
                            c.setAll(t.hub.header());
                        })));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("brokenAcknowledgements")
    void an_acknowledgement_with_one_thing_broken_ends_nothing(Harm harm, String code) {
        Packet packet = send();
        ObjectNode call = hub.answer(packet, YES);
        assertRefused(harm, call, "acknowledge", code);
        call("acknowledge", hub.answer(packet, YES));
    }

    static Stream<Arguments> brokenTimeouts() {
        return Stream.concat(
                brokenCalls(),
                Stream.of(
                        row(
                                "silence a millisecond before the timeout",
                                "PACKET_NOT_TIMED_OUT",
                                (t, c) -> c.setAll(t.before)),
                        row(
                                "the proof of another key",
                                "ABSENCE_NOT_PROVEN",
                                (t, c) ->
                                        c.put("proof", hubProof(t, t.hub.chain().height(), "kept"))),
                        row("the hub holds the receipt", "ABSENCE_NOT_PROVEN", (t, c) -> {
                            Packet packet = Packet.fromJson(packet(c));
                            t.hub.put(PacketKeys.Hub.in(packet.id()), packet.toJson());
                            c.setAll(t.hub.header());
                            c.put("proof", t.hub.proof(PacketKeys.Hub.in(packet.id())));
                        }),
                        row("a later header than the proof's", "ABSENCE_NOT_PROVEN", (t, c) -> {
                            t.hub.put("padding", CanonicalJson.object());
                            c.setAll(t.hub.header());
                        })));
    }

    /** The hub's last header before the timeout. */
    private ObjectNode before = CanonicalJson.object();

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("brokenTimeouts")
    void a_timeout_with_one_thing_broken_ends_nothing(Harm harm, String code) {
        Packet packet = send();
        hub.at(new BlockTime(TIMEOUT.epochMillis() - 1)).put("kept", CanonicalJson.object());
        before = hub.header();
        hub.at(TIMEOUT);
        chain.at(TIMEOUT);
        ObjectNode call = hub.silence(packet);
        assertRefused(harm, call, "timeout", code);
        if (hub.chain().read(PacketKeys.full(PacketKeys.Hub.in(packet.id()))).isEmpty()) {
            call("timeout", hub.silence(packet));
        }
    }

    private void assertRefused(Harm harm, ObjectNode call, String method, String code) {
        harm.accept(this, call);
        Refusal refusal = chain.refuse(RELAY, "packets", method, call);
        assertThat(refusal.code()).as(refusal.message()).isEqualTo(code);
        assertThat(chain.read("packets/done/zhejiang/main/0")).isEmpty();
        assertThat(chain.read("talker/heard")).isEmpty();
        assertThat(chain.read("packets/open").orElseThrow().intValue()).isEqualTo(1);
    }
}
