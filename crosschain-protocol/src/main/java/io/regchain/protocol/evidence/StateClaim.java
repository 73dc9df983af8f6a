package io.regchain.protocol.evidence;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.merkle.StateProof;
import java.util.Optional;

/**
 * What a state key is said to hold, and the proof under a state root.
 *
 * @param value absent: the key is said to hold nothing
 */
public record StateClaim(String key, Optional<Bytes> value, StateProof proof) {
    public boolean holdsUnder(Hash32 stateRoot) {
        return value.map(bytes -> proof.provesPresence(stateRoot, key, bytes))
                .orElseGet(() -> proof.provesAbsence(stateRoot, key));
    }
}
