package io.regchain.protocol.wire;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.wire.v1.GetObjectResponse;

/**
 * A data object as it stands on the chain, with its proof (JR/T 0314 table 6).
 *
 * @param height in whose state it was looked up
 * @param snapshot canonical JSON, an object
 * @param transactionId who wrote this version; proven by the {@link ObjectList} of the height that wrote it
 */
public record ObjectAnswer(Height height, ObjectName name, Bytes snapshot, StateProof proof, Hash32 transactionId) {
    /** Whether the state under this root of {@link #height} holds exactly this snapshot at its key. */
    public boolean provenBy(Hash32 stateRoot) {
        return proof.provesPresence(stateRoot, name.stateKey(), snapshot);
    }

    public static ObjectAnswer fromWire(GetObjectResponse response) {
        ObjectName name = new ObjectName(response.getObjectId(), response.getVersion());
        WireFields.agree("state_key", response.getStateKey(), name.stateKey());
        Bytes snapshot = WireFields.bytes(response.getSnapshot());
        WireFields.at("snapshot", () -> CanonicalJson.decodeCanonicalObject(snapshot));
        return new ObjectAnswer(
                WireFields.height("height", response.getHeight()),
                name,
                snapshot,
                WireFields.decoded("proof", response.getProof(), StateProof::decode),
                WireFields.hash("transaction_id", response.getTransactionId()));
    }

    public GetObjectResponse toWire() {
        return GetObjectResponse.newBuilder()
                .setHeight(height.value())
                .setObjectId(name.objectId())
                .setVersion(name.version())
                .setSnapshot(WireFields.wire(snapshot))
                .setStateKey(name.stateKey())
                .setProof(WireFields.wire(proof.canonical()))
                .setTransactionId(WireFields.wire(transactionId))
                .build();
    }
}
