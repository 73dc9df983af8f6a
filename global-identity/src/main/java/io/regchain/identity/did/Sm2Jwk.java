package io.regchain.identity.did;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.Arrays;

/**
 * An SM2 public key as a JSON Web Key, JR/T 0325 annex D: {@code {kty "EC", crv "SM2", x, y}}, coordinates base64url of
 * 32 big-endian bytes. The point must lie on sm2p256v1; the key printed in the standard does not (it is a secp256k1
 * point), and is refused like any other foreign key.
 */
public final class Sm2Jwk {
    private static final int COORDINATE = 32;

    private Sm2Jwk() {}

    public static ObjectNode of(Sm2PublicKey key) {
        byte[] encoded = key.encoded().unsafeArray();
        return CanonicalJson.object()
                .put("kty", "EC")
                .put("crv", "SM2")
                .put("x", Base64Url.encode(Arrays.copyOfRange(encoded, 1, 1 + COORDINATE)))
                .put("y", Base64Url.encode(Arrays.copyOfRange(encoded, 1 + COORDINATE, Sm2PublicKey.SIZE)));
    }

    /** @throws DecodeException when a member is missing, foreign or secret, or the point is not on the SM2 curve */
    public static Sm2PublicKey parse(JsonNode jwk, String path) {
        DocumentReader in = DocumentReader.of(jwk, path);
        // A private key is never part of a document (RFC 7517 4, W3C DID Core 5.2).
        if (in.has("d")) {
            throw new DecodeException(path + ".d is a private key; a document holds public keys only");
        }
        in.knowing("kty", "crv", "x", "y");
        in.constant("kty", "EC");
        in.constant("crv", "SM2");
        byte[] point = new byte[Sm2PublicKey.SIZE];
        point[0] = 4;
        System.arraycopy(coordinate(in, "x"), 0, point, 1, COORDINATE);
        System.arraycopy(coordinate(in, "y"), 0, point, 1 + COORDINATE, COORDINATE);
        try {
            return Sm2PublicKey.of(point);
        } catch (IllegalArgumentException e) {
            throw new DecodeException(path + " is no SM2 key: " + e.getMessage(), e);
        }
    }

    private static byte[] coordinate(DocumentReader in, String name) {
        return in.parsed(name, text -> Base64Url.decode(text, COORDINATE));
    }
}
