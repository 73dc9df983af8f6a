package io.regchain.identity.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.identity.credential.VerifiableCredential;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;

/**
 * What a chain keeps of a credential: never its claims, only what pins and judges it. The value of
 * {@code identity/credential/<id>}.
 *
 * @param digest of the whole credential with its proof
 * @param issuerKey fingerprint of the key that signed it, checked at issue against the issuer's document of that time
 * @param reason why it was revoked; empty while it is valid
 */
record CredentialRecord(
        Did id,
        Did issuer,
        Did subject,
        Hash32 digest,
        Hash32 issuerKey,
        long issued,
        long expires,
        BlockTime changedAt,
        boolean revoked,
        String reason) {
    /** {@code notExist} of JR/T 0325 7.2.6 is the absence of a record. */
    static final String NOT_EXIST = "notExist";

    static String key(Did id) {
        return "credential/" + id;
    }

    static CredentialRecord issued(VerifiableCredential credential, Hash32 issuerKey, BlockTime now) {
        return new CredentialRecord(
                credential.id(),
                credential.issuer().stable(),
                credential.subject().stable(),
                credential.digest(),
                issuerKey,
                credential.issued().toEpochMilli(),
                credential.expires().toEpochMilli(),
                now,
                false,
                "");
    }

    CredentialRecord revoked(String why, BlockTime now) {
        return new CredentialRecord(id, issuer, subject, digest, issuerKey, issued, expires, now, true, why);
    }

    /** {@code valid} or {@code revoked}, JR/T 0325 7.2.6; being out of date is told by the dates. */
    String status() {
        return revoked ? "revoked" : "valid";
    }

    ObjectNode toJson() {
        return CanonicalJson.object()
                .put("id", id.toString())
                .put("issuer", issuer.toString())
                .put("subject", subject.toString())
                .put("digest", digest.toHex())
                .put("issuerKey", issuerKey.toHex())
                .put("issued", issued)
                .put("expires", expires)
                .put("changedAt", changedAt.epochMillis())
                .put("status", status())
                .put("reason", reason);
    }

    static CredentialRecord fromJson(JsonNode json) {
        return new CredentialRecord(
                Did.parse(json.path("id").textValue()),
                Did.parse(json.path("issuer").textValue()),
                Did.parse(json.path("subject").textValue()),
                Hash32.ofHex(json.path("digest").textValue()),
                Hash32.ofHex(json.path("issuerKey").textValue()),
                json.path("issued").longValue(),
                json.path("expires").longValue(),
                new BlockTime(json.path("changedAt").longValue()),
                json.path("status").textValue().equals("revoked"),
                json.path("reason").textValue());
    }
}
