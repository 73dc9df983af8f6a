package io.regchain.supervision.relay;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.packet.PacketId;

/** An entry of the hub's {@code packets/pending/<chain>}: what still has to be carried to that chain. */
record RelayItem(boolean acknowledgement, PacketId id) {
    static RelayItem of(JsonNode json) {
        return new RelayItem(
                json.path("kind").asText().equals("ack"),
                new PacketId(
                        new ChainId(json.path("source").asText()),
                        new ChainId(json.path("destination").asText()),
                        new Sequence(json.path("sequence").longValue())));
    }

    @Override
    public String toString() {
        return (acknowledgement ? "acknowledgement of " : "packet ") + id;
    }
}
