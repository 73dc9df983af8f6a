package io.regchain.protocol.canonical;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.crypto.Sm3;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Canonical bytes of everything we hash or sign: a domain tag, then fields in a fixed order. Integers are big-endian
 * and of fixed width, variable fields carry a 4-byte length, lists a 4-byte count. One value has one encoding.
 */
public final class CanonicalWriter {
    private byte[] out = new byte[256];
    private int size;

    /** @param domain tells the type and its format version, such as {@code regchain/header/1} */
    public CanonicalWriter(String domain) {
        byte[] tag = domain.getBytes(StandardCharsets.US_ASCII);
        u8(tag.length);
        fixed(tag);
    }

    private void reserve(int more) {
        int needed = Math.addExact(size, more);
        if (needed > out.length) {
            out = Arrays.copyOf(out, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(2L * out.length, needed)));
        }
    }

    public CanonicalWriter u8(int value) {
        if (value < 0 || value > 0xff) {
            throw new IllegalArgumentException("not an unsigned byte: " + value);
        }
        reserve(1);
        out[size++] = (byte) value;
        return this;
    }

    public CanonicalWriter u32(int value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative: " + value);
        }
        reserve(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            out[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    /** A non-negative 64-bit integer. */
    public CanonicalWriter u64(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative: " + value);
        }
        reserve(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            out[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    public CanonicalWriter flag(boolean value) {
        return u8(value ? 1 : 0);
    }

    /** Bytes of a length that the format fixes: no length is written. */
    public CanonicalWriter fixed(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, out, size, value.length);
        size += value.length;
        return this;
    }

    public CanonicalWriter hash(Hash32 value) {
        return fixed(value.unsafeArray());
    }

    public CanonicalWriter bytes(Bytes value) {
        u32(value.size());
        return fixed(value.unsafeArray());
    }

    public CanonicalWriter text(String value) {
        return bytes(Bytes.utf8(value));
    }

    public <T> CanonicalWriter list(List<T> values, BiConsumer<CanonicalWriter, T> write) {
        u32(values.size());
        values.forEach(value -> write.accept(this, value));
        return this;
    }

    public byte[] toArray() {
        return Arrays.copyOf(out, size);
    }

    public Bytes toBytes() {
        return Bytes.wrap(toArray());
    }

    public Hash32 toHash() {
        return Sm3.hash(toArray());
    }
}
