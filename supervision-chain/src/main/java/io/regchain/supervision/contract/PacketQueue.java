package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.packet.PacketRules;
import java.util.Locale;

/**
 * What has still to be carried to each chain, and how many packets of each source are open here. Packets are admitted to a
 * chain's list while there is room; an end is never kept out, or nothing could leave a list again: what bounds the ends is
 * that no source has more than {@value PacketRules#MAX_PENDING} packets open (P9). State: {@link PacketKeys.Hub#pending},
 * {@link PacketKeys.Hub#open}.
 */
final class PacketQueue {
    /** Packets of the hub itself that may wait for one chain, whatever others have sent there. */
    static final int OWN_ROOM = 100;

    private final ContractContext context;

    PacketQueue(ContractContext context) {
        this.context = context;
    }

    /** Why an entry stands before a chain. */
    enum Kind {
        PACKET,
        ACK,
        HELD;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Packets of this source that were received and whose end it is not proven to have taken. */
    int open(ChainId source) {
        return context.read(PacketKeys.Hub.open(source)).map(JsonNode::intValue).orElse(0);
    }

    void opened(Packet packet) {
        context.write(PacketKeys.Hub.open(packet.source()), LongNode.valueOf(open(packet.source()) + 1L));
    }

    void completed(Packet packet) {
        context.write(PacketKeys.Hub.open(packet.source()), LongNode.valueOf(open(packet.source()) - 1L));
    }

    /** A packet stands before its destination. @throws ContractRefusal {@code TOO_MANY_PENDING} */
    void offer(Packet packet) {
        ArrayNode list = list(packet.destination());
        boolean own = isOwn(packet.source().value());
        int room = own ? OWN_ROOM : PacketRules.MAX_PENDING;
        int waiting = 0;
        for (JsonNode entry : list) {
            boolean counts = entry.path("kind").textValue().equals(Kind.PACKET.text())
                    && isOwn(entry.path("source").textValue()) == own;
            waiting += counts ? 1 : 0;
        }
        if (waiting >= room) {
            throw new ContractRefusal(
                    "TOO_MANY_PENDING",
                    waiting + " packets " + (own ? "of the supervision chain " : "") + "wait for "
                            + packet.destination() + "; deliver or time out some first");
        }
        context.write(PacketKeys.Hub.pending(packet.destination()), list.add(entry(Kind.PACKET, packet)));
    }

    /** The packet's end, or that it is held, stands before its source. */
    void tell(Kind kind, Packet packet) {
        context.write(
                PacketKeys.Hub.pending(packet.source()), list(packet.source()).add(entry(kind, packet)));
    }

    /** Nothing of this kind about the packet stands before the chain any longer. */
    void remove(ChainId chain, Kind kind, Packet packet) {
        ObjectNode gone = entry(kind, packet);
        ArrayNode left = CanonicalJson.array();
        list(chain).forEach(entry -> {
            if (!PacketsContract.same(entry, gone)) {
                left.add(entry);
            }
        });
        context.write(PacketKeys.Hub.pending(chain), left);
    }

    private boolean isOwn(String source) {
        return source.equals(context.chainId().value());
    }

    private ArrayNode list(ChainId chain) {
        return context.read(PacketKeys.Hub.pending(chain))
                .map(ArrayNode.class::cast)
                .orElseGet(CanonicalJson::array);
    }

    private static ObjectNode entry(Kind kind, Packet packet) {
        return CanonicalJson.object()
                .put("kind", kind.text())
                .put("source", packet.source().value())
                .put("destination", packet.destination().value())
                .put("channel", packet.channel().name())
                .put("sequence", packet.sequence().value());
    }
}
