package io.regchain.supervision.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.packet.CarriedSteps;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketKeys;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Many packets in one transaction: each as if it were alone. */
class CarriedPacketsTest {
    private static final Acknowledgement YES = new Acknowledgement.Success(Bytes.utf8("{\"confirmed\":true}"));

    private final PacketWorld world = new PacketWorld().open(PacketWorld.route("account-identity"));

    private static ObjectNode steps(ObjectNode... steps) {
        ObjectNode carried = CanonicalJson.object();
        ArrayNode list = carried.putArray("steps");
        for (ObjectNode step : steps) {
            list.add(step);
        }
        return carried;
    }

    private static ObjectNode step(String method, ObjectNode arguments) {
        return CanonicalJson.object().put("method", method).set("arguments", arguments);
    }

    private JsonNode carry(ObjectNode... steps) {
        return world.relay(CarriedSteps.METHOD, steps(steps)).path("steps");
    }

    private String refused(Sm2PrivateKey by, ObjectNode arguments) {
        return world.hub
                .refuse(by, PacketKeys.CONTRACT, CarriedSteps.METHOD, arguments)
                .code();
    }

    private boolean isAtHub(Packet packet) {
        return world.hub.read(PacketKeys.full(PacketKeys.Hub.in(packet.id()))).isPresent();
    }

    @Test
    void packets_and_ends_of_several_chains_go_in_one_transaction() {
        Packet first = PacketWorld.packet(0);
        Packet second = PacketWorld.packet(1);
        world.relay("receive", world.sent(first));

        JsonNode ends = carry(step("acknowledge", world.acknowledged(first, YES)), step("receive", world.sent(second)));

        assertThat(ends.toString()).isEqualTo("[{\"success\":true},{\"success\":true}]");
        assertThat(world.pending(PacketWorld.JIANGSU)).containsExactly("ack");
        assertThat(world.pending(PacketWorld.ZHEJIANG)).containsExactly("packet");
        assertThat(carry(step("complete", world.done(first, YES))).toString()).isEqualTo("[{\"success\":true}]");
        assertThat(world.pending(PacketWorld.JIANGSU)).isEmpty();
    }

    @Test
    void a_step_that_is_refused_leaves_nothing_and_disturbs_no_other() {
        Packet first = PacketWorld.packet(0);
        Packet false_ = PacketWorld.packet(1);
        Packet third = PacketWorld.packet(2);
        ObjectNode lie = world.sent(false_);
        ((ObjectNode) lie.get("packet")).put("method", "resolve");

        JsonNode ends =
                carry(step("receive", world.sent(first)), step("receive", lie), step("receive", world.sent(third)));

        assertThat(ends.get(1).path("success").booleanValue()).isFalse();
        assertThat(ends.get(1).path("code").asText()).isEqualTo("PROOF_INVALID");
        assertThat(ends.get(1).path("message").asText()).contains("does not show");
        assertThat(isAtHub(first)).isTrue();
        assertThat(isAtHub(false_)).isFalse();
        assertThat(isAtHub(third)).isTrue();
        assertThat(world.stored(PacketKeys.Hub.open(PacketWorld.JIANGSU)).intValue())
                .isEqualTo(2);
    }

    @Test
    void what_is_carried_twice_in_one_transaction_counts_once() {
        Packet packet = PacketWorld.packet(0);
        ObjectNode sent = world.sent(packet);
        JsonNode ends = carry(step("receive", sent), step("receive", sent));
        assertThat(ends.toString()).isEqualTo("[{\"success\":true},{\"noop\":true,\"success\":true}]");
        assertThat(world.pending(PacketWorld.ZHEJIANG)).containsExactly("packet");
    }

    @Test
    void a_relayer_of_one_chain_carries_only_for_that_chain() {
        Packet first = PacketWorld.packet(0);
        ObjectNode sent = world.sent(first);
        ObjectNode acknowledged = world.acknowledged(first, YES);
        JsonNode ends = world.hub
                .succeed(
                        PacketWorld.JIANGSU_RELAYER,
                        PacketKeys.CONTRACT,
                        CarriedSteps.METHOD,
                        steps(step("receive", sent), step("acknowledge", acknowledged)))
                .path("steps");
        assertThat(ends.get(0).path("success").booleanValue()).isTrue();
        assertThat(ends.get(1).path("code").asText()).isEqualTo("ROLE_MISSING");
    }

    @Test
    void a_key_without_the_role_carries_nothing() {
        Packet packet = PacketWorld.packet(0);
        ObjectNode carried = steps(step("receive", world.sent(packet)));
        JsonNode ends = world.hub
                .succeed(ContractHarness.key("stranger"), PacketKeys.CONTRACT, CarriedSteps.METHOD, carried)
                .path("steps");
        assertThat(ends.get(0).path("code").asText()).isEqualTo("ROLE_MISSING");
        assertThat(isAtHub(packet)).isFalse();
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                row("there are no steps", a -> a.remove("steps")),
                row("the steps are none", a -> a.putArray("steps")),
                row("there are too many", a -> {
                    JsonNode one = a.get("steps").get(0);
                    while (a.get("steps").size() <= CarriedSteps.MOST) {
                        ((ArrayNode) a.get("steps")).add(one.deepCopy());
                    }
                }),
                row("a step has no method", a -> ((ObjectNode) a.get("steps").get(0)).remove("method")),
                row("a step has no arguments", a -> ((ObjectNode) a.get("steps").get(0)).remove("arguments")),
                row("a step sends", a -> ((ObjectNode) a.get("steps").get(0)).put("method", "send")),
                row(
                        "a step releases what is held",
                        a -> ((ObjectNode) a.get("steps").get(0)).put("method", "release")),
                row("a step carries", a -> ((ObjectNode) a.get("steps").get(0)).put("method", "carry")));
    }

    private static Arguments row(String name, Consumer<ObjectNode> breaking) {
        return Arguments.of(name, breaking);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void what_is_no_list_of_steps_is_refused_as_a_whole(String name, Consumer<ObjectNode> breaking) {
        Packet packet = PacketWorld.packet(0);
        ObjectNode carried = steps(step("receive", world.sent(packet)));
        breaking.accept(carried);
        assertThat(refused(HubWorld.RELAYER, carried)).isEqualTo("BAD_ARGUMENT");
        assertThat(isAtHub(packet)).isFalse();
    }

    @Test
    void as_many_as_are_allowed_fit_into_the_limits_of_a_transaction() {
        ObjectNode[] steps = new ObjectNode[CarriedSteps.MOST];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = step("receive", world.sent(PacketWorld.packet(i)));
        }
        carry(steps)
                .forEach(end -> assertThat(end.path("success").booleanValue()).isTrue());
        assertThat(world.pending(PacketWorld.ZHEJIANG)).hasSize(CarriedSteps.MOST);
    }
}
