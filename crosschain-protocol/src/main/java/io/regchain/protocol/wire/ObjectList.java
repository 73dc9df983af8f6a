package io.regchain.protocol.wire;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.wire.v1.ListObjectIdsResponse;
import java.util.List;
import java.util.Optional;

/**
 * The objects a block wrote (JR/T 0314 table 6), and by which transaction, as the state names them.
 *
 * @param value the bytes of the state key {@link #stateKey}; absent where the block wrote no object
 * @param proof of presence or absence of that key
 */
public record ObjectList(Height height, List<WrittenObject> written, Optional<Bytes> value, StateProof proof) {
    public ObjectList {
        written = List.copyOf(written);
    }

    /** @param value what the state holds at {@link #stateKey(Height)} */
    public static ObjectList of(Height height, Optional<Bytes> value, StateProof proof) {
        return new ObjectList(height, value.map(WrittenObject::list).orElse(List.of()), value, proof);
    }

    public static String stateKey(Height height) {
        return "objects/at/" + height;
    }

    /** The snapshots of the list, in its order. */
    public List<ObjectName> objects() {
        return written.stream().map(WrittenObject::name).toList();
    }

    /** Whether the state under this root of {@link #height} holds exactly this list. */
    public boolean provenBy(Hash32 stateRoot) {
        String key = stateKey(height);
        return value.map(bytes -> proof.provesPresence(stateRoot, key, bytes))
                .orElseGet(() -> proof.provesAbsence(stateRoot, key));
    }

    public static ObjectList fromWire(ListObjectIdsResponse response) {
        Height height = WireFields.height("height", response.getHeight());
        WireFields.agree("state_key", response.getStateKey(), stateKey(height));
        Optional<Bytes> value =
                response.hasValue() ? Optional.of(WireFields.bytes(response.getValue())) : Optional.empty();
        ObjectList list = of(height, value, WireFields.decoded("proof", response.getProof(), StateProof::decode));
        List<ObjectName> objects = WireFields.list("objects", response.getObjectsList(), ObjectName::fromWire);
        WireFields.agree("objects", objects, list.objects());
        return list;
    }

    public ListObjectIdsResponse toWire() {
        ListObjectIdsResponse.Builder wire = ListObjectIdsResponse.newBuilder()
                .setHeight(height.value())
                .addAllObjects(objects().stream().map(ObjectName::toWire).toList())
                .setStateKey(stateKey(height))
                .setProof(WireFields.wire(proof.canonical()));
        value.ifPresent(bytes -> wire.setValue(WireFields.wire(bytes)));
        return wire.build();
    }
}
