package io.regchain.localchain.sandbox.gateway;

import static java.util.Objects.requireNonNull;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.TimeoutException;

/** Why a node did not answer, for people. */
final class Silence {
    private static final String LATE = "it takes the call and gives no whole answer in time";

    private Silence() {}

    static String of(Throwable cause) {
        return switch (cause) {
            case HttpTimeoutException late -> LATE;
            case TimeoutException late -> LATE;
            case ConnectException nobody -> "nobody listens there";
            case UncheckedIOException tooLarge ->
                String.valueOf(requireNonNull(tooLarge.getCause()).getMessage());
            default ->
                "the connection broke: " + cause.getClass().getSimpleName()
                        + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
        };
    }
}
