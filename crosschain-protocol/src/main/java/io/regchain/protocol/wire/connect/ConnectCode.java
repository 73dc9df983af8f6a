package io.regchain.protocol.wire.connect;

import java.util.Locale;
import java.util.Optional;

/** The error codes of the Connect protocol and the HTTP status each is sent with; there are no others. */
public enum ConnectCode {
    CANCELED(499),
    UNKNOWN(500),
    INVALID_ARGUMENT(400),
    DEADLINE_EXCEEDED(504),
    NOT_FOUND(404),
    ALREADY_EXISTS(409),
    PERMISSION_DENIED(403),
    RESOURCE_EXHAUSTED(429),
    FAILED_PRECONDITION(400),
    ABORTED(409),
    OUT_OF_RANGE(400),
    UNIMPLEMENTED(501),
    INTERNAL(500),
    UNAVAILABLE(503),
    DATA_LOSS(500),
    UNAUTHENTICATED(401);

    private final int httpStatus;

    ConnectCode(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** As it stands in the error object, such as {@code not_found}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The code of this text; empty where the protocol has none such. */
    public static Optional<ConnectCode> ofText(String text) {
        for (ConnectCode code : values()) {
            if (code.text().equals(text)) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }

    /** What a status other than 200 stands for when the body holds no error object (Connect, "HTTP to Error Code"). */
    public static ConnectCode inferredFrom(int httpStatus) {
        return switch (httpStatus) {
            case 400 -> INTERNAL;
            case 401 -> UNAUTHENTICATED;
            case 403 -> PERMISSION_DENIED;
            case 404 -> UNIMPLEMENTED;
            case 429, 502, 503, 504 -> UNAVAILABLE;
            default -> UNKNOWN;
        };
    }
}
