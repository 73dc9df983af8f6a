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
import io.regchain.protocol.packet.PacketRules;
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

    private JsonNode stored(String path) {
        return world.hub.read(PacketKeys.full(path)).orElseThrow();
    }

    @Test
    void a_call_goes_there_and_back_and_leaves_nothing_to_carry() {
        world.open(PacketWorld.route("account-identity"));

        JsonNode received = world.relay("receive", world.sent(packet));
        assertThat(received.path("routed").booleanValue()).isTrue();
        assertThat(stored(PacketKeys.Hub.out(packet.id()))).isEqualTo(stored(PacketKeys.Hub.in(packet.id())));
        assertThat(world.pending(PacketWorld.ZHEJIANG)).containsExactly("packet");

        world.relay("acknowledge", world.acknowledged(packet, YES));
        assertThat(stored(PacketKeys.Hub.ack(packet.id())).path("success").booleanValue())
                .isTrue();
        assertThat(world.pending(PacketWorld.ZHEJIANG)).isEmpty();
        assertThat(world.pending(PacketWorld.JIANGSU)).containsExactly("ack");

        world.relay("complete", world.done(packet, YES));
        assertThat(world.pending(PacketWorld.JIANGSU)).isEmpty();
    }

    @Test
    void a_destinations_no_comes_back_as_it_was_said() {
        routed().relay("acknowledge", world.acknowledged(packet, NO));

        assertThat(stored(PacketKeys.Hub.ack(packet.id())).path("code").asText())
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
        assertThat(stored(PacketKeys.Hub.ack(packet.id())).path("code").asText())
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

        assertThat(stored(PacketKeys.Hub.ack(toBeijing.id())).path("code").asText())
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

        assertThat(stored(PacketKeys.Hub.ack(packet.id())).path("code").asText())
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
        assertThat(stored(PacketKeys.Hub.ack(packet.id())).path("code").asText())
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

    // ---- what a route holds back

    private PacketWorld held() {
        world.open(PacketWorld.route("watched").put("verdict", "hold"));
        assertThat(world.relay("receive", world.sent(packet)).path("held").booleanValue())
                .isTrue();
        return world;
    }

    private static ObjectNode named(Packet packet) {
        return CanonicalJson.object()
                .put("source", packet.source().value())
                .put("destination", packet.destination().value())
                .put("channel", packet.channel().name())
                .put("sequence", packet.sequence().value());
    }

    private JsonNode decide(String method, ObjectNode call) {
        return world.hub.succeed(PacketWorld.SUPERVISOR, PacketKeys.CONTRACT, method, call);
    }

    private String undecided(String method, ObjectNode call) {
        return world.hub
                .refuse(PacketWorld.SUPERVISOR, PacketKeys.CONTRACT, method, call)
                .code();
    }

    @Test
    void a_route_that_was_closed_meanwhile_lets_nothing_go() {
        held().open(PacketWorld.route("barred").put("verdict", "deny"));
        assertThat(undecided("release", named(packet))).isEqualTo("ROUTE_DENIED");
        world.hub.succeed(
                HubWorld.CHECKER, "routes", "revoke", CanonicalJson.object().put("id", "barred"));
        world.hub.succeed(
                HubWorld.CHECKER, "routes", "revoke", CanonicalJson.object().put("id", "watched"));
        assertThat(undecided("release", named(packet))).isEqualTo("ROUTE_DENIED");
        assertThat(world.pending(PacketWorld.JIANGSU)).containsExactly("held");
    }

    @Test
    void a_source_that_certified_two_blocks_meanwhile_is_carried_no_further() {
        held();
        ContractHarness twin = new PacketWorld().jiangsu;
        twin.emptyBlock();
        world.verify(twin);
        assertThat(undecided("release", named(packet))).isEqualTo("CLIENT_FROZEN");
    }

    @Test
    void a_held_packet_waits_and_travels_on_when_the_supervisor_lets_it() {
        held();
        assertThat(world.pending(PacketWorld.ZHEJIANG)).isEmpty();
        assertThat(world.pending(PacketWorld.JIANGSU)).containsExactly("held");
        assertThat(stored(PacketKeys.Hub.held(packet.id())).path("route").asText())
                .isEqualTo("watched");
        assertThat(world.relay("receive", world.sent(packet)).path("reason").asText())
                .isEqualTo("PACKET_KNOWN");

        decide("release", named(packet));
        assertThat(undecided("release", named(packet))).isEqualTo("PACKET_NOT_HELD");
        assertThat(world.pending(PacketWorld.ZHEJIANG)).containsExactly("packet");
        assertThat(world.pending(PacketWorld.JIANGSU)).isEmpty();
        world.relay("acknowledge", world.acknowledged(packet, YES));
        assertThat(world.pending(PacketWorld.JIANGSU)).containsExactly("ack");
    }

    @Test
    void a_held_packet_that_is_turned_down_comes_back_with_the_reason() {
        held();
        decide("reject", named(packet).put("reason", "the client is under inquiry"));
        assertThat(stored(PacketKeys.Hub.ack(packet.id())).path("code").asText())
                .isEqualTo(Acknowledgement.HELD_AND_REJECTED);
        assertThat(stored(PacketKeys.Hub.ack(packet.id())).path("message").asText())
                .contains("under inquiry");
        assertThat(world.pending(PacketWorld.JIANGSU)).containsExactly("ack");
    }

    @Test
    void a_held_packet_becomes_an_error_by_itself_at_its_timeout_and_not_before() {
        held();
        world.hub.at(new BlockTime(PacketWorld.TIMEOUT.epochMillis() - 1));
        assertThat(world.refusal("expire", named(packet))).isEqualTo("PACKET_NOT_TIMED_OUT");
        world.hub.at(PacketWorld.TIMEOUT);
        assertThat(world.hub
                        .refuse(PacketWorld.SUPERVISOR, PacketKeys.CONTRACT, "release", named(packet))
                        .code())
                .isEqualTo("PACKET_TIMED_OUT");
        world.relay("expire", named(packet));
        assertThat(stored(PacketKeys.Hub.ack(packet.id())).path("code").asText())
                .isEqualTo(Acknowledgement.HELD_TOO_LONG);
        assertThat(world.refusal("expire", named(packet))).isEqualTo("PACKET_NOT_HELD");
    }

    @Test
    void nobody_but_a_supervisor_decides_about_what_is_held() {
        held();
        for (String method : new String[] {"release", "reject"}) {
            assertThat(world.refusal(method, named(packet).put("reason", "no"))).isEqualTo("ROLE_MISSING");
        }
        assertThat(world.hub
                        .refuse(
                                PacketWorld.SUPERVISOR,
                                PacketKeys.CONTRACT,
                                "reject",
                                named(packet).put("reason", " "))
                        .code())
                .isEqualTo("BAD_ARGUMENT");
        assertThat(world.hub
                        .refuse(
                                PacketWorld.SUPERVISOR,
                                PacketKeys.CONTRACT,
                                "release",
                                named(packet).put("sequence", 5))
                        .code())
                .isEqualTo("PACKET_NOT_HELD");
    }

    @Test
    void of_several_routes_the_strictest_counts() {
        world.open(PacketWorld.route("open"));
        world.open(PacketWorld.route("watched").put("verdict", "hold").put("method", "*"));
        assertThat(world.relay("receive", world.sent(packet)).path("held").booleanValue())
                .isTrue();
        world.open(PacketWorld.route("barred").put("verdict", "deny").put("sourceContract", "*"));
        Packet next = PacketWorld.packet(1);
        world.relay("receive", world.sent(next));
        assertThat(stored(PacketKeys.Hub.ack(next.id())).path("message").asText())
                .contains("barred");
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

    // ---- channels

    private static Packet ordered(long sequence) {
        return Packet.fromJson(
                PacketWorld.packet(sequence).toJson().put("channel", "orders").put("ordered", true));
    }

    @Test
    void an_ordered_channel_is_carried_in_order() {
        world.open(PacketWorld.route("account-identity"));
        assertThat(world.refusal("receive", world.sent(ordered(1)))).isEqualTo("PACKET_OUT_OF_ORDER");
        world.relay("receive", world.sent(ordered(0)));
        world.relay("receive", world.sent(ordered(1)));
        Packet mixed = Packet.fromJson(ordered(2).toJson().put("ordered", false));
        assertThat(world.refusal("receive", world.sent(mixed))).isEqualTo("CHANNEL_KIND_DIFFERS");
    }

    @Test
    void when_an_ordered_packet_was_not_taken_those_behind_it_come_back_at_once() {
        world.open(PacketWorld.route("account-identity"));
        world.relay("receive", world.sent(ordered(0)));
        world.pass(world.zhejiang, PacketWorld.TIMEOUT);
        world.relay("timeout", PacketWorld.silence(world.zhejiang, ordered(0)));
        Packet behind =
                Packet.fromJson(ordered(1).toJson().put("timeoutMillis", PacketWorld.TIMEOUT.epochMillis() + 60_000));
        assertThat(world.relay("receive", world.sent(behind)).path("routed").booleanValue())
                .isFalse();
        assertThat(stored(PacketKeys.Hub.ack(behind.id())).path("code").asText())
                .isEqualTo(Acknowledgement.CHANNEL_CLOSED);
    }

    @Test
    void a_packet_whose_timeout_height_its_destination_has_passed_comes_back_at_once() {
        world.open(PacketWorld.route("account-identity"));
        world.pass(world.zhejiang, PacketWorld.START);
        Packet late = Packet.fromJson(
                packet.toJson().put("timeoutHeight", world.zhejiang.height().value() + 1));
        world.relay("receive", world.sent(late));
        assertThat(stored(PacketKeys.Hub.ack(late.id())).path("code").asText()).isEqualTo(Acknowledgement.TIMED_OUT);
    }

    @Test
    void silence_in_the_block_below_the_timeout_height_ends_the_packet() {
        world.open(PacketWorld.route("account-identity"));
        long limit = world.zhejiang.height().value() + 3;
        Packet brief = Packet.fromJson(packet.toJson().put("timeoutHeight", limit));
        world.relay("receive", world.sent(brief));
        world.pass(world.zhejiang, PacketWorld.START);
        assertThat(world.refusal("timeout", PacketWorld.silence(world.zhejiang, brief)))
                .isEqualTo("PACKET_NOT_TIMED_OUT");
        world.pass(world.zhejiang, PacketWorld.START);
        world.relay("timeout", PacketWorld.silence(world.zhejiang, brief));
        assertThat(stored(PacketKeys.Hub.ack(brief.id())).path("code").asText()).isEqualTo(Acknowledgement.TIMED_OUT);
    }

    // ---- cleaning

    @Test
    void what_its_source_has_taken_is_removed_and_known_to_have_ended() {
        routed().relay("acknowledge", world.acknowledged(packet, YES));
        ObjectNode below = named(packet).put("sequence", 1);
        assertThat(world.refusal("clean", below)).isEqualTo("ROLE_MISSING");
        assertThat(undecided("clean", below)).isEqualTo("PACKETS_NOT_SETTLED");
        ObjectNode done = world.done(packet, YES);
        world.relay("complete", done);
        assertThat(decide("clean", below).path("cleaned").longValue()).isEqualTo(1);

        assertThat(world.hub.read(PacketKeys.full(PacketKeys.Hub.in(packet.id()))))
                .isEmpty();
        assertThat(world.hub.read(PacketKeys.full(PacketKeys.Hub.ack(packet.id()))))
                .isEmpty();
        assertThat(world.relay("receive", world.sent(packet)).path("reason").asText())
                .isEqualTo("PACKET_KNOWN");
        assertThat(world.relay("complete", done).path("reason").asText()).isEqualTo("COMPLETION_KNOWN");
        assertThat(undecided("clean", named(packet).put("channel", "orders"))).isEqualTo("CHANNEL_UNKNOWN");
    }

    @Test
    void packets_settle_without_a_gap_only() {
        world.open(PacketWorld.route("account-identity"));
        Packet second = PacketWorld.packet(1);
        for (Packet each : new Packet[] {packet, second}) {
            world.relay("receive", world.sent(each));
            world.relay("acknowledge", world.acknowledged(each, YES));
        }
        world.relay("complete", world.done(second, YES));
        assertThat(undecided("clean", named(packet).put("sequence", 1))).isEqualTo("PACKETS_NOT_SETTLED");
        world.relay("complete", world.done(packet, YES));
        assertThat(decide("clean", named(packet).put("sequence", 2))
                        .path("cleaned")
                        .longValue())
                .isEqualTo(2);
    }

    /** Else the one that fills the gap would pay for all that waited, and in the end could not. */
    @Test
    void what_is_settled_grows_by_a_few_at_a_time() {
        world.open(PacketWorld.route("account-identity"));
        int many = PacketRules.MAX_SETTLED + 2;
        for (int i = 0; i <= many; i++) {
            world.relay("receive", world.sent(PacketWorld.packet(i)));
            world.relay("acknowledge", world.acknowledged(PacketWorld.packet(i), YES));
        }
        for (int i = many - 1; i >= 0; i--) {
            world.relay("complete", world.done(PacketWorld.packet(i), YES));
        }
        assertThat(settled()).isEqualTo(PacketRules.MAX_SETTLED);
        world.relay("complete", world.done(PacketWorld.packet(many), YES));
        assertThat(settled()).isEqualTo(many + 1);
    }

    private long settled() {
        return stored(PacketKeys.Hub.channel(packet.source(), packet.destination(), "main"))
                .path("settled")
                .longValue();
    }
}
