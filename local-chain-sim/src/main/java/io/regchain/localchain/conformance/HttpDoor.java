package io.regchain.localchain.conformance;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.wire.connect.ConnectCodec;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** A node over HTTP/1.1, with TLS where its address says so. A whole answer must come within the patience. */
final class HttpDoor implements Door, AutoCloseable {
    /** After so many silences in a row nothing more is asked: the node is gone. */
    private static final int MOST_SILENCES = 3;

    private static final String MADE_UP = "conformance-kit-made-up-token";

    private final URI address;
    private final Optional<String> token;
    private final Duration patience;
    private final HttpClient client;
    private int silences;

    HttpDoor(URI address, Optional<String> token, Optional<SSLContext> tls, Duration patience) {
        this.address = address;
        this.token = token;
        this.patience = patience;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(patience);
        tls.ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    @Override
    public URI address() {
        return address;
    }

    @Override
    public boolean hasToken() {
        return token.isPresent();
    }

    @Override
    public Exchange ask(Question question) {
        String url = address + question.path();
        if (silences >= MOST_SILENCES) {
            return new Exchange(
                    url,
                    question,
                    new Exchange.NoAnswer(
                            Exchange.Reason.GIVEN_UP,
                            "not asked, the node was silent " + silences + " times in a row"));
        }
        Exchange.Result result = send(url, question);
        boolean silent = result instanceof Exchange.NoAnswer none && none.reason() == Exchange.Reason.LATE;
        silences = silent ? silences + 1 : 0;
        return new Exchange(url, question, result);
    }

    private Exchange.Result send(String url, Question question) {
        Duration limit = patience.plus(question.waiting());
        CompletableFuture<HttpResponse<Optional<byte[]>>> response =
                client.sendAsync(request(url, question), head -> new LimitedBody(ConnectCodec.MAX_ANSWER));
        try {
            return answer(response.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            response.cancel(true);
            return new Exchange.NoAnswer(Exchange.Reason.LATE, "nothing whole within " + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            return new Exchange.NoAnswer(Exchange.Reason.BROKEN, story(e.getCause() == null ? e : e.getCause()));
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            return new Exchange.NoAnswer(Exchange.Reason.BROKEN, "the kit was told to end");
        }
    }

    private HttpRequest request(String url, Question question) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .method(
                        question.method(),
                        question.method().equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(
                                        question.body().unsafeArray()));
        question.headers().forEach(request::header);
        bearer(question.token()).ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        return request.build();
    }

    private Optional<String> bearer(Question.Token which) {
        return switch (which) {
            case GIVEN -> token;
            case NONE -> Optional.empty();
            case MADE_UP -> Optional.of(MADE_UP);
        };
    }

    private static Exchange.Result answer(HttpResponse<Optional<byte[]>> response) {
        return response.body()
                .<Exchange.Result>map(body -> new Exchange.Answer(
                        response.statusCode(),
                        response.headers().firstValue("Content-Type").orElse(""),
                        Bytes.wrap(body)))
                .orElseGet(() -> new Exchange.NoAnswer(
                        Exchange.Reason.TOO_LARGE, "more than " + ConnectCodec.MAX_ANSWER + " bytes came"));
    }

    /** The whole chain of causes: the last one often says what the first one does not. */
    private static String story(Throwable problem) {
        StringBuilder story = new StringBuilder(problem.getClass().getSimpleName());
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && story.indexOf(cause.getMessage()) < 0) {
                story.append(": ").append(cause.getMessage());
            }
        }
        return ShownBytes.controlled(story.toString());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
