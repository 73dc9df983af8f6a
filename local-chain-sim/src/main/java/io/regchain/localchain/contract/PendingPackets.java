package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.packet.PendingPages;
import io.regchain.protocol.packet.PacketId;
import io.regchain.protocol.packet.PacketKeys;

/** The packets of this chain that have not ended: what a relay reads to know what is left to carry. */
final class PendingPackets {
    private final ContractContext context;
    private final PendingPages pages;

    PendingPackets(ContractContext context) {
        this.context = context;
        this.pages = new PendingPages(context, PacketKeys.Local.PENDING);
    }

    int open() {
        return context.read(PacketKeys.Local.OPEN).map(JsonNode::intValue).orElse(0);
    }

    void sent(PacketId id) {
        pages.add(PacketKeys.Local.row(id), id.sequence());
        context.write(PacketKeys.Local.OPEN, LongNode.valueOf(open() + 1L));
    }

    void ended(PacketId id) {
        if (pages.remove(PacketKeys.Local.row(id), id.sequence())) {
            context.write(PacketKeys.Local.OPEN, LongNode.valueOf(open() - 1L));
        }
    }
}
