package io.regchain.protocol.wire.connect;

import com.google.protobuf.Message;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import java.util.Optional;

/** A unary answer as HTTP carries it. */
public record ConnectAnswer(int httpStatus, String contentType, Bytes body) {
    private static final int OK = 200;

    /** What the caller of a function got. */
    public sealed interface Result<R> {
        record Returned<R>(R response) implements Result<R> {}

        record Failed<R>(ConnectError error) implements Result<R> {}
    }

    /** The answer to a call that went well, in the request's encoding; too large a message becomes an error. */
    public static ConnectAnswer of(Message response, ConnectEncoding encoding) {
        // Base64 makes JSON a third larger: a block near 16 MB has no JSON answer.
        if (response.getSerializedSize() > ConnectCodec.MAX_ANSWER) {
            return tooLarge();
        }
        Bytes body = ConnectCodec.encode(response, encoding);
        return body.size() > ConnectCodec.MAX_ANSWER ? tooLarge() : new ConnectAnswer(OK, encoding.contentType(), body);
    }

    private static ConnectAnswer tooLarge() {
        return of(new ConnectError(
                ConnectCode.RESOURCE_EXHAUSTED,
                "the answer is over " + ConnectCodec.MAX_ANSWER
                        + " bytes: ask in application/proto, or without the block's transactions"));
    }

    public static ConnectAnswer of(ConnectError error) {
        return of(error.code().httpStatus(), error);
    }

    /** An error with a status of its own, such as 415. */
    public static ConnectAnswer of(int httpStatus, ConnectError error) {
        return new ConnectAnswer(httpStatus, ConnectEncoding.JSON.contentType(), error.toJson());
    }

    /**
     * The caller's side.
     *
     * @param encoding what the request was sent in
     * @throws DecodeException when a successful answer is of another type than asked for or not readable
     */
    public <R extends Message> Result<R> read(ConnectMethod<?, R> method, ConnectEncoding encoding) {
        if (httpStatus != OK) {
            return new Result.Failed<>(ConnectError.ofAnswer(httpStatus, body));
        }
        if (!ConnectEncoding.ofContentType(contentType).equals(Optional.of(encoding))) {
            throw new DecodeException(
                    method + " answer: asked in " + encoding.contentType() + ", answered in \"" + contentType + "\"");
        }
        return new Result.Returned<>(ConnectCodec.decodeResponse(method, encoding, body));
    }
}
