package io.regchain.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.registry.rules.Finding;
import java.util.List;

/**
 * A registration that awaits the second pair of eyes: the value of {@code registry/proposal/<chain>}, JSON
 * {@code {registration, digest, proposedBy, proposedByKey, proposedAt, advice[{code, path, message}]}}.
 *
 * @param proposedByKey fingerprint of the key that proposed, in hex
 * @param advice what the rules found that blocks nothing; kept so that the approver sees it
 */
public record Proposal(
        Registration registration,
        String proposedBy,
        String proposedByKey,
        BlockTime proposedAt,
        List<Finding> advice) {

    public Proposal {
        advice = List.copyOf(advice);
    }

    public Hash32 digest() {
        return registration.digest();
    }

    public ObjectNode toJson() {
        ObjectNode json = CanonicalJson.object()
                .put("digest", digest().toHex())
                .put("proposedBy", proposedBy)
                .put("proposedByKey", proposedByKey)
                .put("proposedAt", proposedAt.epochMillis());
        json.set("registration", registration.toJson());
        ArrayNode list = json.putArray("advice");
        advice.forEach(finding -> list.add(finding.toJson()));
        return json;
    }

    /** @throws io.regchain.protocol.base.DecodeException when the value is not what this record writes */
    public static Proposal fromJson(JsonNode json) {
        JsonForm form = JsonForm.of(
                json, "a proposal", "registration", "digest", "proposedBy", "proposedByKey", "proposedAt", "advice");
        return new Proposal(
                Registration.fromJson(json.path("registration")),
                form.text("proposedBy"),
                form.text("proposedByKey"),
                new BlockTime(form.number("proposedAt")),
                form.objects(
                        "advice",
                        f -> Finding.advice(f.text("code"), f.text("basis"), f.text("path"), f.text("message")),
                        "code",
                        "severity",
                        "basis",
                        "path",
                        "message"));
    }
}
