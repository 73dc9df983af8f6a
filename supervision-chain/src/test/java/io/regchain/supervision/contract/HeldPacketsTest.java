package io.regchain.supervision.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketKeys;
import org.junit.jupiter.api.Test;

/** Calls that a route holds back until a supervisor decides about each. */
class HeldPacketsTest {
    private static final Acknowledgement YES = new Acknowledgement.Success(Bytes.utf8("{\"confirmed\":true}"));

    private final Packet packet = PacketWorld.packet(0);
    private final PacketWorld world = new PacketWorld();

    private PacketWorld held() {
        world.open(PacketWorld.route("watched").put("verdict", "hold"));
        assertThat(world.relay("receive", world.sent(packet)).path("held").booleanValue())
                .isTrue();
        return world;
    }

    @Test
    void a_route_that_was_closed_meanwhile_lets_nothing_go() {
        held().open(PacketWorld.route("barred").put("verdict", "deny"));
        assertThat(world.undecided("release", PacketWorld.named(packet))).isEqualTo("ROUTE_DENIED");
        world.hub.succeed(
                HubWorld.CHECKER, "routes", "revoke", CanonicalJson.object().put("id", "barred"));
        world.hub.succeed(
                HubWorld.CHECKER, "routes", "revoke", CanonicalJson.object().put("id", "watched"));
        assertThat(world.undecided("release", PacketWorld.named(packet))).isEqualTo("ROUTE_DENIED");
        assertThat(world.pending(PacketWorld.JIANGSU)).containsExactly("held");
    }

    @Test
    void a_source_that_certified_two_blocks_meanwhile_is_carried_no_further() {
        held();
        ContractHarness twin = new PacketWorld().jiangsu;
        twin.emptyBlock();
        world.verify(twin);
        assertThat(world.undecided("release", PacketWorld.named(packet))).isEqualTo("CLIENT_FROZEN");
    }

    @Test
    void a_held_packet_waits_and_travels_on_when_the_supervisor_lets_it() {
        held();
        assertThat(world.pending(PacketWorld.ZHEJIANG)).isEmpty();
        assertThat(world.pending(PacketWorld.JIANGSU)).containsExactly("held");
        assertThat(world.stored(PacketKeys.Hub.held(packet.id())).path("route").asText())
                .isEqualTo("watched");
        assertThat(world.relay("receive", world.sent(packet)).path("reason").asText())
                .isEqualTo("PACKET_KNOWN");

        world.decide("release", PacketWorld.named(packet));
        assertThat(world.undecided("release", PacketWorld.named(packet))).isEqualTo("PACKET_NOT_HELD");
        assertThat(world.pending(PacketWorld.ZHEJIANG)).containsExactly("packet");
        assertThat(world.pending(PacketWorld.JIANGSU)).isEmpty();
        world.relay("acknowledge", world.acknowledged(packet, YES));
        assertThat(world.pending(PacketWorld.JIANGSU)).containsExactly("ack");
    }

    @Test
    void a_held_packet_that_is_turned_down_comes_back_with_the_reason() {
        held();
        world.decide("reject", PacketWorld.named(packet).put("reason", "the client is under inquiry"));
        assertThat(world.stored(PacketKeys.Hub.ack(packet.id())).path("code").asText())
                .isEqualTo(Acknowledgement.HELD_AND_REJECTED);
        assertThat(world.stored(PacketKeys.Hub.ack(packet.id())).path("message").asText())
                .contains("under inquiry");
        assertThat(world.pending(PacketWorld.JIANGSU)).containsExactly("ack");
    }

    @Test
    void a_held_packet_becomes_an_error_by_itself_at_its_timeout_and_not_before() {
        held();
        world.hub.at(new BlockTime(PacketWorld.TIMEOUT.epochMillis() - 1));
        assertThat(world.refusal("expire", PacketWorld.named(packet))).isEqualTo("PACKET_NOT_TIMED_OUT");
        world.hub.at(PacketWorld.TIMEOUT);
        assertThat(world.hub
                        .refuse(PacketWorld.SUPERVISOR, PacketKeys.CONTRACT, "release", PacketWorld.named(packet))
                        .code())
                .isEqualTo("PACKET_TIMED_OUT");
        world.relay("expire", PacketWorld.named(packet));
        assertThat(world.stored(PacketKeys.Hub.ack(packet.id())).path("code").asText())
                .isEqualTo(Acknowledgement.HELD_TOO_LONG);
        assertThat(world.refusal("expire", PacketWorld.named(packet))).isEqualTo("PACKET_NOT_HELD");
    }

    @Test
    void nobody_but_a_supervisor_decides_about_what_is_held() {
        held();
        for (String method : new String[] {"release", "reject"}) {
            assertThat(world.refusal(method, PacketWorld.named(packet).put("reason", "no")))
                    .isEqualTo("ROLE_MISSING");
        }
        assertThat(world.hub
                        .refuse(
                                PacketWorld.SUPERVISOR,
                                PacketKeys.CONTRACT,
                                "reject",
                                PacketWorld.named(packet).put("reason", " "))
                        .code())
                .isEqualTo("BAD_ARGUMENT");
        assertThat(world.hub
                        .refuse(
                                PacketWorld.SUPERVISOR,
                                PacketKeys.CONTRACT,
                                "release",
                                PacketWorld.named(packet).put("sequence", 5))
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
        assertThat(world.stored(PacketKeys.Hub.ack(next.id())).path("message").asText())
                .contains("barred");
    }
}
