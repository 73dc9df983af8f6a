package io.regchain.supervision.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.packet.InquiriesContract;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.Channel;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketId;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.packet.PacketRules;
import io.regchain.protocol.packet.Timeout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls to the supervision chain's own services, and calls it makes itself (A8.3): a valid world, one thing broken a row. */
class HubCallsTest {
    private static final Acknowledgement STATEMENT =
            new Acknowledgement.Success(Bytes.utf8("{\"holders\":12,\"issued\":1000}"));

    private final PacketWorld world = new PacketWorld();

    // ---- a local chain asks the hub

    private static Packet question(String contract, String method, String payload, Timeout timeout) {
        return new Packet(
                PacketWorld.JIANGSU,
                ChainId.SUPERVISION,
                Channel.MAIN,
                "inquiries",
                contract,
                method,
                Sequence.ZERO,
                Bytes.utf8(payload),
                timeout);
    }

    private static Packet question(String contract, String method) {
        return question(contract, method, "{\"days\":5,\"from\":\"2026-02-10\"}", Timeout.at(PacketWorld.TIMEOUT));
    }

    private static ObjectNode route() {
        return PacketWorld.route("hub-calendar")
                .put("sourceContract", "inquiries")
                .put("destination", "supervision")
                .put("destinationContract", "*")
                .put("method", "*");
    }

    private Acknowledgement end(Packet packet) {
        return Acknowledgement.fromJson(world.stored(PacketKeys.Hub.ack(packet.id())));
    }

    private String code(Packet packet) {
        return world.stored(PacketKeys.Hub.ack(packet.id())).path("code").asText("success");
    }

    /** R04's example: bought on Tuesday 2026-02-10, the fifth trading day after it is Wednesday 02-25. */
    @Test
    void a_question_is_answered_where_it_is_received() {
        world.open(route());
        Packet packet = question("calendar", "tradingDays");
        JsonNode received = world.relay("receive", world.sent(packet));
        assertThat(received.toString()).isEqualTo("{\"routed\":true,\"served\":true}");
        assertThat(world.stored(PacketKeys.Hub.ack(packet.id()))
                        .at("/result/date")
                        .asText())
                .isEqualTo("2026-02-25");
        assertThat(world.pending(PacketWorld.JIANGSU)).containsExactly("ack");
        assertThat(world.pending(ChainId.SUPERVISION)).isEmpty();

        world.relay("complete", world.done(packet, end(packet)));
        assertThat(world.pending(PacketWorld.JIANGSU)).isEmpty();
        assertThat(world.relay("receive", world.sent(packet)).path("reason").asText())
                .isEqualTo("PACKET_KNOWN");
    }

    /** A question that is good in a world with a route, but for one thing. */
    private static Arguments asked(String name, String code, Packet packet) {
        return Arguments.of(Named.of(name, packet), code);
    }

    static Stream<Arguments> unanswered() {
        Timeout atOnce = new Timeout(PacketWorld.TIMEOUT, Optional.of(new Height(1)));
        return Stream.of(
                asked("a contract that is no service", "SERVICE_UNKNOWN", question("roles", "grant")),
                asked("one that only the hub itself calls", "SERVICE_UNKNOWN", question("registry", "propose")),
                asked("the packets themselves", "SERVICE_UNKNOWN", question("packets", "release")),
                asked("a method the service has not", "METHOD_UNKNOWN", question("calendar", "holidays")),
                asked(
                        "a question that is none",
                        "BAD_ARGUMENT",
                        question("calendar", "tradingDays", "{\"days\":5}", Timeout.at(PacketWorld.TIMEOUT))),
                asked(
                        "a height of the hub that is reached",
                        "PACKET_TIMED_OUT",
                        question("calendar", "tradingDays", "{\"days\":5,\"from\":\"2026-02-10\"}", atOnce)));
    }

    @ParameterizedTest
    @MethodSource("unanswered")
    void what_cannot_be_answered_ends_with_its_reason(Packet packet, String code) {
        world.open(route());
        world.relay("receive", world.sent(packet));
        assertThat(code(packet)).isEqualTo(code);
        assertThat(world.pending(PacketWorld.JIANGSU)).containsExactly("ack");
    }

    @Test
    void the_hub_too_is_asked_over_routes_only() {
        Packet packet = question("calendar", "tradingDays");
        world.relay("receive", world.sent(packet));
        assertThat(code(packet)).isEqualTo("ROUTE_DENIED");
    }

    @Test
    void a_question_that_comes_too_late_is_not_taken() {
        world.open(route());
        ObjectNode late = world.sent(question("calendar", "tradingDays"));
        world.hub.at(PacketWorld.TIMEOUT);
        assertThat(world.refusal("receive", late)).isEqualTo("PACKET_TIMED_OUT");
    }

    @Test
    void a_question_that_is_held_is_answered_when_the_supervisor_lets_it_go() {
        world.open(route().put("verdict", "hold"));
        Packet packet = question("calendar", "workingDays");
        world.relay("receive", world.sent(packet));
        assertThat(world.pending(PacketWorld.JIANGSU)).containsExactly("held");

        world.decide("release", PacketWorld.named(packet));
        assertThat(code(packet)).isEqualTo("success");
        assertThat(world.pending(PacketWorld.JIANGSU)).containsExactly("ack");
    }

    // ---- the hub asks a local chain

    private static ObjectNode inquiry() {
        ObjectNode inquiry = CanonicalJson.object()
                .put("reference", "INQ-1")
                .put("destination", "zhejiang")
                .put("contract", "registration")
                .put("method", "statement")
                .put("purpose", "holders of ZJ000033F.S2601, on-site inspection")
                .put("timeoutMillis", PacketWorld.TIMEOUT.epochMillis());
        inquiry.putObject("payload").put("product", "ZJ000033F.S2601");
        return inquiry;
    }

    private static final PacketId FIRST =
            new PacketId(ChainId.SUPERVISION, PacketWorld.ZHEJIANG, "main", Sequence.ZERO);

    private Packet ask(ObjectNode inquiry) {
        JsonNode sent = world.hub.succeed(PacketWorld.INQUIRER, "inquiries", "ask", inquiry);
        PacketId id = FIRST.withSequence(new Sequence(sent.get("sequence").longValue()));
        return Packet.fromJson(world.stored(PacketKeys.Hub.out(id)));
    }

    private JsonNode answer(String reference) {
        return world.hub.read(InquiriesContract.key(reference)).orElseThrow().path("answer");
    }

    @Test
    void an_officers_question_travels_like_any_packet_and_its_answer_stays_with_it() {
        Packet packet = ask(inquiry());
        assertThat(packet.sourceContract()).isEqualTo("inquiries");
        assertThat(Packet.fromJson(world.stored(PacketKeys.Hub.in(packet.id()))))
                .isEqualTo(packet);
        assertThat(world.pending(PacketWorld.ZHEJIANG)).containsExactly("packet");
        assertThat(answer("INQ-1").isMissingNode()).isTrue();

        ObjectNode acknowledged = world.acknowledged(packet, STATEMENT);
        world.relay("acknowledge", acknowledged);
        assertThat(answer("INQ-1").at("/result/holders").intValue()).isEqualTo(12);
        assertThat(world.pending(PacketWorld.ZHEJIANG)).isEmpty();
        assertThat(world.pending(ChainId.SUPERVISION)).isEmpty();
        assertThat(world.relay("acknowledge", acknowledged).path("reason").asText())
                .isEqualTo("ACKNOWLEDGEMENT_KNOWN");
    }

    @Test
    void what_has_ended_is_settled_and_can_be_cleaned() {
        Packet packet = ask(inquiry());
        world.relay("acknowledge", world.acknowledged(packet, STATEMENT));
        JsonNode cleaned = world.decide("clean", PacketWorld.named(packet).put("sequence", 1));
        assertThat(cleaned.get("cleaned").longValue()).isEqualTo(1);
        assertThat(world.hub.read(PacketKeys.full(PacketKeys.Hub.in(packet.id()))))
                .isEmpty();
        assertThat(ask(inquiry().put("reference", "INQ-2")).sequence()).isEqualTo(new Sequence(1));
    }

    @Test
    void silence_past_the_timeout_is_an_answer_as_well() {
        Packet packet = ask(inquiry());
        world.pass(world.zhejiang, new BlockTime(PacketWorld.TIMEOUT.epochMillis() - 1));
        assertThat(world.refusal("timeout", PacketWorld.silence(world.zhejiang, packet)))
                .isEqualTo("PACKET_NOT_TIMED_OUT");
        world.pass(world.zhejiang, PacketWorld.TIMEOUT);
        world.relay("timeout", PacketWorld.silence(world.zhejiang, packet));
        assertThat(answer("INQ-1").path("code").asText()).isEqualTo("PACKET_TIMED_OUT");
    }

    private static PacketWorld crowded(int packets, int ends) {
        SortedMap<String, Bytes> state = new TreeMap<>();
        for (ChainId chain : List.of(PacketWorld.JIANGSU, PacketWorld.ZHEJIANG)) {
            ArrayNode pages = CanonicalJson.array();
            fill(state, chain, pages, "packet/jiangsu/zhejiang/main", packets);
            fill(state, chain, pages, "ack/zhejiang/jiangsu/main", ends);
            state.put(PacketKeys.full(PacketKeys.Hub.pending(chain)), CanonicalJson.encode(pages));
            state.put(PacketKeys.full(PacketKeys.Hub.waiting(chain)), CanonicalJson.encode(LongNode.valueOf(packets)));
        }
        return new PacketWorld(state).open(PacketWorld.route("account-identity"));
    }

    private static void fill(SortedMap<String, Bytes> state, ChainId chain, ArrayNode pages, String row, int count) {
        for (int first = 0; first < count; first += PacketKeys.PAGE) {
            String page = PacketKeys.page(row, new Sequence(first));
            ArrayNode sequences = CanonicalJson.array();
            for (int i = first; i < Math.min(count, first + PacketKeys.PAGE); i++) {
                sequences.add(i);
            }
            pages.add(page);
            state.put(PacketKeys.full(PacketKeys.Hub.pending(chain, page)), CanonicalJson.encode(sequences));
        }
    }

    /** Chains that fill the list of another do not keep the hub from asking it, up to a hundred times. */
    @Test
    void the_hubs_own_questions_have_room_beside_a_full_list() {
        PacketWorld crowded = crowded(PacketRules.MAX_PENDING, 0);
        for (int i = 0; i < PacketQueue.OWN_ROOM; i++) {
            crowded.hub.succeed(
                    PacketWorld.INQUIRER, "inquiries", "ask", inquiry().put("reference", "OWN-" + i));
        }
        assertThat(crowded.hub
                        .refuse(PacketWorld.INQUIRER, "inquiries", "ask", inquiry())
                        .code())
                .isEqualTo("TOO_MANY_PENDING");
        assertThat(crowded.refusal("receive", crowded.sent(PacketWorld.packet(2000))))
                .isEqualTo("TOO_MANY_PENDING");
    }

    /** Two chains that have filled each other's lists get out of it: an end always has room, also under the metering. */
    @Test
    void an_end_is_told_however_full_the_list_of_its_source() {
        PacketWorld crowded = crowded(PacketRules.MAX_PENDING - 1, PacketRules.MAX_PENDING);
        Packet packet = PacketWorld.packet(2000);
        crowded.relay("receive", crowded.sent(packet));
        assertThat(crowded.refusal("receive", crowded.sent(PacketWorld.packet(2001))))
                .isEqualTo("TOO_MANY_PENDING");
        crowded.relay("acknowledge", crowded.acknowledged(packet, STATEMENT));
        assertThat(crowded.pending(PacketWorld.JIANGSU)).hasSize(2 * PacketRules.MAX_PENDING);
        crowded.relay("complete", crowded.done(packet, STATEMENT));
    }

    /** P9 on the hub: a source that never takes its ends is the one that is stopped. */
    @Test
    void of_one_source_a_thousand_packets_are_open_and_no_more() {
        SortedMap<String, Bytes> state = new TreeMap<>();
        state.put(PacketKeys.full(PacketKeys.Hub.open(PacketWorld.JIANGSU)), Bytes.utf8("999"));
        PacketWorld world = new PacketWorld(state);
        Packet last = PacketWorld.packet(0);
        world.relay("receive", world.sent(last));
        ObjectNode next = world.sent(PacketWorld.packet(1));
        assertThat(world.refusal("receive", next)).isEqualTo("PACKETS_PENDING");
        Acknowledgement denied = Acknowledgement.fromJson(world.stored(PacketKeys.Hub.ack(last.id())));
        world.relay("complete", world.done(last, denied));
        world.relay("receive", next);
    }

    /** On an ordered channel the hub too takes one end after the other (P20). */
    @Test
    void ends_of_the_hubs_own_ordered_channel_come_in_order() {
        ObjectNode inquiry = inquiry().put("channel", "row").put("ordered", true);
        List<Packet> packets = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            JsonNode sent = world.hub.succeed(
                    PacketWorld.INQUIRER, "inquiries", "ask", inquiry.deepCopy().put("reference", "INQ-" + i));
            PacketId id = new PacketId(
                    ChainId.SUPERVISION,
                    PacketWorld.ZHEJIANG,
                    "row",
                    new Sequence(sent.get("sequence").longValue()));
            packets.add(Packet.fromJson(world.stored(PacketKeys.Hub.out(id))));
        }
        ObjectNode second = world.acknowledged(packets.get(1), STATEMENT);
        assertThat(world.refusal("acknowledge", second)).isEqualTo("ACKNOWLEDGEMENT_OUT_OF_ORDER");
        world.relay("acknowledge", world.acknowledged(packets.get(0), STATEMENT));
        world.relay("acknowledge", second);
    }

    /** A payload that would not fit into what a relay submits is refused where it is written. */
    @Test
    void a_question_that_nests_too_deep_is_not_asked() {
        ObjectNode inquiry = inquiry();
        ObjectNode inner = inquiry.putObject("payload");
        for (int i = 1; i < 32; i++) {
            inner = inner.putObject("a");
        }
        ask(inquiry.deepCopy());
        inner.putObject("a");
        assertThat(world.hub
                        .refuse(PacketWorld.INQUIRER, "inquiries", "ask", inquiry.put("reference", "INQ-2"))
                        .code())
                .isEqualTo("PACKET_MALFORMED");
    }

    /** Its timeout's height is one of the hub's blocks: from then on it can only end, and need not wait for the time. */
    @Test
    void a_held_question_ends_at_its_height() {
        world.open(route().put("verdict", "hold"));
        Timeout soon = new Timeout(
                PacketWorld.TIMEOUT, Optional.of(new Height(world.hub.height().value() + 3)));
        Packet packet = question("calendar", "tradingDays", "{\"days\":5,\"from\":\"2026-02-10\"}", soon);
        world.relay("receive", world.sent(packet));
        assertThat(world.pending(PacketWorld.JIANGSU)).containsExactly("held");
        assertThat(world.undecided("release", PacketWorld.named(packet))).isEqualTo("PACKET_TIMED_OUT");
        world.relay("expire", PacketWorld.named(packet));
        assertThat(code(packet)).isEqualTo("HELD_TOO_LONG");
    }

    private interface Break {
        void in(HubCallsTest test, ObjectNode inquiry);
    }

    private static Arguments broken(String name, String code, Break broken) {
        return Arguments.of(Named.of(name, broken), code);
    }

    private Sm2PrivateKey signer = PacketWorld.INQUIRER;

    static Stream<Arguments> unasked() {
        return Stream.of(
                broken("by a relayer", "ROLE_MISSING", (t, q) -> t.signer = HubWorld.RELAYER),
                broken("by the call supervisor", "ROLE_MISSING", (t, q) -> t.signer = PacketWorld.SUPERVISOR),
                broken("without a purpose", "BAD_ARGUMENT", (t, q) -> q.remove("purpose")),
                broken("with an empty purpose", "BAD_ARGUMENT", (t, q) -> q.put("purpose", " ")),
                broken("with a purpose too long", "BAD_ARGUMENT", (t, q) -> q.put("purpose", "查".repeat(501))),
                broken("with a reference that is none", "BAD_ARGUMENT", (t, q) -> q.put("reference", "a/b")),
                broken("with a reference used before", "INQUIRY_EXISTS", (t, q) -> t.ask(q.deepCopy())),
                broken("without a payload", "BAD_ARGUMENT", (t, q) -> q.remove("payload")),
                broken("of itself", "PACKET_MALFORMED", (t, q) -> q.put("destination", "supervision")),
                broken("of nobody", "BAD_ARGUMENT", (t, q) -> q.put("destination", "No Chain")),
                broken(
                        "of a chain that is not registered",
                        "CHAIN_NOT_REGISTERED",
                        (t, q) -> q.put("destination", "beijing")),
                broken(
                        "with a timeout that has come",
                        "PACKET_TIMEOUT_PAST",
                        (t, q) -> q.put("timeoutMillis", PacketWorld.START.epochMillis())),
                broken(
                        "with a timeout too far away",
                        "PACKET_TIMEOUT_FAR",
                        (t, q) -> q.put("timeoutMillis", PacketWorld.START.epochMillis() + 31L * 24 * 3600 * 1000)),
                broken("with a height the chain has passed", "PACKET_TIMED_OUT", (t, q) -> {
                    t.world.pass(t.world.zhejiang, PacketWorld.START);
                    q.put("timeoutHeight", 1);
                }),
                broken("over an ordered channel that was not", "CHANNEL_KIND_DIFFERS", (t, q) -> {
                    t.ask(inquiry().put("reference", "INQ-0"));
                    q.put("ordered", true);
                }));
    }

    @ParameterizedTest
    @MethodSource("unasked")
    void a_question_with_one_thing_wrong_is_not_asked(Break broken, String code) {
        ObjectNode inquiry = inquiry();
        broken.in(this, inquiry);
        assertThat(world.hub.refuse(signer, "inquiries", "ask", inquiry).code()).isEqualTo(code);
    }

    @Test
    void nobody_sends_a_packet_of_the_hub_but_a_contract_of_it() {
        assertThat(world.hub
                        .refuse(PacketWorld.INQUIRER, "packets", "send", inquiry())
                        .code())
                .isEqualTo("SENDER_NOT_A_CONTRACT");
        assertThat(world.hub
                        .refuse(PacketWorld.INQUIRER, "inquiries", "onAcknowledgement", inquiry())
                        .code())
                .isEqualTo("CALLER_NOT_ALLOWED");
    }

    /** Zhejiang cannot make the hub believe that it sent something. */
    @Test
    void a_packet_said_to_be_of_the_hub_is_not_received() {
        Packet forged = Packet.fromJson(PacketWorld.packet(0).toJson().put("source", "supervision"));
        ObjectNode brought = PacketWorld.proven(world.jiangsu, forged, PacketKeys.Local.out(forged.id()));
        assertThat(world.refusal("receive", brought)).isEqualTo("CHAIN_NOT_REGISTERED");
    }

    @Test
    void an_ordered_channel_of_the_hub_closes_when_a_packet_of_it_is_not_taken() {
        Consumer<ObjectNode> ordered = inquiry -> inquiry.put("channel", "row").put("ordered", true);
        ObjectNode first = inquiry();
        ordered.accept(first);
        JsonNode sent = world.hub.succeed(PacketWorld.INQUIRER, "inquiries", "ask", first);
        PacketId id = new PacketId(ChainId.SUPERVISION, PacketWorld.ZHEJIANG, "row", Sequence.ZERO);
        assertThat(sent.get("channel").asText()).isEqualTo("row");
        Packet packet = Packet.fromJson(world.stored(PacketKeys.Hub.out(id)));
        world.pass(world.zhejiang, PacketWorld.TIMEOUT);
        world.relay("timeout", PacketWorld.silence(world.zhejiang, packet));

        ObjectNode second = inquiry().put("reference", "INQ-2").put("timeoutMillis", later());
        ordered.accept(second);
        assertThat(world.hub
                        .refuse(PacketWorld.INQUIRER, "inquiries", "ask", second)
                        .code())
                .isEqualTo("CHANNEL_CLOSED");
    }

    private static long later() {
        return PacketWorld.TIMEOUT.epochMillis() + 60_000;
    }
}
