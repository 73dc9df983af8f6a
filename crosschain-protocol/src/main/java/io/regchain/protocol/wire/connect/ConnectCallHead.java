package io.regchain.protocol.wire.connect;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What the headers of a unary request say.
 *
 * @param timeout how long the caller waits; absent: without limit
 */
public record ConnectCallHead(ConnectEncoding encoding, Optional<Duration> timeout) {
    public static final String CONTENT_TYPE = "Content-Type";
    public static final String CONTENT_ENCODING = "Content-Encoding";
    public static final String PROTOCOL_VERSION = "Connect-Protocol-Version";
    public static final String TIMEOUT = "Connect-Timeout-Ms";
    /** The one version there is. A caller may leave the header out, so that curl needs no more than a content type. */
    public static final String VERSION = "1";

    private static final Pattern TIMEOUT_FORM = Pattern.compile("[0-9]{1,10}");
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;

    /** What reading the headers came to. */
    public sealed interface Reading {
        record Understood(ConnectCallHead head) implements Reading {}

        /** @param httpStatus the status to answer with; not always the one of the error's code */
        record Rejected(int httpStatus, ConnectError error) implements Reading {}
    }

    /** @param header looks a header up by its name, case left aside */
    public static Reading read(Function<String, Optional<String>> header) {
        Optional<ConnectEncoding> encoding = header.apply(CONTENT_TYPE).flatMap(ConnectEncoding::ofContentType);
        if (encoding.isEmpty()) {
            return new Reading.Rejected(
                    UNSUPPORTED_MEDIA_TYPE,
                    new ConnectError(ConnectCode.UNKNOWN, "send Content-Type application/proto or application/json"));
        }
        Optional<String> compression = header.apply(CONTENT_ENCODING).filter(value -> !value.equals("identity"));
        if (compression.isPresent()) {
            return rejected(ConnectCode.UNIMPLEMENTED, "only the content encoding identity is supported");
        }
        if (header.apply(PROTOCOL_VERSION)
                .filter(value -> !value.equals(VERSION))
                .isPresent()) {
            return rejected(ConnectCode.INVALID_ARGUMENT, PROTOCOL_VERSION + " should be " + VERSION);
        }
        return timeout(encoding.get(), header.apply(TIMEOUT));
    }

    private static Reading timeout(ConnectEncoding encoding, Optional<String> value) {
        if (value.isPresent() && !TIMEOUT_FORM.matcher(value.get()).matches()) {
            return rejected(ConnectCode.INVALID_ARGUMENT, TIMEOUT + " should be milliseconds, at most 10 digits");
        }
        return new Reading.Understood(
                new ConnectCallHead(encoding, value.map(Long::parseLong).map(Duration::ofMillis)));
    }

    private static Reading rejected(ConnectCode code, String message) {
        return new Reading.Rejected(code.httpStatus(), new ConnectError(code, message));
    }

    /** The header value for a timeout: at least 1 ms, at most ten digits. */
    public static String timeoutValue(Duration timeout) {
        return Long.toString(Math.max(1, Math.min(timeout.toMillis(), 9_999_999_999L)));
    }
}
