package io.regchain.protocol.wire;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.wire.v1.ReadStateResponse;
import java.util.Optional;

/**
 * One state key with the proof of what it holds.
 *
 * @param value absent where the state does not hold the key
 */
public record StateAnswer(Height height, String key, Optional<Bytes> value, StateProof proof) {
    /** Whether the state under this root of {@link #height} holds exactly this value, or no value, at the key. */
    public boolean provenBy(Hash32 stateRoot) {
        return value.map(bytes -> proof.provesPresence(stateRoot, key, bytes))
                .orElseGet(() -> proof.provesAbsence(stateRoot, key));
    }

    public static StateAnswer fromWire(ReadStateResponse response) {
        return new StateAnswer(
                WireFields.height("height", response.getHeight()),
                WireFields.stateKey(response.getKey()),
                response.hasValue() ? Optional.of(WireFields.bytes(response.getValue())) : Optional.empty(),
                WireFields.decoded("proof", response.getProof(), StateProof::decode));
    }

    public ReadStateResponse toWire() {
        ReadStateResponse.Builder wire = ReadStateResponse.newBuilder()
                .setHeight(height.value())
                .setKey(key)
                .setProof(WireFields.wire(proof.canonical()));
        value.ifPresent(bytes -> wire.setValue(WireFields.wire(bytes)));
        return wire.build();
    }
}
