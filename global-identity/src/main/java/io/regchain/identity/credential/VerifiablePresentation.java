package io.regchain.identity.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.identity.did.DocumentReader;
import io.regchain.identity.rdf.LinkedDataContexts;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm3;
import java.util.List;

/**
 * A verifiable presentation (JR/T 0325 clause 8): a holder shows its credentials in answer to a challenge. Members
 * checked, signatures not yet.
 *
 * @param types beside {@code VerifiablePresentation}
 * @param json the presentation as handed over
 */
public record VerifiablePresentation(
        List<String> types, Did holder, List<VerifiableCredential> credentials, Proof proof, ObjectNode json) {
    public static final String TYPE = "VerifiablePresentation";
    public static final int MAX_CREDENTIALS = 8;
    private static final String[] MEMBERS = {"@context", "type", "holder", "verifiableCredential", "proof"};

    public VerifiablePresentation {
        types = List.copyOf(types);
        credentials = List.copyOf(credentials);
        json = json.deepCopy();
        if (credentials.isEmpty() || credentials.size() > MAX_CREDENTIALS) {
            throw new IllegalArgumentException("verifiableCredential should hold 1 to " + MAX_CREDENTIALS);
        }
        if (proof.nonce().isEmpty()) {
            throw new IllegalArgumentException("proof.nonce is missing: a presentation answers a challenge");
        }
    }

    /** @throws DecodeException naming the member that is missing, unknown or malformed */
    public static VerifiablePresentation fromJson(JsonNode json) {
        DocumentReader in = DocumentReader.of(json, "").knowing(MEMBERS);
        try {
            return new VerifiablePresentation(
                    VerifiableCredential.types(in, TYPE),
                    in.parsed("holder", Did::parse),
                    in.each("verifiableCredential", VerifiableCredential::read),
                    Proof.read(in.object("proof").node(), "proof"),
                    in.node());
        } catch (IllegalArgumentException e) {
            throw new DecodeException("the presentation is inconsistent: " + e.getMessage(), e);
        }
    }

    /** The members of a presentation to be signed. */
    public static ObjectNode draft(Did holder, List<ObjectNode> credentials) {
        ObjectNode json = CanonicalJson.object();
        LinkedDataContexts.REQUIRED.forEach(json.putArray("@context")::add);
        json.putArray("type").add(TYPE);
        json.put("holder", holder.toString());
        ArrayNode list = json.putArray("verifiableCredential");
        credentials.forEach(credential -> list.add(credential.deepCopy()));
        return json;
    }

    public String nonce() {
        return proof.nonce().orElseThrow();
    }

    /** SM3 of the canonical JSON. */
    public Hash32 digest() {
        return Sm3.hash(CanonicalJson.encode(json));
    }

    /** @throws DecodeException when the presentation holds what cannot be signed */
    public boolean signedBy(Sm2PublicKey key) {
        return Sm2Signature2022.verify(json, key);
    }
}
