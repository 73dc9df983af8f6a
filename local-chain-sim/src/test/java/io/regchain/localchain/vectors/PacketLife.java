package io.regchain.localchain.vectors;

import static io.regchain.localchain.vectors.RecordedFederation.JIANGSU;
import static io.regchain.localchain.vectors.RecordedFederation.RELAY;
import static io.regchain.localchain.vectors.RecordedFederation.ZHEJIANG;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketId;
import io.regchain.protocol.packet.PacketKeys;
import java.time.Duration;

/**
 * Packets from Zhejiang to Jiangsu, from the sending to the cleaning, with every way one can end; the hub's validators
 * change while the first one's acknowledgement is on its way.
 */
final class PacketLife extends PacketCalls {
    ObjectNode file() {
        Packet first = firstPacketArrives();
        hubChangesItsValidators(first);
        threeEndsUnderOneHeader(first);
        oneTheHubNeverHad(first);
        oneTheDestinationNeverHad();
        inOrder();
        cleaning(first);
        theHubContradictsItself();
        return record.file("The life of packets from zhejiang by way of the hub to jiangsu, as each chain sees it.");
    }

    private Packet firstPacketArrives() {
        record.refused(
                "a key sends a packet",
                "P22",
                "SENDER_NOT_A_CONTRACT",
                ZHEJIANG,
                RELAY,
                PACKETS,
                "send",
                outgoing("greet"));
        notSaid(
                "to the chain itself",
                "P23",
                "PACKET_MALFORMED",
                outgoing("greet").put("destination", "zhejiang"));
        long now = federation.now().epochMillis();
        notSaid(
                "its timeout is now",
                "P3",
                "PACKET_TIMEOUT_PAST",
                outgoing("greet").put("timeoutMillis", now + 1000));
        ObjectNode late = outgoing("greet");
        late.put(
                "timeoutMillis",
                federation.now().epochMillis() + 1001 + Duration.ofDays(30).toMillis());
        notSaid("its timeout lies a millisecond too far ahead", "P4", "PACKET_TIMEOUT_FAR", late);
        Packet packet = say("zhejiang sends packet 0", outgoing("greet"));
        String out = hubKey(PacketKeys.Local.out(packet.id()));
        record.show("zhejiang holds it", zhejiang, out, hubKey(PacketKeys.Local.done(packet.id())));
        notReceived("a header without the hub's receipt", "P24", "PACKET_NOT_PROVEN", receiving(packet));
        hubReceives(packet);
        showHub(
                "the hub has taken it and carries it on",
                packet,
                PacketKeys.Hub.out(packet.id()),
                PacketKeys.Hub.ack(packet.id()));
        notToBeReceived(packet);
        received("jiangsu takes it", packet);
        received("jiangsu is brought it again", packet);
        record.show(
                "jiangsu holds receipt and acknowledgement",
                jiangsu,
                hubKey(PacketKeys.Local.in(packet.id())),
                hubKey(PacketKeys.Local.ack(packet.id())));
        hubAcknowledges(packet);
        showHub("the hub has its end", packet, PacketKeys.Hub.ack(packet.id()));
        return packet;
    }

    /** One thing wrong in what jiangsu is shown. */
    private void notToBeReceived(Packet packet) {
        notReceived("two seals of four", "11.6", "QUORUM_NOT_REACHED", forged.sealedBy(receiving(packet), 0, 1));
        notReceived(
                "a seal by a foreign key",
                "11.4",
                "SEAL_BY_UNREGISTERED_KEY",
                forged.sealedBy(receiving(packet), 0, 1, 2, 9));
        notReceived("a key seals twice", "11.5", "SEAL_REPEATED", forged.sealedBy(receiving(packet), 0, 1, 0));
        notReceived(
                "a seal over another block",
                "11.7",
                "SEAL_INVALID",
                forged.sealedOverAnother(receiving(packet), 0, 1, 2));
        notReceived(
                "the proof of another key",
                "P24",
                "PACKET_NOT_PROVEN",
                receiving(packet).put("proof", federation.hubProof(hubKey(PacketKeys.Hub.in(packet.id())))));
        ObjectNode altered = receiving(packet);
        ((ObjectNode) altered.at("/packet/payload")).put("name", "江苏");
        notReceived("another payload than the one proven", "P24", "PACKET_NOT_PROVEN", altered);
        notReceived("half a proof", "P29", "PROOF_MALFORMED", receiving(packet).put("proof", "00"));
        record.refused(
                "the right packet, brought to another chain",
                "P14",
                "PACKET_FOR_OTHER_CHAIN",
                ZHEJIANG,
                RELAY,
                PACKETS,
                "receive",
                receiving(packet));
    }

    private void hubChangesItsValidators(Packet first) {
        ObjectNode before = acknowledging(first);
        ObjectNode other = before.deepCopy();
        other.set("ack", Acknowledgement.failure("ROUTE_DENIED", "no").toJson());
        notAcknowledged("another end than the one proven", "P25", "ACKNOWLEDGEMENT_NOT_PROVEN", other);
        federation.changeHubValidators();
        ObjectNode handover = federation.shownHub();
        notAcknowledged(
                "the header hands over, and the next validators are missing",
                "L8",
                "NEXT_VALIDATOR_SET_MISSING",
                acknowledging(first).without("nextValidators"));
        notAcknowledged(
                "other validators than those whose hash the header names",
                "L9",
                "NEXT_VALIDATOR_SET_MISMATCH",
                forged.handingOverToTheOld(acknowledging(first)));
        record.call("zhejiang follows the change", ZHEJIANG, RELAY, PACKETS, "updateHub", headers(handover));
        record.show("the hub hands over to its next validators", hub);
        hub.at(federation.now()).emptyBlock();
        notAcknowledged(
                "the validators that have left decide a block",
                "L7",
                "VALIDATOR_SET_MISMATCH",
                forged.byTheOld(acknowledging(first)));
        notAcknowledged(
                "three seals of five", "11.6", "QUORUM_NOT_REACHED", forged.sealedBy(acknowledging(first), 1, 2, 3));
        notAcknowledged(
                "a seal by the validator that has left",
                "11.4",
                "SEAL_BY_UNREGISTERED_KEY",
                forged.sealedBy(acknowledging(first), 0, 1, 2, 3));
        notAcknowledged("a block from before the change, after it", "11.3", "VALIDATOR_SET_MISMATCH", before);
        showHub("the next validators have decided a block", first, PacketKeys.Hub.ack(first.id()));
        acknowledged("zhejiang takes the end of packet 0", first);
        acknowledged("zhejiang is brought it again", first);
        record.show("zhejiang holds the end", zhejiang, hubKey(PacketKeys.Local.done(first.id())));
        hubCompletes(first);
        record.refused(
                "an acknowledgement brought to the destination",
                "P1",
                "PACKET_OF_OTHER_CHAIN",
                JIANGSU,
                RELAY,
                PACKETS,
                "acknowledge",
                acknowledging(first));
        ObjectNode unknown = acknowledging(first);
        ((ObjectNode) unknown.get("packet")).put("sequence", 7);
        notAcknowledged("a packet that zhejiang never sent", "P16", "PACKET_UNKNOWN", unknown);
        record.call("jiangsu follows the change", JIANGSU, RELAY, PACKETS, "updateHub", headers(handover));
    }

    private static ObjectNode headers(ObjectNode shown) {
        ObjectNode arguments = CanonicalJson.object();
        arguments.putArray("headers").add(shown.deepCopy());
        return arguments;
    }

    /** Refused by the called contract, denied by the hub, and one whose end is not shown rightly: one transaction. */
    private void threeEndsUnderOneHeader(Packet first) {
        Packet snubbed = say("zhejiang sends packet 1, which its destination will refuse", outgoing("snub"));
        Packet denied = say("zhejiang sends packet 2, for which there is no route", outgoing("gossip"));
        Packet third = say("zhejiang sends packet 3", outgoing("greet"));
        hubReceives(snubbed);
        hubReceives(denied);
        hubReceives(third);
        showHub(
                "the hub carries 1 and 3 on and has ended 2",
                denied,
                PacketKeys.Hub.out(snubbed.id()),
                PacketKeys.Hub.out(denied.id()),
                PacketKeys.Hub.ack(denied.id()));
        ObjectNode carry = federation.shownHub();
        carry.set("steps", steps(step("receive", receiving(snubbed)), step("receive", receiving(third))));
        record.call("jiangsu takes both under one header", JIANGSU, RELAY, PACKETS, "carry", carry);
        hubAcknowledges(snubbed);
        hubAcknowledges(third);
        showHub(
                "the hub has all three ends",
                snubbed,
                PacketKeys.Hub.ack(snubbed.id()),
                PacketKeys.Hub.ack(denied.id()),
                PacketKeys.Hub.ack(third.id()));
        ObjectNode wrong = acknowledging(third).put("proof", federation.hubProof("packets/other"));
        ObjectNode ends = federation.shownHub();
        ends.set(
                "steps",
                steps(
                        step("acknowledge", acknowledging(snubbed)),
                        step("acknowledge", acknowledging(denied)),
                        step("acknowledge", acknowledging(first)),
                        step("acknowledge", wrong)));
        record.call(
                "zhejiang takes the ends of 1 and 2; that of 0 it has, that of 3 is not proven",
                ZHEJIANG,
                RELAY,
                PACKETS,
                "carry",
                ends);
        ObjectNode known = acknowledging(third).without(SHOWN);
        known.put("hubHeight", hub.height().value());
        notAcknowledged(
                "a header that was never shown",
                "P28",
                "HUB_HEADER_UNKNOWN",
                known.deepCopy().put("hubHeight", 999));
        record.call(
                "zhejiang takes the end of 3 under the header it knows",
                ZHEJIANG,
                RELAY,
                PACKETS,
                "acknowledge",
                known);
        hubCompletes(snubbed);
        hubCompletes(denied);
        hubCompletes(third);
    }

    private static ObjectNode step(String method, ObjectNode call) {
        ObjectNode step = CanonicalJson.object().put("method", method);
        step.set("arguments", call.without(SHOWN));
        return step;
    }

    private static ArrayNode steps(ObjectNode... steps) {
        ArrayNode list = CanonicalJson.array();
        for (ObjectNode step : steps) {
            list.add(step);
        }
        return list;
    }

    private ObjectNode silence(Packet packet) {
        hub.at(federation.now()).emptyBlock();
        return shown(of(packet), hubKey(PacketKeys.Hub.in(packet.id())));
    }

    private void oneTheHubNeverHad(Packet first) {
        Packet lost = say("zhejiang sends packet 4, which never reaches the hub", outgoing("greet"));
        record.refused(
                "the hub's silence before the timeout",
                "P19",
                "PACKET_NOT_TIMED_OUT",
                ZHEJIANG,
                RELAY,
                PACKETS,
                "timeout",
                silence(lost));
        federation.pass(LIFE);
        ObjectNode silence = silence(lost);
        record.refused(
                "the silence about another packet",
                "P26",
                "ABSENCE_NOT_PROVEN",
                ZHEJIANG,
                RELAY,
                PACKETS,
                "timeout",
                silence.deepCopy().put("proof", federation.hubProof(hubKey(PacketKeys.Hub.in(first.id())))));
        record.show("the hub has no receipt at its timeout", hub, hubKey(PacketKeys.Hub.in(lost.id())));
        record.call("zhejiang ends it", ZHEJIANG, RELAY, PACKETS, "timeout", silence);
        record.call("zhejiang is told again", ZHEJIANG, RELAY, PACKETS, "timeout", silence);
    }

    private void oneTheDestinationNeverHad() {
        Packet slow = say("zhejiang sends packet 5, which comes too late to jiangsu", outgoing("greet"));
        hubReceives(slow);
        showHub("the hub carries it on", slow, PacketKeys.Hub.out(slow.id()));
        federation.pass(LIFE);
        notReceived("jiangsu is brought it after its timeout", "P15", "PACKET_TIMED_OUT", receiving(slow));
        String receipt = hubKey(PacketKeys.Local.in(slow.id()));
        record.show("jiangsu has no receipt at its timeout", jiangsu, receipt);
        ObjectNode call = of(slow);
        federation.relay(PACKETS, "timeout", (ObjectNode) call.setAll(federation.proven(jiangsu, receipt)));
        showHub("the hub has ended it", slow, PacketKeys.Hub.ack(slow.id()));
        acknowledged("zhejiang takes the timeout of packet 5", slow);
    }

    private ObjectNode ordered() {
        return outgoing("greet").put("channel", "orders").put("ordered", true);
    }

    private void inOrder() {
        Packet one = say("zhejiang opens an ordered channel", ordered());
        Packet two = say("its second packet", ordered());
        notSaid(
                "an unordered packet there",
                "P5",
                "CHANNEL_KIND_DIFFERS",
                ordered().put("ordered", false));
        hubReceives(one);
        hubReceives(two);
        notReceived("the second before the first", "P13", "PACKET_OUT_OF_ORDER", receiving(two));
        received("the first", one);
        received("the second", two);
        hubAcknowledges(one);
        hubAcknowledges(two);
        notAcknowledged(
                "the second one's end before the first one's",
                "P20",
                "ACKNOWLEDGEMENT_OUT_OF_ORDER",
                acknowledging(two));
        acknowledged("the first one's end", one);
        acknowledged("the second one's end", two);
        Packet denied = say("the third is for nobody", ordered().put("method", "gossip"));
        hubReceives(denied);
        acknowledged("it was not taken: the channel closes", denied);
        notSaid("a fourth on the closed channel", "P7", "CHANNEL_CLOSED", ordered());
    }

    private void cleaning(Packet first) {
        PacketId below = first.id().withSequence(new Sequence(3));
        String key = hubKey(PacketKeys.Hub.channel(ZHEJIANG, JIANGSU, below.channel()));
        hub.at(federation.now()).emptyBlock();
        record.show("packets of the channel are settled", hub, key);
        ObjectNode call = CanonicalJson.object()
                .put("source", ZHEJIANG.value())
                .put("destination", JIANGSU.value())
                .put("channel", below.channel())
                .put("sequence", below.sequence().value());
        call.set("state", hub.read(key).orElseThrow());
        shown(call, key);
        record.refused(
                "more than is settled",
                "P21",
                "PACKETS_NOT_SETTLED",
                ZHEJIANG,
                RELAY,
                PACKETS,
                "clean",
                call.deepCopy().put("sequence", 6));
        ObjectNode boast = call.deepCopy();
        ((ObjectNode) boast.get("state")).put("settled", 6);
        record.refused(
                "another channel than the one proven",
                "P27",
                "CHANNEL_NOT_PROVEN",
                ZHEJIANG,
                RELAY,
                PACKETS,
                "clean",
                boast);
        record.call("zhejiang forgets packets 0 to 2", ZHEJIANG, RELAY, PACKETS, "clean", call);
        record.call("jiangsu forgets them", JIANGSU, RELAY, PACKETS, "clean", call);
        record.call("a forgotten packet is not taken again", JIANGSU, RELAY, PACKETS, "receive", receiving(first));
        record.show(
                "nothing is left of packet 0",
                zhejiang,
                hubKey(PacketKeys.Local.out(first.id())),
                hubKey(PacketKeys.Local.done(first.id())));
    }

    private void updated(String name, ObjectNode shown) {
        record.call(name, ZHEJIANG, RELAY, PACKETS, "updateHub", headers(shown));
    }

    private void notUpdated(String name, String rule, String code, ObjectNode shown) {
        record.refused(name, rule, code, ZHEJIANG, RELAY, PACKETS, "updateHub", headers(shown));
    }

    private void theHubContradictsItself() {
        ObjectNode known = federation.shownHub();
        BlockTime ahead = new BlockTime(
                federation.now().epochMillis() + Duration.ofMinutes(11).toMillis());
        hub.at(ahead).emptyBlock();
        notUpdated("a block of eleven minutes ahead", "L11", "HEADER_FROM_THE_FUTURE", federation.shownHub());
        updated("another block beside one that zhejiang knows, sealed all the same", forged.another(known, 1, 2, 3, 4));
        notUpdated("no header of it counts any more", "L1", "CLIENT_FROZEN", known);
        notSaid("nothing is sent any more", "L1", "CLIENT_FROZEN", outgoing("greet"));
    }
}
