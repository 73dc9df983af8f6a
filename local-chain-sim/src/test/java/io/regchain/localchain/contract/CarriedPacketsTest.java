package io.regchain.localchain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.packet.CarriedSteps;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketKeys;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Many packets under one header of the hub, in one transaction. */
class CarriedPacketsTest extends JiangsuPackets {
    private static ObjectNode step(String method, ObjectNode arguments) {
        arguments.remove(List.of("header", "certificate"));
        return CanonicalJson.object().put("method", method).set("arguments", arguments);
    }

    /** The hub has routed these packets, and has an end of those. */
    private ObjectNode carried(List<Packet> incoming, List<Packet> ended) {
        Acknowledgement yes = Acknowledgement.ofResult(CanonicalJson.object().put("answer", "ok"));
        incoming.forEach(packet -> hub.put(PacketKeys.Hub.out(packet.id()), packet.toJson()));
        ended.forEach(packet -> hub.put(PacketKeys.Hub.ack(packet.id()), yes.toJson()));
        ObjectNode carried = hub.header();
        ArrayNode steps = carried.putArray("steps");
        for (Packet packet : incoming) {
            ObjectNode arguments = CanonicalJson.object().put("proof", hub.proof(PacketKeys.Hub.out(packet.id())));
            arguments.set("packet", packet.toJson());
            steps.add(step("receive", arguments));
        }
        for (Packet packet : ended) {
            ObjectNode arguments = CanonicalJson.object().put("proof", hub.proof(PacketKeys.Hub.ack(packet.id())));
            arguments.set("packet", packet.toJson());
            arguments.set("ack", yes.toJson());
            steps.add(step("acknowledge", arguments));
        }
        return carried;
    }

    private JsonNode carry(ObjectNode carried) {
        return call(CarriedSteps.METHOD, carried).path("steps");
    }

    private static ObjectNode argumentsOf(ObjectNode carried, int step) {
        return (ObjectNode) carried.get("steps").get(step).get("arguments");
    }

    private boolean received(long sequence) {
        return chain.read("packets/in/zhejiang/main/" + sequence).isPresent();
    }

    @Test
    void packets_and_ends_are_taken_under_one_header() {
        Packet sent = send();
        JsonNode ends = carry(carried(List.of(incoming(0, "greet"), incoming(1, "snub")), List.of(sent)));
        assertThat(ends.toString()).isEqualTo("[{\"success\":true},{\"success\":true},{\"success\":true}]");
        assertThat(chain.read("packets/ack/zhejiang/main/1")
                        .orElseThrow()
                        .get("code")
                        .textValue())
                .isEqualTo("NOT_IN_THE_MOOD");
        assertThat(chain.read("packets/pending").orElseThrow()).isEmpty();
        assertThat(chain.read("packets/hub-header/" + hub.chain().height())).isPresent();
    }

    @Test
    void a_step_that_is_not_proven_leaves_nothing_and_disturbs_no_other() {
        ObjectNode carried =
                carried(List.of(incoming(0, "greet"), incoming(1, "greet"), incoming(2, "greet")), List.of());
        argumentsOf(carried, 1).set("proof", argumentsOf(carried, 0).get("proof"));
        JsonNode ends = carry(carried);
        assertThat(ends.get(1).path("code").asText()).isEqualTo("PACKET_NOT_PROVEN");
        assertThat(List.of(received(0), received(1), received(2))).containsExactly(true, false, true);
    }

    @Test
    void what_is_carried_again_changes_nothing() {
        ObjectNode carried = carried(List.of(incoming(0, "greet")), List.of());
        carry(carried);
        assertThat(carry(carried).toString()).isEqualTo("[{\"noop\":true,\"success\":true}]");
    }

    @Test
    void a_header_that_was_verified_before_need_not_be_shown_again() {
        ObjectNode carried = carried(List.of(incoming(0, "greet"), incoming(1, "greet")), List.of());
        ObjectNode second = argumentsOf(carried, 1)
                .deepCopy()
                .put("hubHeight", hub.chain().height().value());
        assertThat(refused("receive", second)).isEqualTo("HUB_HEADER_UNKNOWN");
        ((ArrayNode) carried.get("steps")).remove(1);
        carry(carried);
        assertThat(call("receive", second).path("success").booleanValue()).isTrue();
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                row("BAD_ARGUMENT", "there are no steps", a -> a.remove("steps")),
                row("BAD_ARGUMENT", "the steps are none", a -> a.putArray("steps")),
                row("BAD_ARGUMENT", "a step sends", a -> method(a, "send")),
                row("BAD_ARGUMENT", "a step cleans", a -> method(a, "clean")),
                row("BAD_ARGUMENT", "a step thaws", a -> method(a, "approveThaw")),
                row("BAD_ARGUMENT", "a step carries", a -> method(a, "carry")),
                row("QUORUM_NOT_REACHED", "too few seals", a -> ((ArrayNode)
                                a.get("certificate").get("seals"))
                        .remove(0)),
                row("BAD_ARGUMENT", "no header", a -> a.remove("header")),
                row("HUB_HEADER_UNKNOWN", "a header never verified", a -> a.put("hubHeight", 77)),
                row("BAD_ARGUMENT", "a height below zero", a -> a.put("hubHeight", -1)));
    }

    private static Arguments row(String code, String name, Consumer<ObjectNode> breaking) {
        return Arguments.of(code, name, breaking);
    }

    private static void method(ObjectNode carried, String method) {
        ((ObjectNode) carried.get("steps").get(0)).put("method", method);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("broken")
    void what_cannot_be_believed_as_a_whole_is_refused_as_a_whole(
            String code, String name, Consumer<ObjectNode> breaking) {
        ObjectNode carried = carried(List.of(incoming(0, "greet")), List.of());
        breaking.accept(carried);
        assertThat(refused(CarriedSteps.METHOD, carried)).isEqualTo(code);
        assertThat(received(0)).isFalse();
    }
}
