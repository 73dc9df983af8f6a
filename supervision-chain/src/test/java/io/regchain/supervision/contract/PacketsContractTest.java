package io.regchain.supervision.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hub's half of a call from Jiangsu to Zhejiang: a valid world, and one thing of it broken at a time. */
class PacketsContractTest {
    private static final Acknowledgement YES = new Acknowledgement.Success(Bytes.utf8("{\"confirmed\":true}"));
    private static final Acknowledgement NO =
            new Acknowledgement.Failure(new Refusal("NOT_CONFIRMED", "no such investor"));

    private final Packet packet = PacketWorld.packet(0);
    private final PacketWorld world = new PacketWorld();

    private PacketWorld routed() {
        world.open(PacketWorld.route("account-identity"));
        world.relay("receive", world.sent(packet));
        return world;
    }

    @Test
    void a_call_goes_there_and_back_and_leaves_nothing_to_carry() {
        world.open(PacketWorld.route("account-identity"));

        JsonNode received = world.relay("receive", world.sent(packet));
        assertThat(received.path("routed").booleanValue()).isTrue();
        assertThat(world.stored(PacketKeys.Hub.out(packet.id())))
                .isEqualTo(world.stored(PacketKeys.Hub.in(packet.id())));
        assertThat(world.pending(PacketWorld.ZHEJIANG)).containsExactly("packet");

        world.relay("acknowledge", world.acknowledged(packet, YES));
        assertThat(world.stored(PacketKeys.Hub.ack(packet.id())).path("success").booleanValue())
                .isTrue();
        assertThat(world.pending(PacketWorld.ZHEJIANG)).isEmpty();
        assertThat(world.pending(PacketWorld.JIANGSU)).containsExactly("ack");

        world.relay("complete", world.done(packet, YES));
        assertThat(world.pending(PacketWorld.JIANGSU)).isEmpty();
    }

    @Test
    void a_destinations_no_comes_back_as_it_was_said() {
        routed().relay("acknowledge", world.acknowledged(packet, NO));

        assertThat(world.stored(PacketKeys.Hub.ack(packet.id())).path("code").asText())
                .isEqualTo("NOT_CONFIRMED");
    }

    static Stream<Arguments> unroutable() {
        return Stream.of(
                route("there is no route", "ROUTE_DENIED", r -> null),
                route("the route denies it", "ROUTE_DENIED", r -> r.put("verdict", "deny")),
                route("the route is for another method", "ROUTE_DENIED", r -> r.put("method", "resolve")),
                route("the route is for another contract", "ROUTE_DENIED", r -> r.put("sourceContract", "transfers")),
                route("the route is for another source", "ROUTE_DENIED", r -> r.put("source", "zhejiang")),
                route("the route leads elsewhere", "ROUTE_DENIED", r -> r.put("destination", "beijing")),
                route("the route has expired", "ROUTE_DENIED", r -> r.put("effectiveFrom", 0)
                        .put("expiresAt", PacketWorld.START.epochMillis())),
                route(
                        "the route does not hold yet",
                        "ROUTE_DENIED",
                        r -> r.put("effectiveFrom", PacketWorld.START.epochMillis() + 1)));
    }

    private static Arguments route(String name, String code, UnaryOperator<ObjectNode> change) {
        return Arguments.of(Named.of(name, change), code);
    }

    @ParameterizedTest
    @MethodSource("unroutable")
    void what_no_route_lets_through_ends_at_the_hub_with_an_answer_for_its_source(
            UnaryOperator<ObjectNode> change, String code) {
        ObjectNode route = change.apply(PacketWorld.route("some-route"));
        if (route != null) {
            world.open(route);
        }

        JsonNode received = world.relay("receive", world.sent(packet));

        assertThat(received.path("routed").booleanValue()).isFalse();
        assertThat(world.stored(PacketKeys.Hub.ack(packet.id())).path("code").asText())
                .isEqualTo(code);
        assertThat(world.hub.read(PacketKeys.full(PacketKeys.Hub.out(packet.id()))))
                .isEmpty();
        assertThat(world.pending(PacketWorld.ZHEJIANG)).isEmpty();
        assertThat(world.pending(PacketWorld.JIANGSU)).containsExactly("ack");
    }

    @Test
    void a_destination_that_is_not_registered_is_told_to_the_source() {
        world.open(PacketWorld.route("account-identity"));
        Packet toBeijing = Packet.fromJson(packet.toJson().put("destination", "beijing"));

        world.relay("receive", world.sent(toBeijing));

        assertThat(world.stored(PacketKeys.Hub.ack(toBeijing.id())).path("code").asText())
                .isEqualTo("DESTINATION_NOT_ACTIVE");
    }

    static Stream<Arguments> notReceived() {
        return Stream.of(
                harm("the header is not verified", "HEADER_UNKNOWN", (world, call) -> call.put("height", 2)),
                harm(
                        "the proof is of an earlier height",
                        "PROOF_INVALID",
                        (world, call) -> call.put(
                                "proof",
                                world.jiangsu
                                        .prove(
                                                Height.ZERO,
                                                PacketKeys.full(PacketKeys.Local.out(
                                                        PacketWorld.packet(0).id())))
                                        .canonical()
                                        .toHex())),
                harm(
                        "the proof is of another key",
                        "PROOF_INVALID",
                        (world, call) -> call.put(
                                "proof",
                                world.jiangsu
                                        .prove(world.jiangsu.height(), PacketKeys.full(PacketKeys.Local.PENDING))
                                        .canonical()
                                        .toHex())),
                harm("the proof is no proof", "BAD_ARGUMENT", (world, call) -> call.put("proof", "00")),
                harm("the payload was altered", "PROOF_INVALID", (world, call) -> ((ObjectNode)
                                call.at("/packet/payload"))
                        .put("code", "Q000000102")),
                harm("the timeout was altered", "PROOF_INVALID", (world, call) -> ((ObjectNode) call.get("packet"))
                        .put("timeoutMillis", PacketWorld.TIMEOUT.epochMillis() + 1)),
                harm("the sequence was altered", "PROOF_INVALID", (world, call) -> ((ObjectNode) call.get("packet"))
                        .put("sequence", 1)),
                harm("the source was altered", "HEADER_UNKNOWN", (world, call) -> ((ObjectNode) call.get("packet"))
                        .put("source", "zhejiang")
                        .put("destination", "jiangsu")),
                harm("the source is not registered", "CHAIN_NOT_REGISTERED", (world, call) -> ((ObjectNode)
                                call.get("packet"))
                        .put("source", "beijing")),
                harm("a field is missing", "BAD_ARGUMENT", (world, call) -> ((ObjectNode) call.get("packet"))
                        .remove("method")),
                harm(
                        "the packet has timed out",
                        "PACKET_TIMED_OUT",
                        (world, call) -> world.hub.at(PacketWorld.TIMEOUT)));
    }

    private static Arguments harm(String name, String code, BiConsumer<PacketWorld, ObjectNode> harm) {
        return Arguments.of(Named.of(name, harm), code);
    }

    @ParameterizedTest
    @MethodSource("notReceived")
    void what_is_not_proven_is_not_received(BiConsumer<PacketWorld, ObjectNode> harm, String code) {
        world.open(PacketWorld.route("account-identity"));
        ObjectNode call = world.sent(packet);
        harm.accept(world, call);

        assertThat(world.refusal("receive", call)).isEqualTo(code);
        assertNoPackets();
    }

    private void assertNoPackets() {
        assertThat(world.hub.state().keySet()).noneMatch(key -> key.startsWith("packets/"));
    }

    @Test
    void a_packet_is_received_up_to_the_last_millisecond_before_its_timeout() {
        world.open(PacketWorld.route("account-identity"));
        ObjectNode call = world.sent(packet);
        world.hub.at(new BlockTime(PacketWorld.TIMEOUT.epochMillis() - 1));

        assertThat(world.relay("receive", call).path("routed").booleanValue()).isTrue();
    }

    @Test
    void only_a_relayers_key_hands_packets_in() {
        world.open(PacketWorld.route("account-identity"));

        assertThat(world.hub
                        .refuse(HubWorld.OBSERVER, PacketKeys.CONTRACT, "receive", world.sent(packet))
                        .code())
                .isEqualTo("ROLE_MISSING");
    }

    @Test
    void headers_of_a_chain_that_certified_two_blocks_at_one_height_prove_nothing_any_more() {
        world.open(PacketWorld.route("account-identity"));
        ObjectNode call = world.sent(packet);
        ContractHarness twin = new PacketWorld().jiangsu;
        twin.emptyBlock();
        world.verify(twin);

        assertThat(world.refusal("receive", call)).isEqualTo("CLIENT_FROZEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"receive", "acknowledge", "timeout", "complete"})
    void what_was_done_is_not_done_again(String method) {
        world.open(PacketWorld.route("account-identity"));
        ObjectNode sent = world.sent(packet);
        world.relay("receive", sent);
        ObjectNode acknowledged = world.acknowledged(packet, YES);
        world.relay("acknowledge", acknowledged);
        ObjectNode done = world.done(packet, YES);
        world.relay("complete", done);
        SortedMap<String, Bytes> before = packets();

        ObjectNode again =
                switch (method) {
                    case "receive" -> sent;
                    case "complete" -> done;
                    default -> acknowledged;
                };

        assertThat(world.relay(method, again).path("noop").booleanValue()).isTrue();
        assertThat(packets()).isEqualTo(before);
    }

    private SortedMap<String, Bytes> packets() {
        return world.hub.state().subMap("packets/", "packets0");
    }

    static Stream<Arguments> notAcknowledged() {
        return Stream.of(
                harm(
                        "another answer than the one proven",
                        "PROOF_INVALID",
                        (world, call) -> call.set("ack", NO.toJson())),
                harm(
                        "the proof is of another key",
                        "PROOF_INVALID",
                        (world, call) -> call.put(
                                "proof",
                                world.zhejiang
                                        .prove(world.zhejiang.height(), PacketKeys.full(PacketKeys.Local.PENDING))
                                        .canonical()
                                        .toHex())),
                harm("the header is not verified", "HEADER_UNKNOWN", (world, call) -> call.put("height", 9)),
                harm("another packet under the same number", "PACKET_NOT_ROUTED", (world, call) -> ((ObjectNode)
                                call.get("packet"))
                        .put("method", "resolve")),
                harm("a packet the hub never had", "PACKET_UNKNOWN", (world, call) -> ((ObjectNode) call.get("packet"))
                        .put("sequence", 5)),
                harm("no answer at all", "BAD_ARGUMENT", (world, call) -> call.remove("ack")));
    }

    @ParameterizedTest
    @MethodSource("notAcknowledged")
    void what_is_not_proven_is_no_acknowledgement(BiConsumer<PacketWorld, ObjectNode> harm, String code) {
        routed();
        ObjectNode call = world.acknowledged(packet, YES);
        harm.accept(world, call);

        assertThat(world.refusal("acknowledge", call)).isEqualTo(code);
        assertThat(world.hub.read(PacketKeys.full(PacketKeys.Hub.ack(packet.id()))))
                .isEmpty();
        assertThat(world.pending(PacketWorld.ZHEJIANG)).containsExactly("packet");
    }

    @Test
    void silence_before_the_timeout_proves_nothing() {
        routed().pass(world.zhejiang, new BlockTime(PacketWorld.TIMEOUT.epochMillis() - 1));

        assertThat(world.refusal("timeout", PacketWorld.silence(world.zhejiang, packet)))
                .isEqualTo("PACKET_NOT_TIMED_OUT");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void silence_at_the_timeout_and_after_ends_the_packet(long past) {
        routed().pass(world.zhejiang, new BlockTime(PacketWorld.TIMEOUT.epochMillis() + past));

        world.relay("timeout", PacketWorld.silence(world.zhejiang, packet));

        assertThat(world.stored(PacketKeys.Hub.ack(packet.id())).path("code").asText())
                .isEqualTo(Acknowledgement.TIMED_OUT);
        assertThat(world.pending(PacketWorld.ZHEJIANG)).isEmpty();
        assertThat(world.pending(PacketWorld.JIANGSU)).containsExactly("ack");
    }

    @Test
    void a_packet_that_was_received_is_not_timed_out() {
        routed().write(
                        world.zhejiang,
                        PacketKeys.Local.in(packet.id()),
                        CanonicalJson.object()
                                .put("commitment", packet.commitment().toHex()));
        world.pass(world.zhejiang, PacketWorld.TIMEOUT);

        assertThat(world.refusal("timeout", PacketWorld.silence(world.zhejiang, packet)))
                .isEqualTo("PROOF_INVALID");
    }

    @Test
    void an_acknowledgement_after_the_timeout_was_recorded_changes_nothing() {
        routed().pass(world.zhejiang, PacketWorld.TIMEOUT);
        world.relay("timeout", PacketWorld.silence(world.zhejiang, packet));

        JsonNode late = world.relay("acknowledge", world.acknowledged(packet, YES));

        assertThat(late.path("noop").booleanValue()).isTrue();
        assertThat(world.stored(PacketKeys.Hub.ack(packet.id())).path("code").asText())
                .isEqualTo(Acknowledgement.TIMED_OUT);
    }

    static Stream<Arguments> notCompleted() {
        return Stream.of(
                harm(
                        "another answer than the one proven",
                        "ACKNOWLEDGEMENT_DIFFERS",
                        (world, call) -> call.set("ack", NO.toJson())),
                harm(
                        "the proof is of another key",
                        "PROOF_INVALID",
                        (world, call) -> call.put(
                                "proof",
                                world.jiangsu
                                        .prove(world.jiangsu.height(), PacketKeys.full(PacketKeys.Local.PENDING))
                                        .canonical()
                                        .toHex())),
                harm("another packet under the same number", "PACKET_UNKNOWN", (world, call) -> ((ObjectNode)
                                call.get("packet"))
                        .put("method", "resolve")),
                harm("a packet the hub never had", "PACKET_UNKNOWN", (world, call) -> ((ObjectNode) call.get("packet"))
                        .put("sequence", 5)));
    }

    @ParameterizedTest
    @MethodSource("notCompleted")
    void what_is_not_proven_completes_nothing(BiConsumer<PacketWorld, ObjectNode> harm, String code) {
        routed().relay("acknowledge", world.acknowledged(packet, YES));
        ObjectNode call = world.done(packet, YES);
        harm.accept(world, call);

        assertThat(world.refusal("complete", call)).isEqualTo(code);
        assertThat(world.pending(PacketWorld.JIANGSU)).containsExactly("ack");
    }

    @Test
    void a_source_that_ends_a_packet_before_the_hub_does_is_not_believed() {
        routed();

        assertThat(world.refusal("complete", world.done(packet, YES))).isEqualTo("PACKET_NOT_ENDED");
    }

    // ---- relayers of one chain

    @Test
    void a_relayer_of_one_chain_carries_for_that_chain_only_and_can_be_stopped() {
        world.open(PacketWorld.route("account-identity"));
        world.hub.succeed(PacketWorld.JIANGSU_RELAYER, PacketKeys.CONTRACT, "receive", world.sent(packet));
        ObjectNode answer = world.acknowledged(packet, YES);
        assertThat(world.hub
                        .refuse(PacketWorld.JIANGSU_RELAYER, PacketKeys.CONTRACT, "acknowledge", answer)
                        .code())
                .isEqualTo("ROLE_MISSING");
        ObjectNode key = CanonicalJson.object()
                .put("publicKey", PacketWorld.JIANGSU_RELAYER.publicKey().toHex());
        assertThat(world.hub.refuse(HubWorld.MAKER, "roles", "stopRelayer", key).code())
                .isEqualTo("ROLE_MISSING");
        world.hub.succeed(HubWorld.CHECKER, "roles", "stopRelayer", key);
        assertThat(world.hub
                        .refuse(HubWorld.CHECKER, "roles", "stopRelayer", key)
                        .code())
                .isEqualTo("NOT_A_RELAYER");
        assertThat(world.hub
                        .refuse(
                                PacketWorld.JIANGSU_RELAYER,
                                PacketKeys.CONTRACT,
                                "receive",
                                world.sent(PacketWorld.packet(1)))
                        .code())
                .isEqualTo("ROLE_MISSING");
    }
}
