package io.regchain.localchain.sandbox.gateway;

import io.regchain.localchain.conformance.LimitedBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What a node answered, all of it within a time and a size: one that stops in the middle of a body, or never comes to its
 * end, holds nobody up.
 */
record WholeAnswer(int status, String contentType, byte[] body) {
    /**
     * Fails with {@code TimeoutException} when the answer is not whole in time.
     *
     * @param most bytes of the body
     */
    static CompletableFuture<WholeAnswer> of(HttpClient http, HttpRequest request, Duration patience, int most) {
        CompletableFuture<HttpResponse<Optional<byte[]>>> asked =
                http.sendAsync(request, head -> new LimitedBody(most));
        return asked.thenApply(answer -> whole(answer, most))
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((answer, problem) -> asked.cancel(true));
    }

    private static WholeAnswer whole(HttpResponse<Optional<byte[]>> answer, int most) {
        byte[] body = answer.body()
                .orElseThrow(
                        () -> new UncheckedIOException(new IOException("its answer has more than " + most + " bytes")));
        return new WholeAnswer(
                answer.statusCode(), answer.headers().firstValue("Content-Type").orElse(""), body);
    }
}
