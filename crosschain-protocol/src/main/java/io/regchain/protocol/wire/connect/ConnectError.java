package io.regchain.protocol.wire.connect;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A failed call. Its body is always JSON, whatever the request's encoding: {@code {"code","message"}}.
 *
 * @param message for people: what, where, why, and what would be right; may be empty
 */
public record ConnectError(ConnectCode code, String message) {
    /** Longer messages of a peer are cut to this many characters. */
    public static final int MAX_MESSAGE = 4096;

    public ConnectError {
        message = wellFormed(message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE));
    }

    /** A message may quote what a peer sent: half a surrogate pair has no JSON form and becomes a question mark. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    public Bytes toJson() {
        return CanonicalJson.encode(
                CanonicalJson.object().put("code", code.text()).put("message", message));
    }

    /** The error of an answer whose status is not 200: from its body, else inferred from the status. */
    public static ConnectError ofAnswer(int httpStatus, Bytes body) {
        return parse(body)
                .orElseGet(() -> new ConnectError(
                        ConnectCode.inferredFrom(httpStatus),
                        "HTTP status " + httpStatus + " without an error object"));
    }

    private static Optional<ConnectError> parse(Bytes body) {
        if (body.size() > ConnectCodec.MAX_ERROR) {
            return Optional.empty();
        }
        try {
            JsonNode json = CanonicalJson.decode(body);
            String message =
                    json.path("message").isTextual() ? json.get("message").textValue() : "";
            return ConnectCode.ofText(json.path("code").asText("")).map(code -> new ConnectError(code, message));
        } catch (DecodeException e) {
            return Optional.empty(); // not an error object: the protocol has the status decide then
        }
    }

    @Override
    public String toString() {
        return code.text() + ": " + message;
    }
}
