package io.regchain.supervision.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.packet.PacketRules;
import org.junit.jupiter.api.Test;

/** Order, heights and cleaning: what the hub keeps of channels. */
class PacketChannelsTest {
    private static final Acknowledgement YES = new Acknowledgement.Success(Bytes.utf8("{\"confirmed\":true}"));

    private final Packet packet = PacketWorld.packet(0);
    private final PacketWorld world = new PacketWorld();

    private PacketWorld routed() {
        world.open(PacketWorld.route("account-identity"));
        world.relay("receive", world.sent(packet));
        return world;
    }

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
    void an_unordered_channel_is_carried_in_any_order() {
        world.open(PacketWorld.route("account-identity"));
        Packet second = PacketWorld.packet(1);
        for (Packet each : new Packet[] {second, packet}) {
            assertThat(world.relay("receive", world.sent(each)).path("routed").booleanValue())
                    .isTrue();
        }
        for (Packet each : new Packet[] {second, packet}) {
            world.relay("acknowledge", world.acknowledged(each, YES));
            world.relay("complete", world.done(each, YES));
        }
        assertThat(world.pending(PacketWorld.JIANGSU)).isEmpty();
        assertThat(world.pending(PacketWorld.ZHEJIANG)).isEmpty();
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
        assertThat(world.stored(PacketKeys.Hub.ack(behind.id())).path("code").asText())
                .isEqualTo(Acknowledgement.CHANNEL_CLOSED);
    }

    @Test
    void a_packet_whose_timeout_height_its_destination_has_passed_comes_back_at_once() {
        world.open(PacketWorld.route("account-identity"));
        world.pass(world.zhejiang, PacketWorld.START);
        Packet late = Packet.fromJson(
                packet.toJson().put("timeoutHeight", world.zhejiang.height().value() + 1));
        world.relay("receive", world.sent(late));
        assertThat(world.stored(PacketKeys.Hub.ack(late.id())).path("code").asText())
                .isEqualTo(Acknowledgement.TIMED_OUT);
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
        assertThat(world.stored(PacketKeys.Hub.ack(brief.id())).path("code").asText())
                .isEqualTo(Acknowledgement.TIMED_OUT);
    }

    @Test
    void what_its_source_has_taken_is_removed_and_known_to_have_ended() {
        routed().relay("acknowledge", world.acknowledged(packet, YES));
        ObjectNode below = PacketWorld.named(packet).put("sequence", 1);
        assertThat(world.refusal("clean", below)).isEqualTo("ROLE_MISSING");
        assertThat(world.undecided("clean", below)).isEqualTo("PACKETS_NOT_SETTLED");
        ObjectNode done = world.done(packet, YES);
        world.relay("complete", done);
        assertThat(world.decide("clean", below).path("cleaned").longValue()).isEqualTo(1);

        assertThat(world.hub.read(PacketKeys.full(PacketKeys.Hub.in(packet.id()))))
                .isEmpty();
        assertThat(world.hub.read(PacketKeys.full(PacketKeys.Hub.ack(packet.id()))))
                .isEmpty();
        assertThat(world.relay("receive", world.sent(packet)).path("reason").asText())
                .isEqualTo("PACKET_KNOWN");
        assertThat(world.relay("complete", done).path("reason").asText()).isEqualTo("COMPLETION_KNOWN");
        assertThat(world.undecided("clean", PacketWorld.named(packet).put("channel", "orders")))
                .isEqualTo("CHANNEL_UNKNOWN");
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
        assertThat(world.undecided("clean", PacketWorld.named(packet).put("sequence", 1)))
                .isEqualTo("PACKETS_NOT_SETTLED");
        world.relay("complete", world.done(packet, YES));
        assertThat(world.decide("clean", PacketWorld.named(packet).put("sequence", 2))
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
        return world.stored(PacketKeys.Hub.channel(packet.source(), packet.destination(), "main"))
                .path("settled")
                .longValue();
    }
}
