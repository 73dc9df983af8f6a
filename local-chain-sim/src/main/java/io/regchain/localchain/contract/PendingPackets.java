package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.PacketId;
import io.regchain.protocol.packet.PacketKeys;

/** The packets of this chain that have not ended, oldest first: what a relay reads to know what is left to carry. */
final class PendingPackets {
    private final ArrayNode entries;

    private PendingPackets(ArrayNode entries) {
        this.entries = entries;
    }

    static PendingPackets read(ContractContext context) {
        return new PendingPackets(context.read(PacketKeys.Local.PENDING)
                .map(ArrayNode.class::cast)
                .orElseGet(CanonicalJson::array));
    }

    int size() {
        return entries.size();
    }

    PendingPackets add(PacketId id) {
        entries.addObject()
                .put("destination", id.destination().value())
                .put("channel", id.channel())
                .put("sequence", id.sequence().value());
        return this;
    }

    PendingPackets remove(PacketId id) {
        ArrayNode left = CanonicalJson.array();
        for (JsonNode entry : entries) {
            if (!names(entry, id)) {
                left.add(entry);
            }
        }
        return new PendingPackets(left);
    }

    private static boolean names(JsonNode entry, PacketId id) {
        return entry.get("destination").textValue().equals(id.destination().value())
                && entry.get("channel").textValue().equals(id.channel())
                && entry.get("sequence").longValue() == id.sequence().value();
    }

    void write(ContractContext context) {
        context.write(PacketKeys.Local.PENDING, entries);
    }
}
