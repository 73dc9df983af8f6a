package io.regchain.supervision.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.wire.StateAnswer;
import io.regchain.supervision.contract.PacketWorld;
import io.regchain.supervision.gateway.GatewayProblem;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a pass of the relay submits, and that it submits nothing on a node's bare word. */
class ChainRelayTest {
    private final RelayWorld world = new RelayWorld();
    private final ContractHarness jiangsu = world.packets.jiangsu;
    private final ContractHarness zhejiang = world.packets.zhejiang;
    private final ContractHarness hub = world.packets.hub;

    @Test
    void a_packet_that_its_chain_proves_is_brought_to_the_hub_once() {
        Packet packet = world.sent();
        ChainRelay relay = world.relay(jiangsu);

        assertThat(relay.run(RelayWorld.honest(jiangsu)).done())
                .containsExactly("packet " + packet.id() + " to the hub");
        assertThat(hub.read(PacketKeys.full(PacketKeys.Hub.in(packet.id())))).isPresent();
        assertThat(relay.run(RelayWorld.honest(jiangsu)).progressed()).isFalse();
    }

    @Test
    void a_paused_relay_carries_what_was_chosen_and_says_what_it_leaves() {
        List<Packet> sent = world.sent(2);
        Packet first = sent.get(0);
        Packet second = sent.get(1);
        ChainRelay relay = world.relay(jiangsu);

        ChainRelay.Pass none = relay.run(RelayWorld.honest(jiangsu), CarriedCalls.NONE);
        assertThat(none.done()).isEmpty();
        assertThat(none.unreceived()).containsExactly(first.id(), second.id());
        ChainRelay.Pass one = relay.run(RelayWorld.honest(jiangsu), CarriedCalls.NONE.and(second.id()));
        assertThat(one.done()).containsExactly("packet " + second.id() + " to the hub");
        assertThat(one.unreceived()).containsExactly(first.id());
        assertThat(relay.run(RelayWorld.honest(jiangsu), CarriedCalls.ALL).done())
                .containsExactly("packet " + first.id() + " to the hub");
    }

    @Test
    void nothing_is_asked_before_the_hub_has_verified_a_header() {
        assertThat(world.relay(jiangsu).run(RelayWorld.lagging(jiangsu)).progressed())
                .isFalse();
    }

    static Stream<Arguments> lies() {
        return Stream.of(
                row(
                        "the list of what is to be sent is kept back",
                        "STATE_UNPROVEN",
                        (chain, a) -> valued(a, Optional.empty())),
                row(
                        "a value was altered",
                        "STATE_UNPROVEN",
                        (chain, a) -> valued(
                                a,
                                a.value().map(value -> Bytes.utf8(value.toUtf8().replace("zhejiang", "shanghai"))))),
                row(
                        "something is made up where nothing stands",
                        "STATE_UNPROVEN",
                        (chain, a) -> valued(a, Optional.of(Bytes.utf8("[]")))),
                row(
                        "the answer is about another key",
                        "STATE_UNPROVEN",
                        (chain, a) -> RelayWorld.answer(chain, "packets/elsewhere", a.height())),
                row(
                        "the proof is of another state",
                        "STATE_UNPROVEN",
                        (chain, a) ->
                                new StateAnswer(a.height(), a.key(), a.value(), chain.prove(new Height(1), a.key()))),
                row(
                        "the answer is of an earlier height",
                        "HEIGHT_MISMATCH",
                        (chain, a) -> RelayWorld.answer(chain, a.key(), new Height(1))));
    }

    private static Arguments row(String name, String code, BiFunction<ContractHarness, StateAnswer, StateAnswer> lie) {
        return Arguments.of(Named.of(name, lie), code);
    }

    private static StateAnswer valued(StateAnswer answer, Optional<Bytes> value) {
        return new StateAnswer(answer.height(), answer.key(), value, answer.proof());
    }

    @ParameterizedTest
    @MethodSource("lies")
    void a_lie_fails_the_node_with_its_own_reason_and_nothing_is_submitted(
            BiFunction<ContractHarness, StateAnswer, StateAnswer> lie, String code) {
        Packet packet = world.sent();
        Height before = hub.height();
        ChainRelay relay = world.relay(jiangsu);

        assertThatThrownBy(() -> relay.run(RelayWorld.lying(jiangsu, answer -> lie.apply(jiangsu, answer))))
                .isInstanceOfSatisfying(UnprovenState.class, unproven -> {
                    assertThat(unproven.finding().reason().code()).isEqualTo(code);
                    assertThat(unproven.finding().node()).isEqualTo("node-0");
                    assertThat(unproven.finding().height()).isEqualTo(jiangsu.height());
                });

        assertThat(hub.height()).isEqualTo(before);
        assertThat(world.toLocal).isEmpty();
        assertThat(relay.run(RelayWorld.honest(jiangsu)).done())
                .as("the next node is believed by its proofs")
                .containsExactly("packet " + packet.id() + " to the hub");
    }

    @Test
    void an_acknowledgement_that_nobody_wrote_is_not_carried() {
        Packet packet = arrivedAtHub();
        String made = PacketKeys.full(PacketKeys.Local.ack(packet.id()));
        Height before = hub.height();

        assertThatThrownBy(() -> world.relay(zhejiang)
                        .run(RelayWorld.lying(
                                zhejiang,
                                answer -> answer.key().equals(made)
                                        ? valued(answer, Optional.of(Bytes.utf8("{\"result\":{},\"success\":true}")))
                                        : answer)))
                .isInstanceOf(UnprovenState.class);
        assertThat(hub.height()).isEqualTo(before);
    }

    @Test
    void a_lagging_node_fails_and_the_next_one_is_asked_without_anything_done_twice() {
        Packet packet = world.sent();
        Height before = hub.height();
        ChainRelay relay = world.relay(jiangsu);

        assertThatThrownBy(() -> relay.run(RelayWorld.lagging(jiangsu))).hasCauseInstanceOf(GatewayProblem.class);
        assertThat(hub.height()).isEqualTo(before);

        assertThat(relay.run(RelayWorld.honest(jiangsu)).done())
                .containsExactly("packet " + packet.id() + " to the hub");
    }

    @Test
    void what_the_local_chain_was_given_is_not_given_again_until_the_hub_has_verified_that_block() {
        Packet packet = arrivedAtHub();
        ChainRelay relay = world.relay(zhejiang);

        assertThat(relay.run(RelayWorld.honest(zhejiang)).done())
                .containsExactly("packet " + packet.id() + " to its destination");
        assertThat(relay.run(RelayWorld.honest(zhejiang)).progressed()).isFalse();
        assertThat(world.toLocal).containsExactly("receive");

        world.packets.verify(zhejiang);
        relay.run(RelayWorld.honest(zhejiang));
        assertThat(world.toLocal).as("this chain did not answer it").containsExactly("receive", "receive");
    }

    @Test
    void silence_past_the_timeout_is_proven_to_the_hub() {
        Packet packet = arrivedAtHub();
        world.packets.pass(zhejiang, PacketWorld.TIMEOUT);

        assertThat(world.relay(zhejiang).run(RelayWorld.honest(zhejiang)).done())
                .containsExactly("timeout of packet " + packet.id() + " to the hub");
    }

    /** Jiangsu's packet is at the hub, on its way to Zhejiang, whose first block the hub has verified. */
    private Packet arrivedAtHub() {
        Packet packet = world.sent();
        world.relay(jiangsu).run(RelayWorld.honest(jiangsu));
        zhejiang.emptyBlock();
        world.packets.verify(zhejiang);
        return packet;
    }
}
