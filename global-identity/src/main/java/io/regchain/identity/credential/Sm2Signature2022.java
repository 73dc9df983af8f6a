package io.regchain.identity.credential;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.identity.credential.Proof.Purpose;
import io.regchain.identity.did.Base64Url;
import io.regchain.identity.did.KeyId;
import io.regchain.identity.rdf.RdfCanonicalization;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import io.regchain.protocol.crypto.Sm3;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * The proof suite of JR/T 0325 annex F. Signed is, after RFC 7797 with an unencoded payload,
 *
 * <pre>{@code base64url(header) "." SM3(canonical(proof options)) SM3(canonical(document without proof))}</pre>
 *
 * with the header {@code {"b64":false,"crit":["b64"],"alg":"SM2"}}, canonical meaning RDF Dataset Canonicalization. The
 * proof options are the proof without its value; they carry time, key, purpose and nonce, so that none of these can be
 * changed either. The suite's text leaves open what exactly is hashed; see the decision record on it.
 */
public final class Sm2Signature2022 {
    /** Table F.1, byte for byte. */
    private static final String HEADER = "{\"b64\":false,\"crit\":[\"b64\"],\"alg\":\"SM2\"}";

    private static final byte[] PREFIX =
            (Base64Url.encode(HEADER.getBytes(StandardCharsets.US_ASCII)) + ".").getBytes(StandardCharsets.US_ASCII);

    private Sm2Signature2022() {}

    /**
     * The document with a proof added.
     *
     * @param document without a proof; left untouched
     * @throws DecodeException when the document holds anything that would not be signed
     */
    public static ObjectNode sign(
            ObjectNode document,
            KeyId method,
            Purpose purpose,
            Instant created,
            Optional<String> nonce,
            Sm2PrivateKey key) {
        if (document.has("proof")) {
            throw new IllegalArgumentException("the document carries a proof already");
        }
        ObjectNode signed = document.deepCopy();
        ObjectNode proof = Proof.options(method, purpose, created, nonce);
        Sm2Signature signature = key.sign(signedBytes(document, proof).unsafeArray());
        signed.set(
                "proof",
                proof.put("proofValue", Base64Url.encode(signature.value().unsafeArray())));
        return signed;
    }

    /**
     * Whether the document's proof is this key's.
     *
     * @throws DecodeException when the document or its proof is malformed
     */
    static boolean verify(ObjectNode signed, Sm2PublicKey key) {
        Proof proof = Proof.read(signed.path("proof"), "proof");
        ObjectNode document = signed.deepCopy();
        ObjectNode options = (ObjectNode) document.remove("proof");
        options.remove("proofValue");
        return key.verify(signedBytes(document, options).unsafeArray(), proof.value());
    }

    /** The bytes the key signs: 52 of header and dot, then two SM3 digests. */
    static Bytes signedBytes(ObjectNode document, ObjectNode options) {
        ObjectNode inContext = options.deepCopy();
        inContext.set("@context", document.path("@context"));
        Hash32 optionsHash = Sm3.hash(RdfCanonicalization.canonical(inContext));
        Hash32 documentHash = Sm3.hash(RdfCanonicalization.canonical(document));
        byte[] message = new byte[PREFIX.length + 2 * Hash32.SIZE];
        System.arraycopy(PREFIX, 0, message, 0, PREFIX.length);
        System.arraycopy(optionsHash.unsafeArray(), 0, message, PREFIX.length, Hash32.SIZE);
        System.arraycopy(documentHash.unsafeArray(), 0, message, PREFIX.length + Hash32.SIZE, Hash32.SIZE);
        return Bytes.wrap(message);
    }
}
