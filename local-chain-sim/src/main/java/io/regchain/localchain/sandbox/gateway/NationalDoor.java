package io.regchain.localchain.sandbox.gateway;

import io.regchain.ledger.tls.NationalTls;
import io.regchain.ledger.tls.TlsIdentity;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.wire.connect.ConnectCodec;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.javadsl.Source;

/**
 * What a market puts before a node whose platform has no national TLS, as others do with a gateway: it takes the hub's
 * calls, and hands them on to the node with the node's token. Bodies pass unchanged. A node that is silent looks silent to
 * the hub too.
 */
public final class NationalDoor {
    /** With a call that waits for a block for a minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(70);
    /** Later than the node's, so that its silence is told as such. */
    private static final Duration DOOR_PATIENCE = PATIENCE.plusSeconds(5);

    private static final long BODY_MILLIS = 10_000;
    /** What is over the limit of an answer passes, since the hub is to refuse it; what has no end does not. */
    private static final int MOST = 2 * ConnectCodec.MAX_ANSWER;

    private final ClassicActorSystemProvider system;
    private final NodeAddress node;
    private final Consumer<DoorCall> journal;
    private final HttpClient http;

    /** @param journal hears of every call, on any thread */
    public NationalDoor(ClassicActorSystemProvider system, NodeAddress node, Consumer<DoorCall> journal) {
        this.system = system;
        this.node = node;
        this.journal = journal;
        HttpClient.Builder client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        node.tls().ifPresent(client::sslContext);
        this.http = client.build();
    }

    /** On a port that the system chooses. */
    public CompletionStage<ServerBinding> bind(TlsIdentity identity) {
        NationalTls tls = NationalTls.of(identity);
        ServerSettings settings = ServerSettings.create(system.classicSystem());
        return Http.get(system)
                .newServerAt("127.0.0.1", 0)
                .enableHttps(ConnectionContext.httpsServer(tls::serverEngine))
                .withSettings(settings.withTimeouts(settings.getTimeouts()
                        .withRequestTimeout(scala.concurrent.duration.Duration.create(
                                DOOR_PATIENCE.toSeconds(), TimeUnit.SECONDS))))
                .bind(this::pass);
    }

    private CompletionStage<HttpResponse> pass(HttpRequest request) {
        String path = request.getUri().path();
        return request.entity().toStrict(BODY_MILLIS, system).thenCompose(strict -> {
            Bytes body = Bytes.wrap(strict.getData().toArray());
            return ask(request, path, body)
                    .handle((answer, problem) ->
                            problem == null ? answered(path, body, answer) : silent(path, body, problem));
        });
    }

    private HttpResponse answered(String path, Bytes body, WholeAnswer answer) {
        journal.accept(new DoorCall(path, body, new DoorCall.Answered(answer.status(), Bytes.wrap(answer.body()))));
        return HttpResponse.create()
                .withStatus(answer.status())
                .withEntity(HttpEntities.create(contentType(answer.contentType()), answer.body()));
    }

    private static ContentType contentType(String given) {
        try {
            return ContentTypes.parse(given);
        } catch (IllegalArgumentException unreadable) {
            return ContentTypes.APPLICATION_OCTET_STREAM; // the hub goes by the body
        }
    }

    /** An answer that breaks off: whoever asked has none. */
    private HttpResponse silent(String path, Bytes body, Throwable problem) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        journal.accept(new DoorCall(path, body, new DoorCall.Silent(Silence.of(cause))));
        return HttpResponse.create()
                .withEntity(HttpEntities.createChunked(
                        ContentTypes.APPLICATION_OCTET_STREAM,
                        Source.failed(new IOException("the node behind this door is silent"))));
    }

    private CompletableFuture<WholeAnswer> ask(HttpRequest request, String path, Bytes body) {
        java.net.http.HttpRequest.Builder asked = java.net.http.HttpRequest.newBuilder(node.of(path))
                .header("Content-Type", request.entity().getContentType().toString())
                .timeout(PATIENCE)
                .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(body.unsafeArray()));
        node.token().ifPresent(token -> asked.header("Authorization", "Bearer " + token));
        for (HttpHeader header : request.getHeaders()) {
            if (header.lowercaseName().startsWith("connect-")) {
                asked.header(header.name(), header.value());
            }
        }
        return WholeAnswer.of(http, asked.build(), PATIENCE, MOST);
    }
}
