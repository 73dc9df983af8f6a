package io.regchain.protocol.base;

import java.util.Arrays;
import java.util.HexFormat;

/** A 32-byte SM3 digest (GB/T 32905), ordered as unsigned bytes; text form is 64 lower-case hexadecimal digits. */
public final class Hash32 implements Comparable<Hash32> {
    public static final int SIZE = 32;
    /** Stands for "nothing": the parent of a genesis block, the root of an empty tree. */
    public static final Hash32 ZERO = new Hash32(new byte[SIZE]);

    private final byte[] value;

    private Hash32(byte[] value) {
        this.value = value;
    }

    /** @throws IllegalArgumentException unless exactly 32 bytes */
    public static Hash32 of(byte[] value) {
        if (value.length != SIZE) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + value.length);
        }
        return new Hash32(value.clone());
    }

    /**
     * Takes the array over; the caller must not touch it again.
     *
     * @throws IllegalArgumentException unless exactly 32 bytes
     */
    public static Hash32 wrap(byte[] value) {
        if (value.length != SIZE) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + value.length);
        }
        return new Hash32(value);
    }

    /** @throws IllegalArgumentException unless 64 lower-case hexadecimal digits */
    public static Hash32 ofHex(String hex) {
        if (hex.length() != 2 * SIZE || !hex.chars().allMatch(digit -> "0123456789abcdef".indexOf(digit) >= 0)) {
            throw new IllegalArgumentException("a hash is written as 64 lower-case hexadecimal digits");
        }
        return new Hash32(HexFormat.of().parseHex(hex));
    }

    public byte[] toArray() {
        return value.clone();
    }

    /** The backing array, for reading only. */
    public byte[] unsafeArray() {
        return value;
    }

    public Bytes toBytes() {
        return Bytes.copyOf(value);
    }

    /** Bit {@code index} counted from the most significant bit of byte 0. */
    public boolean bit(int index) {
        return (value[index >>> 3] >>> (7 - (index & 7)) & 1) == 1;
    }

    public String toHex() {
        return HexFormat.of().formatHex(value);
    }

    /** The first eight digits, for people. */
    public String shortHex() {
        return HexFormat.of().formatHex(value, 0, 4);
    }

    @Override
    public int compareTo(Hash32 other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash32 that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return (value[0] & 0xff) << 24 | (value[1] & 0xff) << 16 | (value[2] & 0xff) << 8 | value[3] & 0xff;
    }

    @Override
    public String toString() {
        return toHex();
    }
}
