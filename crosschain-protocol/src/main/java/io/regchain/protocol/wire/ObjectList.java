package io.regchain.protocol.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.wire.v1.ListObjectIdsResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The objects a block wrote (JR/T 0314 table 6), as the state names them.
 *
 * @param value the bytes of the state key {@link #stateKey}; absent where the block wrote no object
 * @param proof of presence or absence of that key
 */
public record ObjectList(Height height, List<ObjectName> objects, Optional<Bytes> value, StateProof proof) {
    private static final int MAX_OBJECT_ID = 128;

    public ObjectList {
        objects = List.copyOf(objects);
    }

    /** @param value what the state holds at {@link #stateKey(Height)} */
    public static ObjectList of(Height height, Optional<Bytes> value, StateProof proof) {
        return new ObjectList(height, names(value), value, proof);
    }

    public static String stateKey(Height height) {
        return "objects/at/" + height;
    }

    /** Whether the state under this root of {@link #height} holds exactly this list. */
    public boolean provenBy(Hash32 stateRoot) {
        String key = stateKey(height);
        return value.map(bytes -> proof.provesPresence(stateRoot, key, bytes))
                .orElseGet(() -> proof.provesAbsence(stateRoot, key));
    }

    private static List<ObjectName> names(Optional<Bytes> value) {
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(CanonicalJson.decodeCanonical(value.get()) instanceof ArrayNode array)) {
            throw new DecodeException("value should be a list");
        }
        List<ObjectName> names = new ArrayList<>(array.size());
        for (JsonNode entry : array) {
            names.add(name(JsonFields.of(entry, "value[" + names.size() + "]")));
        }
        return names;
    }

    private static ObjectName name(JsonFields entry) {
        ObjectName name = new ObjectName(entry.text("id", MAX_OBJECT_ID), entry.number("version"));
        entry.end();
        return name;
    }

    public static ObjectList fromWire(ListObjectIdsResponse response) {
        Height height = WireFields.height("height", response.getHeight());
        WireFields.agree("state_key", response.getStateKey(), stateKey(height));
        Optional<Bytes> value =
                response.hasValue() ? Optional.of(WireFields.bytes(response.getValue())) : Optional.empty();
        List<ObjectName> objects = WireFields.list("objects", response.getObjectsList(), ObjectName::fromWire);
        WireFields.agree("objects", objects, names(value));
        return new ObjectList(
                height, objects, value, WireFields.decoded("proof", response.getProof(), StateProof::decode));
    }

    public ListObjectIdsResponse toWire() {
        ListObjectIdsResponse.Builder wire = ListObjectIdsResponse.newBuilder()
                .setHeight(height.value())
                .addAllObjects(objects.stream().map(ObjectName::toWire).toList())
                .setStateKey(stateKey(height))
                .setProof(WireFields.wire(proof.canonical()));
        value.ifPresent(bytes -> wire.setValue(WireFields.wire(bytes)));
        return wire.build();
    }
}
