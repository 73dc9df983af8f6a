package io.regchain.protocol.crypto;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;

/** Bytes that must not be seen: never printed, never serialised, overwritten on {@link #close()}. */
public final class SecretBytes implements AutoCloseable {
    private final byte[] value;
    private boolean closed;

    private SecretBytes(byte[] value) {
        this.value = value;
    }

    /** Takes a copy; the caller should overwrite its own. */
    public static SecretBytes copyOf(byte[] value) {
        return new SecretBytes(value.clone());
    }

    public int size() {
        return value.length;
    }

    /**
     * Lends a copy that is overwritten when {@code work} returns.
     *
     * @throws IllegalStateException after {@link #close()}
     */
    public <T> T use(Function<byte[], T> work) {
        byte[] lent = open().clone();
        try {
            return work.apply(lent);
        } finally {
            Arrays.fill(lent, (byte) 0);
        }
    }

    /** Whether both hold the same bytes, in a time that does not depend on where they differ. */
    public boolean matches(SecretBytes other) {
        return MessageDigest.isEqual(open(), other.open());
    }

    private byte[] open() {
        if (closed) {
            throw new IllegalStateException("the secret has been closed");
        }
        return value;
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(value, (byte) 0);
    }

    @Override
    public String toString() {
        return "SecretBytes(" + value.length + ")";
    }
}
