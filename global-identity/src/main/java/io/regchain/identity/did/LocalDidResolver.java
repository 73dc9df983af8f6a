package io.regchain.identity.did;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.Optional;
import java.util.function.Function;

/**
 * Answers from one chain's own state (JR/T 0325 5.3): a document that this chain keeps, or "not here".
 *
 * @param chain whose DIDs the state holds
 * @param state from a full state key, {@code identity/did/…}, to its value in canonical JSON; for the hub, a value that
 *     was proven against a verified header
 */
public record LocalDidResolver(ChainId chain, Function<String, Optional<Bytes>> state) {
    /** The full state key that answers for a DID. */
    public static String stateKey(Did did) {
        return "identity/" + DidRecord.key(did);
    }

    /** Where the answer lies. */
    public sealed interface Lookup {
        /** This chain answers. */
        record Here(DidResolution resolution) implements Lookup {}

        /** Figure 4: a local miss goes through the hub to the chain that keeps the document. */
        record Elsewhere(ChainId keeper) implements Lookup {}
    }

    public Lookup resolve(Did did) {
        return did.chain().equals(chain) ? new Lookup.Here(own(did)) : new Lookup.Elsewhere(did.chain());
    }

    private DidResolution own(Did did) {
        return state.apply(stateKey(did))
                .map(value -> found(did, value))
                .orElseGet(() -> new DidResolution.Failed(
                        ResolutionError.NOT_FOUND, "the chain \"" + chain + "\" keeps no document of " + did));
    }

    private static DidResolution found(Did did, Bytes value) {
        try {
            JsonNode json = CanonicalJson.decodeCanonical(value);
            DidRecord record = DidRecord.fromJson(json);
            if (!record.document().id().stable().equals(did.stable())) {
                throw new DecodeException(
                        "the record is of " + record.document().id());
            }
            return new DidResolution.Resolved(record);
        } catch (DecodeException e) {
            return new DidResolution.Failed(
                    ResolutionError.INTERNAL_ERROR, "the record of " + did + " cannot be read: " + e.getMessage());
        }
    }
}
