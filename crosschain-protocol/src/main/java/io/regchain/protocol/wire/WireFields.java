package io.regchain.protocol.wire;

import com.google.protobuf.ByteString;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Reads single Protobuf fields; each complaint names the field and what would be right. */
final class WireFields {
    private static final Pattern KEY_FORM = Pattern.compile("[!-~]{1,512}");
    private static final Pattern OBJECT_ID_FORM = Pattern.compile("[!-.0-~]{1,128}");
    private static final int DEFAULT_WAIT_MILLIS = 10_000;
    private static final int MAX_WAIT_MILLIS = 60_000;

    private WireFields() {}

    /** Runs a reader; what a self-checking value says no to becomes a complaint about this field. */
    static <T> T at(String field, Supplier<T> read) {
        try {
            return read.get();
        } catch (DecodeException | IllegalArgumentException e) {
            throw new DecodeException(field + ": " + e.getMessage(), e);
        }
    }

    /** Refuses a field that contradicts another one of the same message. */
    static void agree(String field, Object said, Object right) {
        if (!said.equals(right)) {
            throw new DecodeException(field + " says " + said + " but the message proves " + right);
        }
    }

    static ChainId network(String id) {
        return at("network_id", () -> new ChainId(id));
    }

    static Height height(String field, long value) {
        return at(field, () -> new Height(value));
    }

    static Optional<Height> height(String field, boolean present, long value) {
        return present ? Optional.of(height(field, value)) : Optional.empty();
    }

    static BlockTime time(String field, long millis) {
        return at(field, () -> new BlockTime(millis));
    }

    static Hash32 hash(String field, ByteString bytes) {
        return at(field, () -> Hash32.of(bytes.toByteArray()));
    }

    static Sm2PublicKey key(String field, ByteString bytes) {
        return at(field, () -> Sm2PublicKey.of(bytes.toByteArray()));
    }

    static Bytes bytes(ByteString bytes) {
        return Bytes.wrap(bytes.toByteArray());
    }

    static <T> T decoded(String field, ByteString bytes, Function<Bytes, T> decode) {
        return at(field, () -> decode.apply(bytes(bytes)));
    }

    static String text(String field, String value, int maxLength) {
        if (value.isBlank() || value.length() > maxLength) {
            throw new DecodeException(field + " should be a text of 1 to " + maxLength + " characters");
        }
        return value;
    }

    static String stateKey(String key) {
        if (!KEY_FORM.matcher(key).matches()) {
            throw new DecodeException("key should be 1 to 512 printable ASCII characters without spaces");
        }
        return key;
    }

    static String objectId(String field, String id) {
        if (!OBJECT_ID_FORM.matcher(id).matches()) {
            throw new DecodeException(
                    field + " should be 1 to 128 printable ASCII characters without spaces and slashes");
        }
        return id;
    }

    static long version(String field, long value) {
        if (value < 0) {
            throw new DecodeException(field + " should be below 2^63");
        }
        return value;
    }

    static Duration maxWait(int millis) {
        if (millis < 0 || millis > MAX_WAIT_MILLIS) {
            throw new DecodeException(
                    "max_wait_millis should be 1 to " + MAX_WAIT_MILLIS + ", or 0 for " + DEFAULT_WAIT_MILLIS);
        }
        return Duration.ofMillis(millis == 0 ? DEFAULT_WAIT_MILLIS : millis);
    }

    static int waitMillis(Duration maxWait) {
        long millis = maxWait.toMillis();
        if (millis < 1 || millis > MAX_WAIT_MILLIS) {
            throw new IllegalArgumentException("a wait is 1 ms to " + MAX_WAIT_MILLIS + " ms, not " + millis);
        }
        return (int) millis;
    }

    /** Reads each entry of a list, naming its place. */
    static <M, T> List<T> list(String field, List<M> entries, Function<M, T> read) {
        List<T> values = new ArrayList<>(entries.size());
        for (M entry : entries) {
            values.add(at(field + "[" + values.size() + "]", () -> read.apply(entry)));
        }
        return List.copyOf(values);
    }

    static ByteString wire(Bytes bytes) {
        return ByteString.copyFrom(bytes.unsafeArray());
    }

    static ByteString wire(Hash32 hash) {
        return ByteString.copyFrom(hash.unsafeArray());
    }

    static ByteString wire(Sm2PublicKey key) {
        return wire(key.encoded());
    }
}
