package io.regchain.protocol.crypto;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.TreeSet;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Authenticated encryption with SM4 (GB/T 32907) in Galois/counter mode, as in RFC 8998: 16-byte key, 12-byte nonce,
 * 16-byte tag behind the ciphertext. A nonce that serves twice under one key gives the key stream away, so one object
 * refuses to encrypt twice with the same. Not thread-safe.
 */
public final class Sm4Gcm {
    public static final int KEY_SIZE = 16;
    public static final int NONCE_SIZE = 12;
    public static final int TAG_SIZE = 16;
    /** Messages under one key object, after which a new key is due. */
    public static final int MAX_MESSAGES = 1 << 20;

    private final SecretBytes key;
    private final TreeSet<Bytes> usedNonces = new TreeSet<>();

    /** @throws IllegalArgumentException unless the key has 16 bytes */
    public Sm4Gcm(SecretBytes key) {
        if (key.size() != KEY_SIZE) {
            throw new IllegalArgumentException("an SM4 key has 16 bytes, not " + key.size());
        }
        this.key = key;
    }

    /**
     * Encrypts with a nonce of the caller's.
     *
     * @param aad bytes that are authenticated but not encrypted
     * @return ciphertext and tag
     * @throws IllegalArgumentException when the nonce has not 12 bytes or has been used
     */
    public byte[] encrypt(byte[] nonce, byte[] aad, byte[] plaintext) {
        if (usedNonces.size() >= MAX_MESSAGES) {
            throw new IllegalStateException("this key has encrypted " + MAX_MESSAGES + " messages; a new key is due");
        }
        requireNonce(nonce);
        if (!usedNonces.add(Bytes.copyOf(nonce))) {
            throw new IllegalArgumentException("this nonce has encrypted another message under the same key");
        }
        try {
            return run(true, nonce, aad, plaintext);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("SM4-GCM encryption failed", e);
        }
    }

    /**
     * Decrypts what {@link #encrypt} made.
     *
     * @throws DecodeException when key, nonce, additional data, ciphertext and tag do not belong together
     * @throws IllegalArgumentException when the nonce has not 12 bytes
     */
    public byte[] decrypt(byte[] nonce, byte[] aad, byte[] ciphertextAndTag) {
        requireNonce(nonce);
        try {
            return run(false, nonce, aad, ciphertextAndTag);
        } catch (InvalidCipherTextException e) {
            throw new DecodeException("the ciphertext is not authentic: its SM4-GCM tag does not match", e);
        }
    }

    /** Encrypts under a fresh random nonce: nonce, ciphertext and tag in one. */
    public byte[] seal(byte[] aad, byte[] plaintext, SecureRandom random) {
        byte[] nonce = new byte[NONCE_SIZE];
        random.nextBytes(nonce);
        byte[] encrypted = encrypt(nonce, aad, plaintext);
        byte[] sealed = Arrays.copyOf(nonce, NONCE_SIZE + encrypted.length);
        System.arraycopy(encrypted, 0, sealed, NONCE_SIZE, encrypted.length);
        return sealed;
    }

    /** @throws DecodeException when it is not what {@link #seal} made under this key with this additional data */
    public byte[] open(byte[] aad, byte[] sealed) {
        if (sealed.length < NONCE_SIZE + TAG_SIZE) {
            throw new DecodeException("sealed bytes have a nonce and a tag, at least 28 bytes, not " + sealed.length);
        }
        return decrypt(Arrays.copyOf(sealed, NONCE_SIZE), aad, Arrays.copyOfRange(sealed, NONCE_SIZE, sealed.length));
    }

    private static void requireNonce(byte[] nonce) {
        if (nonce.length != NONCE_SIZE) {
            throw new IllegalArgumentException("an SM4-GCM nonce has 12 bytes, not " + nonce.length);
        }
    }

    private byte[] run(boolean encrypt, byte[] nonce, byte[] aad, byte[] in) throws InvalidCipherTextException {
        GCMModeCipher cipher = GCMBlockCipher.newInstance(new SM4Engine());
        key.use(bytes -> {
            cipher.init(encrypt, new AEADParameters(new KeyParameter(bytes), 8 * TAG_SIZE, nonce, aad));
            return cipher;
        });
        byte[] out = new byte[cipher.getOutputSize(in.length)];
        int length = cipher.processBytes(in, 0, in.length, out, 0);
        cipher.doFinal(out, length);
        return out;
    }
}
