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
    /** Room is made for so many entries before they are read: a list within a list within a list may claim any number. */
    private static final int MOST_ROOM = 1_024;

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
        need(length);
        byte[] value = new byte[length];
        in.get(value);
        return value;
    }

    private void need(int length) {
        if (length > in.remaining()) {
            throw new DecodeException("the bytes end early: " + length + " wanted, " + in.remaining() + " left");
        }
    }

    public int u8() {
        need(1);
        return in.get() & 0xff;
    }

    public int u32() {
        need(4);
        int value = in.getInt();
        if (value < 0) {
            throw new DecodeException("a 32-bit count is negative");
        }
        return value;
    }

    public long u64() {
        need(8);
        long value = in.getLong();
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
        return Hash32.wrap(take(Hash32.SIZE));
    }

    public Bytes bytes() {
        return Bytes.wrap(take(u32()));
    }

    public String text() {
        byte[] bytes = take(u32());
        return ascii(bytes) ? new String(bytes, StandardCharsets.US_ASCII) : utf8(bytes);
    }

    private static boolean ascii(byte[] bytes) {
        for (byte each : bytes) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DecodeException("text is not UTF-8", e);
        }
    }

    public <T> List<T> list(Function<CanonicalReader, T> read) {
        int count = u32();
        if (count > in.remaining()) {
            throw new DecodeException("a list claims " + count + " entries in " + in.remaining() + " bytes");
        }
        List<T> values = new ArrayList<>(Math.min(count, MOST_ROOM));
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
