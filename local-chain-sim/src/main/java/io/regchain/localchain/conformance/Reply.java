package io.regchain.localchain.conformance;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A message of the node, whichever encoding it came in, by the schema's names of its fields: the checks look at single
 * fields, where {@code fromWire} would refuse the whole message at the first wrong one. Every complaint is a
 * {@link DecodeException} that names the field.
 *
 * @param exchange the call it came on
 */
record Reply(Exchange exchange, Message message) {
    private FieldDescriptor field(String name) {
        FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
        if (field == null) {
            throw new IllegalArgumentException(
                    "the schema's " + message.getDescriptorForType().getName() + " has no field " + name);
        }
        return field;
    }

    boolean has(String name) {
        return message.hasField(field(name));
    }

    String text(String name) {
        return (String) message.getField(field(name));
    }

    boolean flag(String name) {
        return (Boolean) message.getField(field(name));
    }

    /** An unsigned number; 2^63 and above are negative. */
    long number(String name) {
        return message.getField(field(name)) instanceof Integer small
                ? Integer.toUnsignedLong(small)
                : (Long) message.getField(field(name));
    }

    Height height(String name) {
        return at(name, () -> new Height(number(name)));
    }

    Bytes bytes(String name) {
        return Bytes.wrap(((ByteString) message.getField(field(name))).toByteArray());
    }

    <T> T decoded(String name, Function<Bytes, T> decode) {
        return at(name, () -> decode.apply(bytes(name)));
    }

    Hash32 hash(String name) {
        return decoded(name, bytes -> Hash32.of(bytes.toArray()));
    }

    Sm2PublicKey key(String name) {
        return decoded(name, bytes -> Sm2PublicKey.of(bytes.toArray()));
    }

    static <T> T at(String name, Supplier<T> read) {
        try {
            return read.get();
        } catch (DecodeException | IllegalArgumentException e) {
            throw new DecodeException(name + ": " + e.getMessage(), e);
        }
    }

    Reply message(String name) {
        return new Reply(exchange, (Message) message.getField(field(name)));
    }

    List<Reply> list(String name) {
        List<Reply> entries = new ArrayList<>();
        for (Object entry : (List<?>) message.getField(field(name))) {
            entries.add(new Reply(exchange, (Message) entry));
        }
        return entries;
    }

    List<String> texts(String name) {
        return ((List<?>) message.getField(field(name)))
                .stream().map(String.class::cast).toList();
    }

    List<Bytes> listOfBytes(String name) {
        return ((List<?>) message.getField(field(name)))
                .stream()
                        .map(entry -> Bytes.wrap(((ByteString) entry).toByteArray()))
                        .toList();
    }
}
