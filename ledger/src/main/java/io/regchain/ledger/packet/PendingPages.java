package io.regchain.ledger.packet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.regchain.ledger.contract.ContractCode;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.PacketKeys;

/**
 * What has still to be carried, so that a change costs the same however much waits: sequences stand in pages of
 * {@value PacketKeys#PAGE} consecutive ones of the same row, and the list names the pages that hold any, oldest first.
 *
 * <p>State: {@code <list>} → {@code ["<row>/<page>"]}, {@code <list>/<row>/<page>} → {@code [sequence]}.
 */
@ContractCode
public final class PendingPages {
    private final ContractContext context;
    private final String list;

    /** @param list the state key of the list, in the state of {@code packets} */
    public PendingPages(ContractContext context, String list) {
        this.context = context;
        this.list = list;
    }

    public void add(String row, Sequence sequence) {
        String page = PacketKeys.page(row, sequence);
        ArrayNode waiting = read(key(page));
        if (waiting.isEmpty()) {
            context.write(list, read(list).add(page));
        }
        context.write(key(page), waiting.add(sequence.value()));
    }

    /** @return whether it waited; nothing is changed where it did not */
    public boolean remove(String row, Sequence sequence) {
        String page = PacketKeys.page(row, sequence);
        ArrayNode waiting = read(key(page));
        ArrayNode left = without(waiting, LongNode.valueOf(sequence.value()));
        if (left.size() == waiting.size()) {
            return false;
        }
        if (left.isEmpty()) {
            context.delete(key(page));
            context.write(list, without(read(list), TextNode.valueOf(page)));
        } else {
            context.write(key(page), left);
        }
        return true;
    }

    private String key(String page) {
        return list + "/" + page;
    }

    private ArrayNode read(String key) {
        return context.read(key).map(ArrayNode.class::cast).orElseGet(CanonicalJson::array);
    }

    private static ArrayNode without(ArrayNode entries, JsonNode gone) {
        ArrayNode left = CanonicalJson.array();
        for (JsonNode entry : entries) {
            if (!entry.asText().equals(gone.asText())) {
                left.add(entry);
            }
        }
        return left;
    }
}
