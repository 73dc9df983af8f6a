package io.regchain.localchain.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of a step.
 *
 * @param code of the refusal; empty on success
 * @param result fields that later steps may refer to
 * @param trails where on the chains it can be seen
 */
public record Outcome(boolean success, String code, String message, ObjectNode result, List<Trail> trails) {
    /**
     * A certified block that this step led to.
     *
     * @param transaction that did it; empty where a relay's transaction did
     */
    public record Trail(ChainId chain, Optional<Hash32> transaction, Height height) {
        ObjectNode toJson() {
            ObjectNode json = CanonicalJson.object().put("chain", chain.value()).put("height", height.value());
            transaction.ifPresent(id -> json.put("transaction", id.toHex()));
            return json;
        }

        static Trail fromJson(JsonNode json) {
            return new Trail(
                    new ChainId(json.path("chain").asText()),
                    json.has("transaction")
                            ? Optional.of(Hash32.ofHex(json.path("transaction").asText()))
                            : Optional.empty(),
                    new Height(json.path("height").asLong()));
        }
    }

    public Outcome {
        result = result.deepCopy();
        trails = List.copyOf(trails);
    }

    static Outcome success(ObjectNode result) {
        return new Outcome(true, "", "", result, List.of());
    }

    static Outcome refused(String code, String message) {
        return new Outcome(false, code, message, CanonicalJson.object(), List.of());
    }

    /** Of a certified transaction; its id and height stand in the result. */
    static Outcome of(ChainId chain, TransactionRecord record) {
        Hash32 id = record.transaction().id();
        ObjectNode result = CanonicalJson.object();
        if (record.receipt().succeeded()
                && CanonicalJson.decode(record.receipt().result()) instanceof ObjectNode said) {
            result.setAll(said);
        }
        result.put("transaction", id.toHex()).put("height", record.height().value());
        return new Outcome(
                record.receipt().succeeded(),
                record.receipt().code(),
                record.receipt().message(),
                result,
                List.of(new Trail(chain, Optional.of(id), record.height())));
    }

    /** Of a transaction of the supervision chain, which the hub need not verify first. */
    static Outcome offTheMarkets(TransactionRecord record) {
        Outcome outcome = of(ChainId.SUPERVISION, record);
        return new Outcome(outcome.success(), outcome.code(), outcome.message(), outcome.result(), List.of());
    }

    Outcome withAll(ObjectNode fields) {
        ObjectNode more = result.deepCopy();
        more.setAll(fields);
        return new Outcome(success, code, message, more, trails);
    }

    /** Of a success too there may be something to tell, such as an answer. */
    Outcome saying(String words) {
        return new Outcome(success, code, words, result, trails);
    }

    Outcome with(String field, JsonNode value) {
        ObjectNode more = result.deepCopy();
        more.set(field, value);
        return new Outcome(success, code, message, more, trails);
    }

    Outcome with(String field, String value) {
        return with(field, CanonicalJson.object().textNode(value));
    }

    /** The end of a call that this outcome started: its reason counts as this outcome's. */
    Outcome endedAs(boolean accepted, String why, String words) {
        return new Outcome(accepted, accepted ? "" : why, accepted ? "" : words, result, trails);
    }

    Outcome seenAt(ChainId chain, Height height) {
        List<Trail> longer = new ArrayList<>(trails);
        longer.add(new Trail(chain, Optional.empty(), height));
        return new Outcome(success, code, message, result, longer);
    }

    ObjectNode toJson() {
        ObjectNode json =
                CanonicalJson.object().put("success", success).put("code", code).put("message", message);
        json.set("result", result);
        ArrayNode list = json.putArray("trails");
        trails.forEach(trail -> list.add(trail.toJson()));
        return json;
    }

    static Outcome fromJson(JsonNode json) {
        List<Trail> trails = new ArrayList<>();
        json.path("trails").forEach(trail -> trails.add(Trail.fromJson(trail)));
        return new Outcome(
                json.path("success").asBoolean(),
                json.path("code").asText(),
                json.path("message").asText(),
                (ObjectNode) json.get("result"),
                trails);
    }
}
