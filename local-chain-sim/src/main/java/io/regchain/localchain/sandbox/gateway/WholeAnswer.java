package io.regchain.localchain.sandbox.gateway;

import io.regchain.localchain.conformance.LimitedBody;
import io.regchain.protocol.wire.connect.ConnectCodec;
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
    /** Fails with {@code TimeoutException} when the answer is not whole in time. */
    static CompletableFuture<WholeAnswer> of(HttpClient http, HttpRequest request, Duration patience) {
        CompletableFuture<HttpResponse<Optional<byte[]>>> asked =
                http.sendAsync(request, head -> new LimitedBody(ConnectCodec.MAX_ANSWER));
        return asked.thenApply(WholeAnswer::whole)
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((answer, problem) -> asked.cancel(true));
    }

    private static WholeAnswer whole(HttpResponse<Optional<byte[]>> answer) {
        byte[] body = answer.body()
                .orElseThrow(() -> new UncheckedIOException(
                        new IOException("its answer has more than " + ConnectCodec.MAX_ANSWER + " bytes")));
        return new WholeAnswer(
                answer.statusCode(), answer.headers().firstValue("Content-Type").orElse(""), body);
    }
}
