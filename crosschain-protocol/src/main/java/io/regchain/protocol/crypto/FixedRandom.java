package io.regchain.protocol.crypto;

import java.security.SecureRandom;

/** Gives out one known value, once: for the encryption vector of the standard, which fixes its nonce. */
final class FixedRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] value;
    private boolean spent;

    FixedRandom(byte[] value) {
        this.value = value.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
        if (spent || bytes.length != value.length) {
            throw new IllegalStateException("the known value does not serve as a nonce");
        }
        spent = true;
        System.arraycopy(value, 0, bytes, 0, bytes.length);
    }
}
