package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.CallOutcome;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.ChannelState;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketKeys;

/** The one end of each packet, as the hub writes it, and that its source took it. */
final class PacketEnds {
    private PacketEnds() {}

    /** The packet ends though its destination has not taken it: an ordered channel is broken by that. */
    static void endUntaken(ContractContext context, Packet packet, Refusal reason) {
        new HubChannels(context).change(packet, ChannelState::broken);
        end(context, packet, new Acknowledgement.Failure(reason));
    }

    static void end(ContractContext context, Packet packet, Acknowledgement acknowledgement) {
        HubChannels channels = new HubChannels(context);
        channels.change(packet, ChannelState::ended);
        context.write(PacketKeys.Hub.ack(packet.id()), acknowledgement.toJson());
        if (!packet.source().equals(context.chainId())) {
            new PacketQueue(context).tell(PacketQueue.Kind.ACK, packet);
            return;
        }
        complete(context, packet, acknowledgement);
        tell(context, packet, acknowledgement);
    }

    /** The source has taken the end of its packet. */
    static void complete(ContractContext context, Packet packet, Acknowledgement acknowledgement) {
        context.write(
                PacketKeys.Hub.done(packet.id()),
                CanonicalJson.object()
                        .put("commitment", acknowledgement.commitment().toHex()));
        new HubChannels(context).settled(packet);
        new PacketQueue(context).completed(packet);
    }

    /** The contract of the hub that called is told; one that says no keeps no writes, and the packet has ended all the same. */
    private static void tell(ContractContext context, Packet packet, Acknowledgement acknowledgement) {
        ObjectNode told = acknowledgement
                .toJson()
                .put("destination", packet.destination().value())
                .put("channel", packet.channel().name())
                .put("sequence", packet.sequence().value());
        if (context.tryCall(packet.sourceContract(), "onAcknowledgement", told)
                instanceof CallOutcome.Refused refused) {
            context.emit("acknowledgementNotTaken", withReason(packet.toJson(), refused.reason()));
        }
    }

    static ObjectNode withReason(ObjectNode event, Refusal reason) {
        return event.put("code", reason.code()).put("message", reason.message());
    }
}
