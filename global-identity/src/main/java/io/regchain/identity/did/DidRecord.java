package io.regchain.identity.did;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.canonical.CanonicalJson;

/**
 * A DID as a local chain keeps it: the value of {@code identity/did/<stable did>}, JSON
 * {@code {document, version, created, updated, deactivated, reason}}.
 *
 * @param version counts from 1; each change adds one
 * @param created block time of the first version
 * @param updated block time of this version
 * @param deactivated a revoked DID stays on record for ever and is never used again (JR/T 0325 9.2 b)
 * @param reason why it was revoked; empty while in use
 */
public record DidRecord(
        DidDocument document, long version, BlockTime created, BlockTime updated, boolean deactivated, String reason) {
    public DidRecord {
        if (version < 1) {
            throw new IllegalArgumentException("versions of a DID document count from 1");
        }
    }

    /** The state key, relative to the contract {@code identity}: the same for every layer of an enterprise. */
    public static String key(Did did) {
        return "did/" + did.stable();
    }

    public static DidRecord first(DidDocument document, BlockTime now) {
        return new DidRecord(document, 1, now, now, false, "");
    }

    public DidRecord changed(DidDocument next, BlockTime now) {
        return new DidRecord(next, version + 1, created, now, false, "");
    }

    public DidRecord revoked(String why, BlockTime now) {
        return new DidRecord(document, version + 1, created, now, true, why);
    }

    public ObjectNode toJson() {
        ObjectNode json = CanonicalJson.object()
                .put("version", version)
                .put("created", created.epochMillis())
                .put("updated", updated.epochMillis())
                .put("deactivated", deactivated)
                .put("reason", reason);
        json.set("document", document.toJson());
        return json;
    }

    /** @throws DecodeException when the value is not what this record writes */
    public static DidRecord fromJson(JsonNode json) {
        try {
            return new DidRecord(
                    DidDocument.fromJson(json.path("document")),
                    json.path("version").asLong(),
                    new BlockTime(json.path("created").asLong()),
                    new BlockTime(json.path("updated").asLong()),
                    json.path("deactivated").asBoolean(),
                    json.path("reason").asText());
        } catch (IllegalArgumentException e) {
            throw new DecodeException("not a DID record: " + e.getMessage(), e);
        }
    }
}
