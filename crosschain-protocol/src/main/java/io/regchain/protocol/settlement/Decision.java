package io.regchain.protocol.settlement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;

/** What the supervision chain decided about a settlement, once and for all of its legs. */
public sealed interface Decision {
    /** A message tells people why; a longer one is cut. */
    int MAX_MESSAGE = 1024;

    /** Every leg was proven locked before the deadline. */
    record Commit() implements Decision {}

    /** @param reason the leg that could not be locked, the route that is missing, or the deadline */
    record Abort(Refusal reason) implements Decision {
        public Abort {
            if (reason.message().codePointCount(0, reason.message().length()) > MAX_MESSAGE) {
                int end = reason.message().offsetByCodePoints(0, MAX_MESSAGE - 1);
                reason = new Refusal(reason.code(), reason.message().substring(0, end) + "…");
            }
        }
    }

    default ObjectNode toJson() {
        return switch (this) {
            case Commit ignored -> CanonicalJson.object().put("decision", "COMMIT");
            case Abort abort ->
                CanonicalJson.object()
                        .put("decision", "ABORT")
                        .put("code", abort.reason().code())
                        .put("message", abort.reason().message());
        };
    }

    /** @throws DecodeException naming the field that is missing, unknown or wrong */
    static Decision fromJson(JsonNode json) {
        JsonFields fields = JsonFields.of(json, "");
        try {
            Decision decision =
                    switch (fields.text("decision", 8)) {
                        case "COMMIT" -> new Commit();
                        case "ABORT" ->
                            new Abort(new Refusal(fields.text("code", 64), fields.anyText("message", MAX_MESSAGE)));
                        default -> throw new DecodeException("decision should be COMMIT or ABORT");
                    };
            fields.end();
            return decision;
        } catch (IllegalArgumentException e) {
            throw new DecodeException("not a decision: " + e.getMessage(), e);
        }
    }
}
