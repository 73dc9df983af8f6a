package io.regchain.protocol.crypto;

import java.util.Arrays;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/** A key from a passphrase: PBKDF2 (RFC 8018) over HMAC-SM3. */
public final class PassphraseKey {
    public static final int MIN_SALT = 16;
    /** Fewer make guessing cheap. */
    public static final int MIN_ITERATIONS = 10_000;

    private PassphraseKey() {}

    /**
     * @param passphrase UTF-8 bytes
     * @param salt random, at least {@value #MIN_SALT} bytes, kept beside what the key protects
     * @param size of the key in bytes, 1 to 64
     */
    public static SecretBytes derive(SecretBytes passphrase, byte[] salt, int iterations, int size) {
        if (passphrase.size() == 0 || salt.length < MIN_SALT || iterations < MIN_ITERATIONS || size < 1 || size > 64) {
            throw new IllegalArgumentException("a passphrase key needs a passphrase, a salt of at least " + MIN_SALT
                    + " bytes, at least " + MIN_ITERATIONS + " iterations, and 1 to 64 bytes of key");
        }
        PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SM3Digest());
        byte[] key = passphrase.use(bytes -> {
            generator.init(bytes, salt, iterations);
            return ((KeyParameter) generator.generateDerivedMacParameters(8 * size)).getKey();
        });
        try {
            return SecretBytes.copyOf(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
