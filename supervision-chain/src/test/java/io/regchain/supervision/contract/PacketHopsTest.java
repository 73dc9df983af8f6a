package io.regchain.supervision.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketKeys;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a destination tells the hub of a packet, its acknowledgement or its silence, and what the hub asks of it: a valid
 * world, and one thing of it broken per row.
 */
class PacketHopsTest {
    private static final Acknowledgement YES = new Acknowledgement.Success(Bytes.utf8("{\"confirmed\":true}"));

    private final Packet packet = PacketWorld.packet(0);
    private final PacketWorld world = new PacketWorld();
    private Sm2PrivateKey relayer = HubWorld.RELAYER;

    /** What is broken in the world or in the call. */
    interface Harm extends BiConsumer<PacketHopsTest, ObjectNode> {}

    private static Arguments row(String name, String code, Harm harm) {
        return Arguments.of(Named.of(name, harm), code);
    }

    private static ObjectNode packet(ObjectNode call) {
        return (ObjectNode) call.get("packet");
    }

    private static String proof(ContractHarness chain, Height height, String path) {
        return chain.prove(height, PacketKeys.full(path)).canonical().toHex();
    }

    /** The same at both. */
    static Stream<Arguments> brokenCalls() {
        return Stream.of(
                row("by the other chain's relayer", "ROLE_MISSING", (t, c) -> t.relayer = PacketWorld.JIANGSU_RELAYER),
                row("by an observer", "ROLE_MISSING", (t, c) -> t.relayer = HubWorld.OBSERVER),
                row("by anybody", "ROLE_MISSING", (t, c) -> t.relayer = ContractHarness.key("anyone")),
                row("no packet", "BAD_ARGUMENT", (t, c) -> c.remove("packet")),
                row("a packet with a field of its own", "BAD_ARGUMENT", (t, c) -> packet(c)
                        .put("note", "")),
                row("a packet the hub never had", "PACKET_UNKNOWN", (t, c) -> packet(c)
                        .put("sequence", 5)),
                row("a packet of another channel", "PACKET_UNKNOWN", (t, c) -> packet(c)
                        .put("channel", "orders")),
                row("a packet of another source", "PACKET_UNKNOWN", (t, c) -> packet(c)
                        .put("source", "beijing")),
                row("a packet to another chain", "PACKET_UNKNOWN", (t, c) -> packet(c)
                        .put("destination", "beijing")),
                row("another payload under the same number", "PACKET_NOT_ROUTED", (t, c) -> packet(c)
                        .putObject("payload")
                        .put("code", "Q000000102")),
                row("another method under the same number", "PACKET_NOT_ROUTED", (t, c) -> packet(c)
                        .put("method", "resolve")),
                row("another contract under the same number", "PACKET_NOT_ROUTED", (t, c) -> packet(c)
                        .put("destinationContract", "accounts")),
                row("another sender under the same number", "PACKET_NOT_ROUTED", (t, c) -> packet(c)
                        .put("sourceContract", "transfers")),
                row("another timeout under the same number", "PACKET_NOT_ROUTED", (t, c) -> packet(c)
                        .put("timeoutMillis", PacketWorld.TIMEOUT.epochMillis() - 1)),
                row("no height", "BAD_ARGUMENT", (t, c) -> c.remove("height")),
                row("a height that is not verified", "HEADER_UNKNOWN", (t, c) -> c.put("height", 99)),
                row("no proof", "BAD_ARGUMENT", (t, c) -> c.remove("proof")),
                row("an empty proof", "BAD_ARGUMENT", (t, c) -> c.put("proof", "00")),
                row("a proof cut short", "BAD_ARGUMENT", (t, c) -> {
                    String proof = c.get("proof").textValue();
                    c.put("proof", proof.substring(0, proof.length() - 2));
                }),
                row(
                        "the client of the destination has expired",
                        "CLIENT_EXPIRED",
                        (t, c) -> t.world.hub.advance(Duration.ofDays(14))),
                row("the destination certified two blocks at one height", "CLIENT_FROZEN", (t, c) -> {
                    ContractHarness twin = new PacketWorld().zhejiang;
                    twin.emptyBlock();
                    t.world.verify(twin);
                }));
    }

    static Stream<Arguments> brokenAcknowledgements() {
        return Stream.concat(
                brokenCalls(),
                Stream.of(
                        row("no acknowledgement", "BAD_ARGUMENT", (t, c) -> c.remove("ack")),
                        row("one that is none", "BAD_ARGUMENT", (t, c) -> c.putObject("ack")
                                .put("ok", true)),
                        row("a failure without a code", "BAD_ARGUMENT", (t, c) -> c.putObject("ack")
                                .put("success", false)
                                .put("message", "")),
                        row(
                                "another answer",
                                "PROOF_INVALID",
                                (t, c) -> c.set(
                                        "ack",
                                        Acknowledgement.failure("NO", "no").toJson())),
                        row(
                                "the proof of the receipt",
                                "PROOF_INVALID",
                                (t, c) ->
                                        c.put("proof", proof(t.world.zhejiang, t.world.zhejiang.height(), "in/other"))),
                        row(
                                "the proof of the block before",
                                "PROOF_INVALID",
                                (t, c) -> c.put(
                                        "proof",
                                        proof(t.world.zhejiang, Height.ZERO, PacketKeys.Local.ack(t.packet.id())))),
                        row("a later height than the proof's", "PROOF_INVALID", (t, c) -> {
                            t.world.write(t.world.zhejiang, "padding", CanonicalJson.object());
                            c.put("height", t.world.zhejiang.height().value());
                        })));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("brokenAcknowledgements")
    void an_acknowledgement_with_one_thing_broken_is_not_believed(Harm harm, String code) {
        received();
        ObjectNode call = world.acknowledged(packet, YES);
        assertRefused(harm, call, "acknowledge", code);
    }

    static Stream<Arguments> brokenTimeouts() {
        return Stream.concat(
                brokenCalls(),
                Stream.of(
                        row("a block of a millisecond before", "PACKET_NOT_TIMED_OUT", (t, c) -> c.put("height", 1)),
                        row(
                                "the proof of another key",
                                "PROOF_INVALID",
                                (t, c) -> c.put("proof", proof(t.world.zhejiang, t.world.zhejiang.height(), "kept"))),
                        row("the destination holds the receipt", "PROOF_INVALID", (t, c) -> {
                            String path = PacketKeys.Local.in(t.packet.id());
                            t.world.write(t.world.zhejiang, path, CanonicalJson.object());
                            c.put("height", t.world.zhejiang.height().value());
                            c.put("proof", proof(t.world.zhejiang, t.world.zhejiang.height(), path));
                        }),
                        row("the silence of the block before", "PROOF_INVALID", (t, c) -> {
                            t.world.write(t.world.zhejiang, "padding", CanonicalJson.object());
                            c.put("height", t.world.zhejiang.height().value());
                        })));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("brokenTimeouts")
    void a_silence_with_one_thing_broken_proves_nothing(Harm harm, String code) {
        received();
        world.zhejiang.at(new BlockTime(PacketWorld.TIMEOUT.epochMillis() - 1));
        world.write(world.zhejiang, "kept", CanonicalJson.object());
        world.pass(world.zhejiang, PacketWorld.TIMEOUT);
        ObjectNode call = PacketWorld.silence(world.zhejiang, packet);
        assertRefused(harm, call, "timeout", code);
    }

    private void received() {
        world.open(PacketWorld.route("account-identity"));
        world.relay("receive", world.sent(packet));
    }

    private void assertRefused(Harm harm, ObjectNode call, String method, String code) {
        harm.accept(this, call);
        Refusal refusal = world.hub.refuse(relayer, PacketKeys.CONTRACT, method, call);
        assertThat(refusal.code()).as(refusal.message()).isEqualTo(code);
        assertThat(world.hub.read(PacketKeys.full(PacketKeys.Hub.ack(packet.id()))))
                .isEmpty();
        assertThat(world.pending(PacketWorld.ZHEJIANG)).containsExactly("packet");
    }
}
