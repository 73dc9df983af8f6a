package io.regchain.protocol.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Known-answer tests of the national algorithms (A9.6), to be run when the program starts: SM3, HMAC-SM3, SM4, SM4-GCM,
 * SM2 keys, signature and encryption, with the vectors of GB/T 32905, 32907, 32918.5 and RFC 8998.
 */
public final class CryptoSelfTest {
    private static final String RESOURCE = "vectors.json";
    private static final List<String> KINDS =
            List.of("hmac-sm3", "sm2-encryption", "sm2-signature", "sm3", "sm4", "sm4-gcm");

    private CryptoSelfTest() {}

    /** @throws CryptoSelfTestException naming the vector whose answer differs; the program must stop */
    public static void run() {
        run(resource(), false);
    }

    /** All of {@link #run()} and the vectors that take a second. */
    public static void runThoroughly() {
        run(resource(), true);
    }

    static void run(byte[] vectors, boolean thoroughly) {
        TreeSet<String> kinds = new TreeSet<>();
        for (CryptoVector vector : parse(vectors)) {
            if (thoroughly || !vector.slow()) {
                check(vector);
                kinds.add(vector.kind());
            }
        }
        if (!kinds.containsAll(KINDS)) {
            throw new CryptoSelfTestException("the vector file covers " + kinds + ", not all of " + KINDS);
        }
    }

    static byte[] resource() {
        try (InputStream in = CryptoSelfTest.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new CryptoSelfTestException("the vector file " + RESOURCE + " is not in the program");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new CryptoSelfTestException("the vector file " + RESOURCE + " cannot be read", e);
        }
    }

    static List<CryptoVector> parse(byte[] vectors) {
        try {
            List<CryptoVector> list = new ArrayList<>();
            for (JsonNode fields : new ObjectMapper().readTree(vectors).path("vectors")) {
                list.add(new CryptoVector(fields));
            }
            return list;
        } catch (IOException e) {
            throw new CryptoSelfTestException("the vector file is not JSON", e);
        }
    }

    private static void check(CryptoVector vector) {
        try {
            checkKind(vector);
        } catch (CryptoSelfTestException | IllegalArgumentException | IllegalStateException | DecodeException e) {
            throw new CryptoSelfTestException(
                    "cryptographic self-test: vector \"" + vector.name() + "\" fails: " + e.getMessage(), e);
        }
    }

    private static void checkKind(CryptoVector vector) {
        switch (vector.kind()) {
            case "sm3" ->
                vector.expect("digest", Sm3.hash(vector.bytes("message")).toArray());
            case "hmac-sm3" -> hmac(vector);
            case "sm4" -> sm4(vector);
            case "sm4-gcm" -> gcm(vector);
            case "sm2-signature" -> signature(vector);
            case "sm2-encryption" -> encryption(vector);
            default -> throw new IllegalArgumentException("no algorithm is called " + vector.kind());
        }
    }

    private static void hmac(CryptoVector vector) {
        SecretBytes key = SecretBytes.copyOf(vector.bytes("key"));
        vector.expect("mac", HmacSm3.mac(key, vector.bytes("message")).toArray());
    }

    private static void sm4(CryptoVector vector) {
        byte[] block = vector.bytes("plaintext");
        sm4(true, vector, block);
        vector.expect("ciphertext", block);
        sm4(false, vector, block);
        vector.expect("plaintext", block);
    }

    private static void sm4(boolean encrypt, CryptoVector vector, byte[] block) {
        SM4Engine engine = new SM4Engine();
        engine.init(encrypt, new KeyParameter(vector.bytes("key")));
        for (int i = vector.number("times"); i > 0; i--) {
            engine.processBlock(block, 0, block, 0);
        }
    }

    private static void gcm(CryptoVector vector) {
        Sm4Gcm cipher = new Sm4Gcm(SecretBytes.copyOf(vector.bytes("key")));
        byte[] nonce = vector.bytes("nonce");
        byte[] aad = vector.bytes("aad");
        vector.expect("ciphertextAndTag", cipher.encrypt(nonce, aad, vector.bytes("plaintext")));
        vector.expect("plaintext", cipher.decrypt(nonce, aad, vector.bytes("ciphertextAndTag")));
    }

    private static void signature(CryptoVector vector) {
        Sm2PrivateKey key = Sm2PrivateKey.of(vector.bytes("privateKey"));
        vector.expect("publicKey", key.publicKey().encoded().toArray());
        Sm2Identity identity = new Sm2Identity(io.regchain.protocol.base.Bytes.wrap(vector.bytes("identity")));
        Hash32 z = key.publicKey().z(identity);
        vector.expect("z", z.toArray());
        Hash32 e = Sm3.hash(z.toArray(), vector.bytes("message"));
        vector.expect("e", e.toArray());
        Sm2Signature signature = key.signDigest(e, new BigInteger(1, vector.bytes("nonce")))
                .orElseThrow(() -> new IllegalArgumentException("the nonce makes no signature"));
        vector.expect("signature", signature.value().toArray());
        vector.expect("der", signature.toDer());
        vector.expect(
                key.publicKey().verify(vector.bytes("message"), Sm2Signature.fromDer(vector.bytes("der")), identity),
                "the signature verifies");
        bothWays(vector, key.publicKey(), e, signature);
    }

    /** With and without a table of the key's multiples; and no other digest verifies. */
    private static void bothWays(CryptoVector vector, Sm2PublicKey key, Hash32 e, Sm2Signature signature) {
        Sm2Verifier verifier = new Sm2Verifier(key.encoded());
        Hash32 other = Sm3.hash(e.toArray());
        for (Optional<CombTable> table : List.of(Optional.<CombTable>empty(), Optional.of(verifier.table()))) {
            vector.expect(
                    verifier.verifies(e, signature, table) && !verifier.verifies(other, signature, table),
                    "the signature verifies " + (table.isPresent() ? "with" : "without") + " a table of the key");
        }
    }

    private static void encryption(CryptoVector vector) {
        Sm2PrivateKey key = Sm2PrivateKey.of(vector.bytes("privateKey"));
        byte[] plaintext = vector.bytes("plaintext");
        byte[] raw = Sm2Cipher.encrypt(key.publicKey(), plaintext, new FixedRandom(vector.bytes("nonce")));
        vector.expect("ciphertext", raw);
        vector.expect("der", Sm2Cipher.toDer(raw));
        vector.expect("plaintext", Sm2Cipher.decrypt(key, Sm2Cipher.fromDer(vector.bytes("der"))));
    }
}
