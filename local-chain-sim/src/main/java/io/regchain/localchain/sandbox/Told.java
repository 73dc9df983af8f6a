package io.regchain.localchain.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Event;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.PacketId;
import java.util.ArrayList;
import java.util.List;

/**
 * An event of a block, read.
 *
 * @param height of the block
 */
record Told(String contract, String name, JsonNode data, Height height) {
    /** The events of a block, in order. */
    static List<Told> of(CertifiedBlock block) {
        List<Told> told = new ArrayList<>();
        for (Receipt receipt : block.receipts()) {
            for (Event event : receipt.events()) {
                told.add(new Told(event.contract(), event.name(), CanonicalJson.decode(event.data()), block.height()));
            }
        }
        return told;
    }

    String text(String field) {
        return data.path(field).asText();
    }

    long number(String field) {
        return data.path(field).longValue();
    }

    boolean concerns(ChainId chain) {
        return text("chain").equals(chain.value())
                || text("source").equals(chain.value())
                || text("destination").equals(chain.value());
    }

    PacketId packet() {
        return new PacketId(
                new ChainId(text("source")),
                new ChainId(text("destination")),
                text("channel"),
                new Sequence(number("sequence")));
    }

    /** What the packet calls, such as {@code transfers → transfers.requestTransfer}. */
    String call() {
        return text("sourceContract") + " → " + text("destinationContract") + "." + text("method");
    }
}
