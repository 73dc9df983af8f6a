package io.regchain.protocol.evidence;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.merkle.StateProof;

/** A state key, what it holds, and the proof under a state root. */
public record StateEntry(String key, Bytes value, StateProof proof) {
    public boolean holdsUnder(Hash32 stateRoot) {
        return proof.provesPresence(stateRoot, key, value);
    }
}
