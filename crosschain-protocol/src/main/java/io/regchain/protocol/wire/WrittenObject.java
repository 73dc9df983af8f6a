package io.regchain.protocol.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One entry of the list of what a block wrote: the snapshot, and the transaction that wrote it. */
public record WrittenObject(ObjectName name, Hash32 transactionId) {
    private static final int MAX_OBJECT_ID = 128;

    /**
     * @param value what the state holds at {@link ObjectList#stateKey}
     * @throws DecodeException unless it is a list of such entries, in canonical form
     */
    public static List<WrittenObject> list(Bytes value) {
        if (!(CanonicalJson.decodeCanonical(value) instanceof ArrayNode array)) {
            throw new DecodeException("value should be a list");
        }
        List<WrittenObject> written = new ArrayList<>(array.size());
        for (JsonNode entry : array) {
            written.add(of(JsonFields.of(entry, "value[" + written.size() + "]")));
        }
        return written;
    }

    private static WrittenObject of(JsonFields entry) {
        ObjectName name = new ObjectName(entry.text("id", MAX_OBJECT_ID), entry.number("version"));
        Hash32 transactionId = entry.parsed("transaction", 2 * Hash32.SIZE, Hash32::ofHex);
        entry.end();
        return new WrittenObject(name, transactionId);
    }

    /** Who wrote the snapshot that stands after the block: the last transaction its list names for it. */
    public static Optional<Hash32> writer(List<WrittenObject> list, ObjectName name) {
        return list.stream()
                .filter(entry -> entry.name().equals(name))
                .map(WrittenObject::transactionId)
                .reduce((earlier, later) -> later);
    }
}
