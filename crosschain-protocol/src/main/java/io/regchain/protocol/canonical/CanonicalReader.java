package io.regchain.protocol.canonical;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads what {@link CanonicalWriter} wrote, refusing anything else: wrong tag, short, long, or not canonical. */
public final class CanonicalReader {
    private final ByteBuffer in;

    /** @throws DecodeException when the bytes do not start with this domain tag */
    public CanonicalReader(String domain, Bytes bytes) {
        in = ByteBuffer.wrap(bytes.unsafeArray()).asReadOnlyBuffer();
        byte[] tag = take(u8());
        if (!domain.equals(new String(tag, StandardCharsets.US_ASCII))) {
            throw new DecodeException("expected " + domain + " but found another type of bytes");
        }
    }

    private byte[] take(int length) {
        if (length < 0 || length > in.remaining()) {
            throw new DecodeException("the bytes end early: " + length + " wanted, " + in.remaining() + " left");
        }
        byte[] value = new byte[length];
        in.get(value);
        return value;
    }

    public int u8() {
        return take(1)[0] & 0xff;
    }

    public int u32() {
        int value = ByteBuffer.wrap(take(4)).getInt();
        if (value < 0) {
            throw new DecodeException("a 32-bit count is negative");
        }
        return value;
    }

    public long u64() {
        long value = ByteBuffer.wrap(take(8)).getLong();
        if (value < 0) {
            throw new DecodeException("a 64-bit number is negative");
        }
        return value;
    }

    public boolean flag() {
        return switch (u8()) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new DecodeException("a flag is 0 or 1");
        };
    }

    public byte[] fixed(int length) {
        return take(length);
    }

    public Hash32 hash() {
        return Hash32.of(take(Hash32.SIZE));
    }

    public Bytes bytes() {
        return Bytes.wrap(take(u32()));
    }

    public String text() {
        byte[] value = take(u32());
        try {
            return isAscii(value)
                    ? new String(value, StandardCharsets.US_ASCII)
                    : StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(value))
                            .toString();
        } catch (CharacterCodingException e) {
            throw new DecodeException("text is not UTF-8", e);
        }
    }

    /** Names and codes are; they need no decoder that looks for malformed text. */
    private static boolean isAscii(byte[] value) {
        for (byte each : value) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    public <T> List<T> list(Function<CanonicalReader, T> read) {
        int count = u32();
        if (count > in.remaining()) {
            throw new DecodeException("a list claims " + count + " entries in " + in.remaining() + " bytes");
        }
        List<T> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(read.apply(this));
        }
        return List.copyOf(values);
    }

    /** Ends the reading. @throws DecodeException when bytes are left over */
    public void end() {
        if (in.hasRemaining()) {
            throw new DecodeException(in.remaining() + " bytes are left over");
        }
    }
}
