package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.ledger.packet.PendingPages;
import io.regchain.protocol.base.ChainId;
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
        return count(PacketKeys.Hub.open(source));
    }

    void opened(Packet packet) {
        change(PacketKeys.Hub.open(packet.source()), 1);
    }

    void completed(Packet packet) {
        change(PacketKeys.Hub.open(packet.source()), -1);
    }

    /** A packet stands before its destination. @throws ContractRefusal {@code TOO_MANY_PENDING} */
    void offer(Packet packet) {
        boolean own = isOwn(packet);
        int waiting = count(counter(packet));
        if (waiting >= (own ? OWN_ROOM : PacketRules.MAX_PENDING)) {
            throw new ContractRefusal(
                    "TOO_MANY_PENDING",
                    waiting + " packets " + (own ? "of the supervision chain " : "") + "wait for "
                            + packet.destination() + "; deliver or time out some first");
        }
        change(counter(packet), 1);
        pages(packet.destination()).add(row(Kind.PACKET, packet), packet.sequence());
    }

    /** The packet's end, or that it is held, stands before its source. */
    void tell(Kind kind, Packet packet) {
        pages(packet.source()).add(row(kind, packet), packet.sequence());
    }

    /** Nothing of this kind about the packet stands before the chain any longer. */
    void remove(ChainId chain, Kind kind, Packet packet) {
        boolean waited = pages(chain).remove(row(kind, packet), packet.sequence());
        if (waited && kind == Kind.PACKET) {
            change(counter(packet), -1);
        }
    }

    private boolean isOwn(Packet packet) {
        return packet.source().equals(context.chainId());
    }

    private String counter(Packet packet) {
        return isOwn(packet)
                ? PacketKeys.Hub.ownWaiting(packet.destination())
                : PacketKeys.Hub.waiting(packet.destination());
    }

    private int count(String counter) {
        return context.read(counter).map(JsonNode::intValue).orElse(0);
    }

    private void change(String counter, long by) {
        context.write(counter, LongNode.valueOf(count(counter) + by));
    }

    private PendingPages pages(ChainId chain) {
        return new PendingPages(context, PacketKeys.Hub.pending(chain));
    }

    private static String row(Kind kind, Packet packet) {
        return PacketKeys.Hub.row(kind.text(), packet.id());
    }
}
