package io.regchain.cli.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.crypto.PassphraseKey;
import io.regchain.protocol.crypto.SecretBytes;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm4Gcm;
import java.security.SecureRandom;
import java.util.List;

/**
 * An SM2 private key, encrypted with SM4-GCM under a key that PBKDF2-HMAC-SM3 derives from a passphrase. Everything beside
 * the encrypted text is authenticated with it.
 *
 * @param iterations of the derivation
 * @param salt 16 bytes
 * @param sealedScalar nonce, encrypted 32-byte scalar and tag
 */
public record KeyFile(Sm2PublicKey publicKey, int iterations, Bytes salt, Bytes sealedScalar) {
    public static final String FORMAT = "regchain/key/1";
    static final int ITERATIONS = 300_000;
    private static final int MAX_ITERATIONS = 10_000_000;
    private static final int SEALED_SIZE = Sm4Gcm.NONCE_SIZE + 32 + Sm4Gcm.TAG_SIZE;
    private static final String DERIVATION = "PBKDF2-HMAC-SM3";
    private static final String CIPHER = "SM4-GCM";
    private static final List<String> FIELDS =
            List.of("format", "publicKey", "derivation", "iterations", "salt", "cipher", "sealed");

    public KeyFile {
        if (salt.size() != PassphraseKey.MIN_SALT) {
            throw new IllegalArgumentException("the salt of a key file has 16 bytes, not " + salt.size());
        }
        if (iterations < PassphraseKey.MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
            throw new IllegalArgumentException("a key file is derived with " + PassphraseKey.MIN_ITERATIONS + " to "
                    + MAX_ITERATIONS + " iterations, not " + iterations);
        }
        if (sealedScalar.size() != SEALED_SIZE) {
            throw new IllegalArgumentException(
                    "the sealed key has " + SEALED_SIZE + " bytes, not " + sealedScalar.size());
        }
    }

    public static KeyFile lock(Sm2PrivateKey key, SecretBytes passphrase, SecureRandom random) {
        byte[] salt = new byte[PassphraseKey.MIN_SALT];
        random.nextBytes(salt);
        try (SecretBytes sealing = PassphraseKey.derive(passphrase, salt, ITERATIONS, Sm4Gcm.KEY_SIZE);
                SecretBytes scalar = key.exportScalar()) {
            byte[] aad = authenticated(key.publicKey(), ITERATIONS, Bytes.copyOf(salt));
            byte[] sealed = scalar.use(bytes -> new Sm4Gcm(sealing).seal(aad, bytes, random));
            return new KeyFile(key.publicKey(), ITERATIONS, Bytes.copyOf(salt), Bytes.wrap(sealed));
        }
    }

    /** @throws DecodeException when the passphrase is another one, or the file was changed */
    public Sm2PrivateKey unlock(SecretBytes passphrase) {
        try (SecretBytes sealing = PassphraseKey.derive(passphrase, salt.toArray(), iterations, Sm4Gcm.KEY_SIZE);
                SecretBytes scalar = SecretBytes.copyOf(
                        new Sm4Gcm(sealing).open(authenticated(publicKey, iterations, salt), sealedScalar.toArray()))) {
            Sm2PrivateKey key = scalar.use(Sm2PrivateKey::of);
            if (!key.publicKey().equals(publicKey)) {
                throw new DecodeException("the private key in the file does not belong to its public key");
            }
            return key;
        }
    }

    public Bytes toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", FORMAT);
        json.put("publicKey", publicKey.toHex());
        json.put("derivation", DERIVATION);
        json.put("iterations", iterations);
        json.put("salt", salt.toHex());
        json.put("cipher", CIPHER);
        json.put("sealed", sealedScalar.toHex());
        return Bytes.utf8(json.toPrettyString() + "\n");
    }

    /** @throws DecodeException when the bytes are not a key file of this format */
    public static KeyFile ofJson(Bytes file) {
        JsonNode json = CanonicalJson.decode(file);
        for (String field : FIELDS) {
            if (!json.has(field)) {
                throw new DecodeException("a key file has a field \"" + field + "\"");
            }
        }
        require(json, "format", FORMAT);
        require(json, "derivation", DERIVATION);
        require(json, "cipher", CIPHER);
        try {
            return new KeyFile(
                    Sm2PublicKey.ofHex(json.get("publicKey").asText()),
                    json.get("iterations").asInt(),
                    Bytes.ofHex(json.get("salt").asText()),
                    Bytes.ofHex(json.get("sealed").asText()));
        } catch (IllegalArgumentException e) {
            throw new DecodeException("not a key file: " + e.getMessage(), e);
        }
    }

    private static void require(JsonNode json, String field, String expected) {
        String found = json.get(field).asText();
        if (!found.equals(expected)) {
            throw new DecodeException(
                    "\"" + field + "\" is \"" + found + "\"; this program knows \"" + expected + "\"");
        }
    }

    private static byte[] authenticated(Sm2PublicKey publicKey, int iterations, Bytes salt) {
        return new CanonicalWriter(FORMAT)
                .fixed(publicKey.encoded().unsafeArray())
                .u32(iterations)
                .fixed(salt.unsafeArray())
                .toBytes()
                .toArray();
    }
}
