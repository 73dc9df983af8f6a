package io.regchain.supervision.relay;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.packet.PacketId;
import io.regchain.protocol.packet.PacketKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An entry in the pages of the hub's {@code packets/pending/<chain>}: what still has to be carried to that chain. */
record RelayItem(Kind kind, PacketId id) {
    enum Kind {
        PACKET,
        ACK,
        HELD
    }

    /** The entries of one page of the hub's list, such as {@code packet/jiangsu/zhejiang/main/3}. */
    static List<RelayItem> of(String page, JsonNode sequences) {
        String[] parts = page.split("/", -1);
        Kind kind = Kind.valueOf(parts[0].toUpperCase(Locale.ROOT));
        return ids(new ChainId(parts[1]), new ChainId(parts[2]), parts[3], sequences).stream()
                .map(id -> new RelayItem(kind, id))
                .toList();
    }

    /** The packets of one page. */
    static List<PacketId> ids(ChainId source, ChainId destination, String channel, JsonNode sequences) {
        List<PacketId> ids = new ArrayList<>();
        sequences.forEach(
                sequence -> ids.add(new PacketId(source, destination, channel, new Sequence(sequence.longValue()))));
        return ids;
    }

    /** What of the local chain's state says how far it is with this. */
    Optional<String> looksAt() {
        return switch (kind) {
            case PACKET -> Optional.of(PacketKeys.Local.ack(id));
            case ACK -> Optional.of(PacketKeys.Local.done(id));
            case HELD -> Optional.empty();
        };
    }
}
