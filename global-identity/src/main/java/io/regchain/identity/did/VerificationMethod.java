package io.regchain.identity.did;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PublicKey;

/** A key of a DID document: {@code SM2VerificationKey2022} (JR/T 0325 6.2.4, annex D). */
public record VerificationMethod(KeyId id, Did controller, Sm2PublicKey key) {
    public static final String TYPE = "SM2VerificationKey2022";

    static VerificationMethod read(JsonNode json, String path, Did subject) {
        DocumentReader in = DocumentReader.of(json, path).knowing("id", "type", "controller", "publicKeyJwk");
        in.constant("type", TYPE);
        KeyId id = in.parsed("id", text -> KeyId.parse(text, subject));
        if (!id.did().stable().equals(subject.stable())) {
            throw new DecodeException(in.at("id") + " should be a key of " + subject + ", not of " + id.did());
        }
        return new VerificationMethod(
                id,
                in.parsed("controller", Did::parse),
                Sm2Jwk.parse(in.object("publicKeyJwk").node(), in.at("publicKeyJwk")));
    }

    ObjectNode toJson() {
        ObjectNode json = CanonicalJson.object()
                .put("id", id.toString())
                .put("type", TYPE)
                .put("controller", controller.toString());
        json.set("publicKeyJwk", Sm2Jwk.of(key));
        return json;
    }
}
