package io.regchain.localchain.federation;

import io.regchain.ledger.tls.NationalTls;
import io.regchain.ledger.tls.TlsIdentity;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;

/**
 * What a market puts before a node whose platform has no national TLS, as others do with a gateway: it takes the hub's
 * calls, and hands them on to the node with the node's token. Bodies pass unchanged.
 */
final class NationalDoor {
    private static final Duration PATIENCE = Duration.ofSeconds(75);
    private static final long BODY_MILLIS = 10_000;

    private final ClassicActorSystemProvider system;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI node;
    private final String token;

    NationalDoor(ClassicActorSystemProvider system, URI node, String token) {
        this.system = system;
        this.node = node;
        this.token = token;
    }

    /** On a port that the system chooses. */
    CompletionStage<ServerBinding> bind(TlsIdentity identity) {
        NationalTls tls = NationalTls.of(identity);
        ServerSettings settings = ServerSettings.create(system.classicSystem());
        return Http.get(system)
                .newServerAt("127.0.0.1", 0)
                .enableHttps(ConnectionContext.httpsServer(tls::serverEngine))
                .withSettings(settings.withTimeouts(settings.getTimeouts()
                        .withRequestTimeout(
                                scala.concurrent.duration.Duration.create(PATIENCE.toSeconds(), TimeUnit.SECONDS))))
                .bind(this::pass);
    }

    private CompletionStage<HttpResponse> pass(HttpRequest request) {
        return request.entity()
                .toStrict(BODY_MILLIS, system)
                .thenCompose(body -> ask(request, body.getData().toArrayUnsafe()))
                .thenApply(answer -> HttpResponse.create()
                        .withStatus(answer.statusCode())
                        .withEntity(HttpEntities.create(
                                ContentTypes.parse(answer.headers()
                                        .firstValue("Content-Type")
                                        .orElseThrow()),
                                answer.body())));
    }

    private CompletableFuture<java.net.http.HttpResponse<byte[]>> ask(HttpRequest request, byte[] body) {
        java.net.http.HttpRequest.Builder asked = java.net.http.HttpRequest.newBuilder(
                        node.resolve(request.getUri().path()))
                .header("Content-Type", request.entity().getContentType().toString())
                .header("Authorization", "Bearer " + token)
                .timeout(PATIENCE)
                .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(body));
        for (HttpHeader header : request.getHeaders()) {
            if (header.lowercaseName().startsWith("connect-")) {
                asked.header(header.name(), header.value());
            }
        }
        return http.sendAsync(asked.build(), java.net.http.HttpResponse.BodyHandlers.ofByteArray());
    }
}
