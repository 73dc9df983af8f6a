package io.regchain.identity.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.identity.did.DocumentReader;
import io.regchain.identity.rdf.LinkedDataContexts;
import io.regchain.protocol.base.CredentialCode;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm3;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A verifiable credential (JR/T 0325 clause 7), its members checked, its signature not yet.
 *
 * <p>The standard lets the id be any URI; here it is the DID form of 7.2.1, {@code did:rem:<chain>:VC…}, so that a
 * verifier knows from the id alone which chain answers for the credential.
 *
 * @param types beside {@code VerifiableCredential}
 * @param subject whom the claims are about; exactly one
 * @param claims the subject's members without its id
 * @param json the credential as handed over
 */
public record VerifiableCredential(
        Did id,
        List<String> types,
        Did issuer,
        Instant issued,
        Instant expires,
        String statusId,
        Did subject,
        ObjectNode claims,
        Proof proof,
        ObjectNode json) {
    public static final String TYPE = "VerifiableCredential";
    public static final String STATUS_TYPE = "VCStatus2022";
    private static final String[] MEMBERS = {
        "@context",
        "id",
        "type",
        "issuer",
        "issuanceDate",
        "expirationDate",
        "credentialStatus",
        "credentialSubject",
        "proof"
    };

    public VerifiableCredential {
        types = List.copyOf(types);
        json = json.deepCopy();
        claims = claims.deepCopy();
        if (!(id.subject() instanceof CredentialCode)) {
            throw new IllegalArgumentException("id should be did:rem:<chain>:VC and digits, not " + id);
        }
        if (!id.chain().equals(issuer.chain())) {
            throw new IllegalArgumentException("id names the chain " + id.chain() + " but the issuer is of "
                    + issuer.chain() + "; a credential is registered where its issuer is");
        }
        if (!issued.isBefore(expires)) {
            throw new IllegalArgumentException("expirationDate should lie after issuanceDate");
        }
    }

    /** @throws DecodeException naming the member that is missing, unknown or malformed */
    public static VerifiableCredential fromJson(JsonNode json) {
        return read(json, "");
    }

    static VerifiableCredential read(JsonNode json, String path) {
        DocumentReader in = DocumentReader.of(json, path).knowing(MEMBERS);
        DocumentReader status = in.object("credentialStatus").knowing("id", "type");
        status.constant("type", STATUS_TYPE);
        DocumentReader subject = in.object("credentialSubject");
        ObjectNode claims = subject.node().deepCopy();
        claims.remove("id");
        try {
            return new VerifiableCredential(
                    in.parsed("id", Did::parse),
                    types(in, TYPE),
                    in.parsed("issuer", Did::parse),
                    in.parsed("issuanceDate", Times::parse),
                    in.parsed("expirationDate", Times::parse),
                    status.parsed("id", VerifiableCredential::uri),
                    subject.parsed("id", Did::parse),
                    claims,
                    Proof.read(in.object("proof").node(), in.at("proof")),
                    in.node());
        } catch (IllegalArgumentException e) {
            throw new DecodeException(in.at("id") + ": the credential is inconsistent: " + e.getMessage(), e);
        }
    }

    static List<String> types(DocumentReader in, String first) {
        List<String> types = in.texts("type");
        if (!types.contains(first)) {
            throw new DecodeException(in.at("type") + " should hold \"" + first + "\"");
        }
        return types.stream().filter(type -> !type.equals(first)).toList();
    }

    private static String uri(String text) {
        if (!isAbsolute(text)) {
            throw new IllegalArgumentException("\"" + text + "\" is no absolute URI");
        }
        return text;
    }

    private static boolean isAbsolute(String text) {
        try {
            return new URI(text).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /**
     * The members of a credential to be signed.
     *
     * @param claims anything RDF can carry; the subject's id is added
     */
    public static ObjectNode draft(
            Did id, List<String> types, Did issuer, Instant issued, Instant expires, Did subject, ObjectNode claims) {
        ObjectNode json = CanonicalJson.object();
        LinkedDataContexts.REQUIRED.forEach(json.putArray("@context")::add);
        json.put("id", id.toString());
        ArrayNode typeList = json.putArray("type").add(TYPE);
        types.forEach(typeList::add);
        json.put("issuer", issuer.toString())
                .put("issuanceDate", Times.write(issued))
                .put("expirationDate", Times.write(expires));
        json.putObject("credentialStatus").put("id", id.toString()).put("type", STATUS_TYPE);
        json.set("credentialSubject", claims.deepCopy().put("id", subject.toString()));
        return json;
    }

    /** SM3 of the canonical JSON, proof included: pins this very document on the chain that registers it. */
    public Hash32 digest() {
        return Sm3.hash(CanonicalJson.encode(json));
    }

    /** @throws DecodeException when the credential holds what cannot be signed */
    public boolean signedBy(Sm2PublicKey key) {
        return Sm2Signature2022.verify(json, key);
    }

    public boolean hasType(String type) {
        return types.contains(type);
    }

    /** Why the credential does not count at this time; empty while it does (JR/T 0325 9.5 c). */
    public Optional<Refusal> refusedAt(Instant now) {
        if (now.isBefore(issued)) {
            return Optional.of(
                    new Refusal("CREDENTIAL_NOT_YET_VALID", id + " counts from " + issued + " on; it is " + now));
        }
        if (!now.isBefore(expires)) {
            return Optional.of(new Refusal("CREDENTIAL_EXPIRED", id + " counted until " + expires + "; it is " + now));
        }
        return Optional.empty();
    }
}
