package io.regchain.identity.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.identity.did.Base64Url;
import io.regchain.identity.did.DocumentReader;
import io.regchain.identity.did.KeyId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2Signature;
import java.time.Instant;
import java.util.Optional;

/**
 * The proof of a credential or presentation: {@code SM2Signature2022} (JR/T 0325 7.2.8, 8.2.4, annex F).
 *
 * @param nonce the verifier's challenge; in presentations only
 * @param value r‖s, written base64url
 */
public record Proof(
        KeyId verificationMethod, Purpose purpose, Instant created, Optional<String> nonce, Sm2Signature value) {
    public static final String TYPE = "SM2Signature2022";
    private static final String NONCE_FORM = "[A-Za-z0-9_=-]{8,128}";

    /** What the key is used for; the document that holds the key must allow it. */
    public enum Purpose {
        /** Signing a credential. */
        ASSERTION("assertionMethod"),
        /** Proving the holder's presence. */
        AUTHENTICATION("authentication");

        private final String term;

        Purpose(String term) {
            this.term = term;
        }

        public String term() {
            return term;
        }

        static Purpose parse(String text) {
            for (Purpose purpose : values()) {
                if (purpose.term.equals(text)) {
                    return purpose;
                }
            }
            throw new IllegalArgumentException("\"" + text + "\" should be assertionMethod or authentication");
        }
    }

    /** @throws DecodeException naming the member that is missing, unknown or malformed */
    static Proof read(JsonNode json, String path) {
        DocumentReader in = DocumentReader.of(json, path)
                .knowing("type", "created", "verificationMethod", "proofPurpose", "nonce", "proofValue");
        in.constant("type", TYPE);
        return new Proof(
                in.parsed("verificationMethod", KeyId::parse),
                in.parsed("proofPurpose", Purpose::parse),
                in.parsed("created", Times::parse),
                in.optional("nonce", Proof::nonce),
                in.parsed("proofValue", text -> Sm2Signature.of(Base64Url.decode(text, Sm2Signature.SIZE))));
    }

    private static String nonce(String text) {
        if (!text.matches(NONCE_FORM)) {
            throw new IllegalArgumentException("a nonce is base64url of 8 to 128 characters");
        }
        return text;
    }

    /** All but the value: what is signed together with the document. */
    static ObjectNode options(KeyId method, Purpose purpose, Instant created, Optional<String> nonce) {
        ObjectNode json = CanonicalJson.object()
                .put("type", TYPE)
                .put("created", Times.write(created))
                .put("verificationMethod", method.toString())
                .put("proofPurpose", purpose.term());
        nonce.ifPresent(text -> json.put("nonce", nonce(text)));
        return json;
    }
}
