package io.regchain.protocol.wire.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Messages ⇄ bodies. A field the receiver does not know is passed over in both encodings, as Connect servers and clients
 * do, so that a newer peer may say more; everything else that is not exactly one message is refused.
 */
public final class ConnectCodec {
    /** The largest request body in bytes, 4 MiB. */
    public static final int MAX_REQUEST = 4 << 20;
    /** The largest answer body in bytes: a block of 16 MB (JR/T 0314 table 4) and what stands around it. */
    public static final int MAX_ANSWER = 20_000_000;
    /** The largest error body in bytes. */
    public static final int MAX_ERROR = 1 << 16;

    private static final JsonFormat.Printer PRINTER = JsonFormat.printer().omittingInsignificantWhitespace();
    private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();

    private ConnectCodec() {}

    /** The body of a message; its size is for {@link ConnectAnswer} and the sender of a request to limit. */
    public static Bytes encode(Message message, ConnectEncoding encoding) {
        return switch (encoding) {
            case PROTO -> Bytes.wrap(message.toByteArray());
            case JSON -> Bytes.utf8(print(message));
        };
    }

    private static String print(Message message) {
        try {
            return PRINTER.print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message has no JSON form", e);
        }
    }

    /** @throws DecodeException when the body is too large or not one message of the method's request type */
    public static <Q extends Message> Q decodeRequest(
            ConnectMethod<Q, ?> method, ConnectEncoding encoding, Bytes body) {
        return decode(method + " request", method.request(), encoding, body, MAX_REQUEST);
    }

    /** @throws DecodeException when the body is too large or not one message of the method's response type */
    public static <R extends Message> R decodeResponse(
            ConnectMethod<?, R> method, ConnectEncoding encoding, Bytes body) {
        return decode(method + " answer", method.response(), encoding, body, MAX_ANSWER);
    }

    @SuppressWarnings("unchecked") // a message's builder builds messages of its own type
    private static <M extends Message> M decode(String what, M type, ConnectEncoding encoding, Bytes body, int limit) {
        if (body.size() > limit) {
            throw new DecodeException(what + ": at most " + limit + " bytes are read, not " + body.size());
        }
        Message.Builder builder = type.newBuilderForType();
        try {
            switch (encoding) {
                case PROTO -> builder.mergeFrom(body.unsafeArray());
                case JSON -> PARSER.merge(strictJson(body), builder);
            }
        } catch (InvalidProtocolBufferException | JsonProcessingException | CharacterCodingException e) {
            throw new DecodeException(
                    what + " is not readable as " + encoding.contentType() + ": " + e.getMessage(), e);
        }
        return (M) builder.build();
    }

    /** Protobuf's JSON parser forgives bad syntax, repeated keys and trailing text; this one does not. */
    private static String strictJson(Bytes body) throws CharacterCodingException, JsonProcessingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(body.unsafeArray()))
                .toString();
        if (!CanonicalJson.MAPPER.readTree(text).isObject()) {
            throw new DecodeException("a JSON body is one object, such as {}");
        }
        return text;
    }
}
