package io.regchain.protocol.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;

/**
 * All that deciding about the next snapshot of an object needs to know of the earlier ones. Immutable; made by
 * {@link Lifecycle} alone.
 *
 * @param stage never {@link ObjectStage#UNKNOWN}
 * @param latest the highest version there is
 * @param expected the version the next snapshot of an overwrite must have while overwriting, else one after the latest
 * @param full the full body, canonical, with all snapshots before {@code expected} merged; empty once deleted
 */
public record ObjectHistory(
        ObjectId id, ObjectType type, ObjectStage stage, ObjectVersion latest, ObjectVersion expected, Bytes full) {
    public ObjectHistory {
        boolean consistent =
                switch (stage) {
                    case UNKNOWN -> false;
                    case LIVE -> expected.equals(latest.next());
                    case OVERWRITING -> expected.compareTo(latest) <= 0 && expected.value() > 0;
                    case DELETED -> expected.equals(latest.next()) && full.equals(DataObject.EMPTY_BODY);
                };
        if (!consistent) {
            throw new IllegalArgumentException("no history of " + id + " is " + stage + " with latest version " + latest
                    + " and expected version " + expected);
        }
    }

    /** The full body as a tree of the caller's own. */
    public ObjectNode fullBody() {
        return CanonicalJson.decodeObject(full);
    }

    /** The form in contract state: {type, stage, latest, expected, full}. */
    public ObjectNode toJson() {
        ObjectNode json = CanonicalJson.object()
                .put("type", type.code())
                .put("stage", stage.name())
                .put("latest", latest.value())
                .put("expected", expected.value());
        json.set("full", fullBody());
        return json;
    }

    /** @throws DecodeException naming the field that is missing, unknown or wrong */
    public static ObjectHistory fromJson(ObjectId id, JsonNode json) {
        JsonFields fields = JsonFields.of(json, "");
        try {
            ObjectHistory history = new ObjectHistory(
                    id,
                    ObjectType.ofCode(fields.text("type", 32)),
                    fields.parsed("stage", 16, ObjectStage::valueOf),
                    new ObjectVersion(fields.number("latest")),
                    new ObjectVersion(fields.number("expected")),
                    CanonicalJson.encode(fields.object("full")));
            fields.end();
            return history;
        } catch (IllegalArgumentException e) {
            throw new DecodeException("not an object's history: " + e.getMessage(), e);
        }
    }
}
