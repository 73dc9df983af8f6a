package io.regchain.supervision.relay;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.packet.PacketId;
import java.util.Locale;

/** An entry of the hub's {@code packets/pending/<chain>}: what still has to be carried to that chain. */
record RelayItem(Kind kind, PacketId id) {
    enum Kind {
        PACKET,
        ACK,
        HELD
    }

    static RelayItem of(JsonNode json) {
        return new RelayItem(
                Kind.valueOf(json.path("kind").asText().toUpperCase(Locale.ROOT)),
                new PacketId(
                        new ChainId(json.path("source").asText()),
                        new ChainId(json.path("destination").asText()),
                        json.path("channel").asText(),
                        new Sequence(json.path("sequence").longValue())));
    }
}
