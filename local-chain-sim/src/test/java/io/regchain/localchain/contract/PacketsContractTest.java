package io.regchain.localchain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.Channel;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.Timeout;
import java.time.Duration;
import java.util.Collections;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PacketsContractTest extends JiangsuPackets {
    @Test
    void a_contract_sends_packets_in_sequence() {
        assertThat(send().sequence()).isEqualTo(Sequence.ZERO);
        assertThat(send().sequence()).isEqualTo(new Sequence(1));
        assertThat(chain.read("packets/pending").orElseThrow().toString()).isEqualTo("[\"zhejiang/main/0\"]");
        assertThat(chain.read("packets/pending/zhejiang/main/0").orElseThrow().toString())
                .isEqualTo("[0,1]");
        assertThat(chain.read("packets/open").orElseThrow().intValue()).isEqualTo(2);
        assertThat(send().sourceContract()).isEqualTo("talker");
    }

    @Test
    void nobody_but_a_contract_sends() {
        assertThat(refused("send", outgoing())).isEqualTo("SENDER_NOT_A_CONTRACT");
    }

    @Test
    void a_sender_that_says_no_afterwards_has_sent_nothing() {
        assertThat(chain.refuse(RELAY, "talker", "sayAndRegret", outgoing()).code())
                .isEqualTo("REGRETTED");
        assertThat(chain.state().keySet()).noneMatch(key -> key.startsWith("packets/out/"));
        assertThat(send().sequence()).isEqualTo(Sequence.ZERO);
    }

    static Stream<Arguments> brokenSends() {
        return Stream.of(
                broken("to itself", "PACKET_MALFORMED", a -> a.put("destination", "jiangsu")),
                broken("to nowhere", "BAD_ARGUMENT", a -> a.put("destination", "X")),
                broken("late already", "PACKET_TIMEOUT_PAST", a -> a.put("timeoutMillis", START.epochMillis())),
                broken(
                        "too patient",
                        "PACKET_TIMEOUT_FAR",
                        a -> a.put(
                                "timeoutMillis",
                                START.epochMillis() + Duration.ofDays(31).toMillis())),
                broken("no method", "BAD_ARGUMENT", a -> a.remove("method")),
                broken("a method that is no name", "PACKET_MALFORMED", a -> a.put("method", "Greet")),
                broken("to no contract", "BAD_ARGUMENT", a -> a.remove("destinationContract")),
                broken("to a contract that is no name", "PACKET_MALFORMED", a -> a.put("destinationContract", "1")),
                broken("over a channel that is no name", "PACKET_MALFORMED", a -> a.put("channel", "Orders")),
                broken("neither ordered nor not", "BAD_ARGUMENT", a -> a.put("ordered", "no")),
                broken("no timeout", "BAD_ARGUMENT", a -> a.remove("timeoutMillis")),
                broken("a height below zero", "BAD_ARGUMENT", a -> a.put("timeoutHeight", -1)),
                broken("no payload", "BAD_ARGUMENT", a -> a.remove("payload")),
                broken("a payload that is no object", "BAD_ARGUMENT", a -> a.put("payload", "all")),
                broken("a payload one level too deep", "PACKET_MALFORMED", a -> a.set("payload", nested(33))),
                broken(
                        "a payload one byte too large",
                        "PACKET_MALFORMED",
                        a -> a.set("payload", sized(Packet.MAX_PAYLOAD + 1))));
    }

    static ObjectNode nested(int depth) {
        ObjectNode inner = CanonicalJson.object();
        for (int i = 1; i < depth; i++) {
            ObjectNode outer = CanonicalJson.object();
            outer.set("a", inner);
            inner = outer;
        }
        return inner;
    }

    /** An object of so many bytes in canonical form. */
    private static ObjectNode sized(int bytes) {
        return CanonicalJson.object().put("x", "x".repeat(bytes - "{\"x\":\"\"}".length()));
    }

    /** The last of each that is still good. */
    @Test
    void a_packet_at_its_limits_is_sent() {
        ObjectNode arguments = outgoing();
        arguments.set("payload", sized(Packet.MAX_PAYLOAD));
        chain.succeed(RELAY, "talker", "say", arguments);
        arguments.set("payload", nested(32));
        chain.succeed(RELAY, "talker", "say", arguments.put("timeoutMillis", START.epochMillis() + 1));
        long furthest = START.epochMillis() + Duration.ofDays(30).toMillis();
        chain.succeed(RELAY, "talker", "say", arguments.put("timeoutMillis", furthest));
        assertThat(chain.read("packets/open").orElseThrow().intValue()).isEqualTo(3);
    }

    private static Arguments broken(String name, String code, Consumer<ObjectNode> change) {
        return Arguments.of(name, code, change);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("brokenSends")
    void a_packet_that_breaks_a_rule_is_not_sent(String name, String code, Consumer<ObjectNode> change) {
        ObjectNode arguments = outgoing();
        change.accept(arguments);
        assertThat(chain.refuse(RELAY, "talker", "say", arguments).code()).isEqualTo(code);
        assertThat(chain.read("packets/channel/out/zhejiang/main")).isEmpty();
    }

    @Test
    void a_proven_packet_runs_its_target_on_behalf_of_the_other_chain() {
        JsonNode result = call("receive", hub.carry(incoming(0, "greet")));
        assertThat(result.toString()).isEqualTo("{\"result\":{\"answer\":\"你好\"},\"success\":true}");
        assertThat(chain.read("talker/greeted").orElseThrow().get("by").textValue())
                .isEqualTo("chain:zhejiang/talker");
        assertThat(chain.read("packets/ack/zhejiang/main/0").orElseThrow()).isEqualTo(result);
        assertThat(chain.read("packets/in/zhejiang/main/0")
                        .orElseThrow()
                        .get("commitment")
                        .textValue())
                .isEqualTo(incoming(0, "greet").commitment().toHex());
    }

    @Test
    void a_target_that_says_no_leaves_an_acknowledgement_and_no_writes() {
        JsonNode result = call("receive", hub.carry(incoming(0, "snub")));
        assertThat(result.get("code").textValue()).isEqualTo("NOT_IN_THE_MOOD");
        assertThat(chain.read("talker/greeted")).isEmpty();
        assertThat(chain.read("packets/ack/zhejiang/main/0").orElseThrow()).isEqualTo(result);
    }

    @Test
    void a_packet_received_twice_runs_once() {
        ObjectNode carried = hub.carry(incoming(0, "greet"));
        call("receive", carried);
        JsonNode again = call("receive", carried);
        assertThat(again.get("noop").booleanValue()).isTrue();
        assertThat(again.get("reason").textValue()).isEqualTo("PACKET_ALREADY_RECEIVED");
    }

    static Stream<Arguments> brokenDeliveries() {
        FakeHub other = new FakeHub(ZHEJIANG, START);
        ObjectNode foreign = other.carry(incoming(0, "greet"));
        Sm2PrivateKey stranger = ContractHarness.key("stranger");
        return Stream.of(
                broken("header cut short", "HUB_HEADER_MALFORMED", a -> cut(a, "header")),
                broken("header of another chain", "HEADER_OF_OTHER_CHAIN", a -> a.setAll(foreign)),
                broken("state root altered", "SEAL_INVALID", a -> flip(a, "header", 150)),
                broken("quorum minus one", "QUORUM_NOT_REACHED", a -> seals(a).remove(0)),
                broken("one seal twice", "SEAL_REPEATED", a -> seals(a).set(
                                1, seals(a).get(0).deepCopy())),
                broken("seal by an unregistered key", "SEAL_BY_UNREGISTERED_KEY", a -> ((ObjectNode) seals(a).get(0))
                        .put("signer", stranger.publicKey().toHex())),
                broken("certificate without seals", "HUB_CERTIFICATE_MALFORMED", a -> certificate(a)
                        .remove("seals")),
                broken("proof cut short", "PROOF_MALFORMED", a -> cut(a, "proof")),
                broken("proof altered", "PACKET_NOT_PROVEN", a -> flip(a, "proof", 60)),
                broken("payload altered", "PACKET_NOT_PROVEN", a -> packet(a)
                        .putObject("payload")
                        .put("name", "mallory")),
                broken("method altered", "PACKET_NOT_PROVEN", a -> packet(a).put("method", "snub")),
                broken("sequence altered", "PACKET_NOT_PROVEN", a -> packet(a).put("sequence", 5)),
                broken("packet with another field", "PACKET_MALFORMED", a -> packet(a)
                        .put("extra", 1)),
                broken("no packet", "BAD_ARGUMENT", a -> a.remove("packet")));
    }

    private static void cut(ObjectNode arguments, String name) {
        String hex = arguments.get(name).textValue();
        arguments.put(name, hex.substring(0, hex.length() - 2));
    }

    /** Another digit at a place counted from the end. */
    private static void flip(ObjectNode arguments, String name, int fromEnd) {
        StringBuilder hex = new StringBuilder(arguments.get(name).textValue());
        int place = hex.length() - Math.min(fromEnd, hex.length() - 40);
        hex.setCharAt(place, hex.charAt(place) == '0' ? '1' : '0');
        arguments.put(name, hex.toString());
    }

    private static ObjectNode certificate(ObjectNode arguments) {
        return (ObjectNode) arguments.get("certificate");
    }

    private static ArrayNode seals(ObjectNode arguments) {
        return (ArrayNode) certificate(arguments).get("seals");
    }

    private static ObjectNode packet(ObjectNode arguments) {
        return (ObjectNode) arguments.get("packet");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("brokenDeliveries")
    void a_delivery_with_one_thing_broken_is_refused(String name, String code, Consumer<ObjectNode> change) {
        hub.put("padding", CanonicalJson.object());
        ObjectNode arguments = hub.carry(incoming(0, "greet"));
        change.accept(arguments);
        Refusal refusal = chain.refuse(RELAY, "packets", "receive", arguments);
        assertThat(refusal.code()).as(refusal.message()).isEqualTo(code);
        assertThat(chain.read("packets/in/zhejiang/main/0")).isEmpty();
        assertThat(chain.read("talker/greeted")).isEmpty();
    }

    @Test
    void a_packet_for_another_chain_is_refused() {
        Packet elsewhere = new Packet(
                ZHEJIANG,
                new ChainId("beijing"),
                Channel.MAIN,
                "talker",
                "talker",
                "greet",
                Sequence.ZERO,
                CanonicalJson.encode(CanonicalJson.object()),
                Timeout.at(TIMEOUT));
        assertThat(refused("receive", hub.carry(elsewhere))).isEqualTo("PACKET_FOR_OTHER_CHAIN");
    }

    @Test
    void a_packet_past_its_timeout_is_refused() {
        ObjectNode carried = hub.carry(incoming(0, "greet"));
        chain.at(TIMEOUT);
        assertThat(refused("receive", carried)).isEqualTo("PACKET_TIMED_OUT");
    }

    @Test
    void an_acknowledgement_ends_the_packet_and_tells_its_contract() {
        Packet packet = send();
        Acknowledgement done = Acknowledgement.ofResult(CanonicalJson.object().put("answer", "ok"));
        call("acknowledge", hub.answer(packet, done));
        JsonNode heard = chain.read("talker/heard").orElseThrow();
        assertThat(heard.toString())
                .isEqualTo(
                        "{\"channel\":\"main\",\"destination\":\"zhejiang\",\"from\":\"contract:packets\",\"result\":{\"answer\":\"ok\"},"
                                + "\"sequence\":0,\"success\":true}");
        assertThat(chain.read("packets/done/zhejiang/main/0").orElseThrow()).isEqualTo(done.toJson());
        assertThat(chain.read("packets/pending").orElseThrow()).isEmpty();
    }

    @Test
    void a_packet_ends_even_if_its_contract_will_not_hear_of_it() {
        Packet packet = send();
        chain.succeed(RELAY, "talker", "deafen", CanonicalJson.object());
        call("acknowledge", hub.answer(packet, Acknowledgement.failure("NO", "no")));
        assertThat(chain.read("talker/heard")).isEmpty();
        assertThat(chain.read("packets/done/zhejiang/main/0")
                        .orElseThrow()
                        .get("code")
                        .textValue())
                .isEqualTo("NO");
    }

    @Test
    void an_end_is_final() {
        Packet packet = send();
        Acknowledgement done = Acknowledgement.ofResult(CanonicalJson.object());
        ObjectNode answer = hub.answer(packet, done);
        call("acknowledge", answer);
        assertThat(call("acknowledge", answer).get("reason").textValue()).isEqualTo("PACKET_ALREADY_ENDED");
        pass();
        assertThat(call("timeout", hub.silence(packet)).get("noop").booleanValue())
                .isTrue();
    }

    @Test
    void an_acknowledgement_that_the_hub_does_not_hold_is_refused() {
        Packet packet = send();
        ObjectNode answer = hub.answer(packet, Acknowledgement.failure("NO", "no"));
        answer.set("ack", Acknowledgement.ofResult(CanonicalJson.object()).toJson());
        assertThat(refused("acknowledge", answer)).isEqualTo("ACKNOWLEDGEMENT_NOT_PROVEN");
        assertThat(chain.read("packets/done/zhejiang/main/0")).isEmpty();
    }

    @Test
    void an_acknowledgement_of_a_packet_never_sent_is_refused() {
        Packet altered = new Packet(
                JIANGSU,
                ZHEJIANG,
                Channel.MAIN,
                "talker",
                "talker",
                "greet",
                Sequence.ZERO,
                CanonicalJson.encode(CanonicalJson.object()),
                Timeout.at(TIMEOUT));
        send();
        assertThat(refused("acknowledge", hub.answer(altered, Acknowledgement.failure("NO", "no"))))
                .isEqualTo("PACKET_UNKNOWN");
        assertThat(refused("acknowledge", hub.answer(incoming(0, "greet"), Acknowledgement.failure("NO", "no"))))
                .isEqualTo("PACKET_OF_OTHER_CHAIN");
    }

    @Test
    void silence_past_the_timeout_ends_the_packet() {
        Packet packet = send();
        pass();
        JsonNode end = call("timeout", hub.silence(packet));
        assertThat(end.get("code").textValue()).isEqualTo("PACKET_TIMED_OUT");
        assertThat(chain.read("talker/heard").orElseThrow().get("success").booleanValue())
                .isFalse();
    }

    @Test
    void silence_before_the_timeout_says_nothing() {
        Packet packet = send();
        assertThat(refused("timeout", hub.silence(packet))).isEqualTo("PACKET_NOT_TIMED_OUT");
    }

    @Test
    void a_packet_that_the_hub_holds_is_not_absent() {
        Packet packet = send();
        hub.put("in/" + packet.id(), packet.toJson());
        pass();
        assertThat(refused("timeout", hub.silence(packet))).isEqualTo("ABSENCE_NOT_PROVEN");
    }

    @Test
    void the_light_client_follows_the_hub_and_knows_what_it_saw() {
        hub.chain().emptyBlock();
        ObjectNode first = hub.header();
        hub.chain().emptyBlock();
        ObjectNode second = hub.header();
        ObjectNode update = CanonicalJson.object();
        update.set("headers", FakeHub.list(first, second));
        assertThat(call("updateHub", update).get("headers").intValue()).isEqualTo(2);
        assertThat(chain.read("packets/hub").orElseThrow().get("height").longValue())
                .isEqualTo(2);
        assertThat(chain.read("packets/hub-header/1").orElseThrow().get("hash").textValue())
                .isEqualTo(hub.chain().block(new Height(1)).hash().toHex());
    }

    @Test
    void a_slower_relay_may_bring_an_earlier_header() {
        ObjectNode early = hub.carry(incoming(0, "greet"));
        ObjectNode late = hub.carry(incoming(1, "greet"));
        call("receive", late);
        assertThat(call("receive", early).get("success").booleanValue()).isTrue();
        assertThat(chain.read("packets/hub").orElseThrow().get("height").longValue())
                .isEqualTo(2);
    }

    @Test
    void an_earlier_header_counts_with_a_certificate_only() {
        ObjectNode early = hub.carry(incoming(0, "greet"));
        call("receive", hub.carry(incoming(1, "greet")));
        seals(early).remove(0);
        assertThat(refused("receive", early)).isEqualTo("QUORUM_NOT_REACHED");
    }

    /** The timeout comes, on the hub and here. */
    private void pass() {
        hub.at(TIMEOUT);
        chain.at(TIMEOUT);
    }

    private void fill(String channel) {
        ObjectNode say = outgoing().put("channel", channel);
        for (int i = 0; i < 5; i++) {
            chain.executeBlock(Collections.nCopies(100, new ContractHarness.Call(RELAY, "talker", "say", say)));
        }
    }

    private String refusedOver(String channel) {
        return chain.refuse(RELAY, "talker", "say", outgoing().put("channel", channel))
                .code();
    }

    @Test
    void noMoreThanFiveHundredPacketsOfAChannelAndAThousandOfAChainAreOpen() {
        fill("main");
        assertThat(refusedOver("main")).isEqualTo("CHANNEL_FULL");
        fill("other");
        assertThat(refusedOver("third")).isEqualTo("PACKETS_PENDING");
    }
}
