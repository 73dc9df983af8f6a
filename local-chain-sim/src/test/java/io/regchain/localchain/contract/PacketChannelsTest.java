package io.regchain.localchain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.ChannelState;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketId;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.packet.PacketRules;
import org.junit.jupiter.api.Test;

/** Order, heights and cleaning at a packet's two ends. */
class PacketChannelsTest extends JiangsuPackets {
    private Packet sendOver(String channel, boolean ordered) {
        ObjectNode arguments = outgoing().put("channel", channel).put("ordered", ordered);
        long sequence =
                chain.succeed(RELAY, "talker", "say", arguments).get("sequence").longValue();
        return Packet.fromJson(
                chain.read("packets/out/zhejiang/" + channel + "/" + sequence).orElseThrow());
    }

    private static Packet ordered(long sequence) {
        return Packet.fromJson(
                incoming(sequence, "greet").toJson().put("channel", "orders").put("ordered", true));
    }

    private ChannelState channel(String path) {
        return ChannelState.fromJson(chain.read("packets/channel/" + path).orElseThrow());
    }

    @Test
    void everyChannelCountsForItself() {
        assertThat(sendOver("orders", true).sequence()).isEqualTo(Sequence.ZERO);
        assertThat(sendOver("quotes", false).sequence()).isEqualTo(Sequence.ZERO);
        assertThat(sendOver("orders", true).sequence()).isEqualTo(new Sequence(1));
        assertThat(send().sequence()).isEqualTo(Sequence.ZERO);
        assertThat(channel("out/zhejiang/orders").open()).isEqualTo(2);
    }

    @Test
    void aChannelKeepsItsKind() {
        sendOver("orders", true);
        assertThat(chain.refuse(RELAY, "talker", "say", outgoing().put("channel", "orders"))
                        .code())
                .isEqualTo("CHANNEL_KIND_DIFFERS");
        assertThat(chain.refuse(RELAY, "talker", "say", outgoing().put("channel", "Orders"))
                        .code())
                .isEqualTo("PACKET_MALFORMED");
    }

    @Test
    void anOrderedChannelTakesEachPacketRightAfterTheOneBefore() {
        assertThat(refused("receive", hub.carry(ordered(1)))).isEqualTo("PACKET_OUT_OF_ORDER");
        call("receive", hub.carry(ordered(0)));
        call("receive", hub.carry(ordered(1)));
        assertThat(call("receive", hub.carry(ordered(0))).path("reason").asText())
                .isEqualTo("PACKET_ALREADY_RECEIVED");
        assertThat(refused("receive", hub.carry(ordered(3)))).isEqualTo("PACKET_OUT_OF_ORDER");
    }

    @Test
    void orderedPacketsEndInOrderAndCloseTheirChannelWhenOneWasNotTaken() {
        Packet first = sendOver("orders", true);
        Packet second = sendOver("orders", true);
        Acknowledgement yes = Acknowledgement.ofResult(CanonicalJson.object());
        assertThat(refused("acknowledge", hub.answer(second, yes))).isEqualTo("ACKNOWLEDGEMENT_OUT_OF_ORDER");
        call("acknowledge", hub.answer(first, Acknowledgement.failure("NOT_TODAY", "said by its destination")));
        assertThat(channel("out/zhejiang/orders").closed()).isFalse();
        call("acknowledge", hub.answer(second, Acknowledgement.failure(Acknowledgement.ROUTE_DENIED, "by the hub")));
        assertThat(channel("out/zhejiang/orders").closed()).isTrue();
        assertThat(chain.refuse(
                                RELAY,
                                "talker",
                                "say",
                                outgoing().put("channel", "orders").put("ordered", true))
                        .code())
                .isEqualTo("CHANNEL_CLOSED");
    }

    @Test
    void aPacketIsTakenBelowItsTimeoutHeightOnly() {
        long next = chain.height().value() + 1;
        Packet late = Packet.fromJson(incoming(0, "greet").toJson().put("timeoutHeight", next));
        Packet inTime = Packet.fromJson(incoming(1, "greet").toJson().put("timeoutHeight", next + 100));
        assertThat(refused("receive", hub.carry(late))).isEqualTo("PACKET_TIMED_OUT");
        call("receive", hub.carry(inTime));
    }

    private ObjectNode cleaning(PacketId below, ChannelState atHub) {
        String path = PacketKeys.Hub.channel(below.source(), below.destination(), below.channel());
        hub.put(path, atHub.toJson());
        ObjectNode call = hub.header()
                .put("proof", hub.proof(path))
                .put("source", below.source().value())
                .put("destination", below.destination().value())
                .put("channel", below.channel())
                .put("sequence", below.sequence().value());
        call.set("state", atHub.toJson());
        return call;
    }

    private static ChannelState settled(Packet packet, long below) {
        return ChannelState.before(packet).taken(new Sequence(9)).settledBelow(new Sequence(below));
    }

    @Test
    void whatTheHubHoldsAsSettledIsRemovedAtTheSource() {
        Packet first = send();
        Packet second = send();
        Acknowledgement yes = Acknowledgement.ofResult(CanonicalJson.object());
        call("acknowledge", hub.answer(first, yes));
        PacketId belowSecond = first.id().withSequence(new Sequence(1));
        assertThat(refused("clean", cleaning(second.id().withSequence(new Sequence(2)), settled(first, 1))))
                .isEqualTo("PACKETS_NOT_SETTLED");
        assertThat(call("clean", cleaning(belowSecond, settled(first, 1)))
                        .path("cleaned")
                        .longValue())
                .isEqualTo(1);
        assertThat(chain.read("packets/out/zhejiang/main/0")).isEmpty();
        assertThat(chain.read("packets/done/zhejiang/main/0")).isEmpty();
        assertThat(chain.read("packets/out/zhejiang/main/1")).isPresent();
        assertThat(call("acknowledge", hub.answer(first, yes)).path("noop").booleanValue())
                .isTrue();
    }

    @Test
    void whatWasCleanedAtTheDestinationIsNotTakenAgain() {
        Packet packet = incoming(0, "greet");
        ObjectNode carried = hub.carry(packet);
        call("receive", carried);
        call("clean", cleaning(packet.id().withSequence(new Sequence(1)), settled(packet, 1)));
        assertThat(chain.read("packets/in/zhejiang/main/0")).isEmpty();
        assertThat(chain.read("packets/ack/zhejiang/main/0")).isEmpty();
        assertThat(call("receive", carried).path("reason").asText()).isEqualTo("PACKET_ALREADY_RECEIVED");
    }

    @Test
    void nothingIsRemovedOnAWordThatTheHubIsNotProvenToHaveGiven() {
        Packet packet = send();
        ObjectNode call = cleaning(packet.id().withSequence(new Sequence(1)), settled(packet, 0));
        call.set("state", settled(packet, 1).toJson());
        assertThat(refused("clean", call)).isEqualTo("CHANNEL_NOT_PROVEN");
        ObjectNode foreign = cleaning(packet.id().withSequence(new Sequence(1)), settled(packet, 1))
                .put("source", "beijing");
        assertThat(refused("clean", foreign)).isEqualTo("PACKET_OF_OTHER_CHAIN");
        assertThat(chain.read("packets/out/zhejiang/main/0")).isPresent();
    }

    @Test
    void aHundredPacketsAreRemovedAtATime() {
        for (int i = 0; i <= PacketRules.MAX_CLEANED; i++) {
            call("receive", hub.carry(incoming(i, "greet")));
        }
        PacketId below = incoming(PacketRules.MAX_CLEANED + 1, "greet").id();
        ChannelState all = ChannelState.before(incoming(0, "greet")).settledBelow(below.sequence());
        assertThat(call("clean", cleaning(below, all)).path("cleaned").intValue())
                .isEqualTo(PacketRules.MAX_CLEANED);
        assertThat(chain.read("packets/in/zhejiang/main/99")).isEmpty();
        assertThat(chain.read("packets/in/zhejiang/main/100")).isPresent();
        assertThat(call("clean", cleaning(below, all)).path("cleaned").intValue())
                .isEqualTo(PacketRules.MAX_CLEANED + 1);
        assertThat(chain.read("packets/in/zhejiang/main/100")).isEmpty();
    }
}
