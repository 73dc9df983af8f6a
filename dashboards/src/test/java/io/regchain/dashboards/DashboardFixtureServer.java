package io.regchain.dashboards;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.canonical.CanonicalJson;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** The pages over fixed answers, for tests of the pages alone. {@code /login?token=operator} or {@code jiangsu}. */
final class DashboardFixtureServer implements AutoCloseable {
    private static final String POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
            + " frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
    private static final Duration BLOCK_EVERY = Duration.ofMillis(700);

    private final ActorSystem system = ActorSystem.create("fixture");
    private final FixtureData data = new FixtureData();
    private final FixtureStatus status = new FixtureStatus();
    private final AtomicLong height = new AtomicLong(1024);
    private final ServerBinding binding;

    DashboardFixtureServer() {
        var pages = DashboardPages.pages();
        binding = Http.get(system)
                .newServerAt("127.0.0.1", 0)
                .bindSync(request -> pages.apply(request)
                        .orElseGet(() -> api(request))
                        .addHeader(RawHeader.create("Content-Security-Policy", POLICY)))
                .toCompletableFuture()
                .join();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + binding.localAddress().getPort());
    }

    String transaction() {
        return data.transaction;
    }

    private HttpResponse api(HttpRequest request) {
        String path = request.getUri().getPathString();
        if (path.equals("/login")) {
            return HttpResponse.create()
                    .withStatus(303)
                    .addHeader(RawHeader.create("Location", "/"))
                    .addHeader(RawHeader.create(
                            "Set-Cookie",
                            "who=" + request.getUri().query().get("token").orElse("") + "; Path=/; HttpOnly"));
        }
        Optional<Boolean> all = seesAll(request);
        if (all.isEmpty()) {
            return problem(401, "NOT_LOGGED_IN", "this needs a session or an API token");
        }
        if (!all.get() && path.contains("/zhejiang") && !path.contains("/jiangsu")) {
            return problem(403, "OUT_OF_SCOPE", "Jiangsu provincial regulator sees its own area only");
        }
        return answer(path.replaceFirst("^/api/v1/", ""), all.get());
    }

    private static Optional<Boolean> seesAll(HttpRequest request) {
        return request.getHeader("Cookie")
                .map(HttpHeader::value)
                .filter(value -> value.contains("who="))
                .map(value -> value.contains("who=operator"));
    }

    private HttpResponse answer(String path, boolean all) {
        String[] parts = path.split("/");
        return switch (parts[0]) {
            case "session" -> json(data.session(all));
            case "overview" -> json(data.overview(all, height.get()));
            case "chains" -> chain(parts, all);
            case "calls" -> call(parts, all);
            case "objects" -> json(parts.length == 4 ? data.object() : data.objects());
            case "transfers" -> json(data.transfers());
            case "inspections" -> parts.length == 4 ? evidence(parts[2]) : json(data.inspection());
            case "events" -> events();
            default -> problem(404, "NOT_FOUND", "there is nothing at this address");
        };
    }

    private HttpResponse chain(String[] parts, boolean all) {
        if (parts.length == 2) {
            return json(parts[1].equals("status") ? status.chains(all) : data.chain(parts[1]));
        }
        return json(
                switch (parts[2]) {
                    case "status" -> status.chain(parts[1]);
                    case "anomalies" -> data.anomalies();
                    default -> data.header();
                });
    }

    private HttpResponse call(String[] parts, boolean all) {
        if (parts.length <= 2) {
            return json(parts.length == 1 ? data.calls() : status.openCalls(all));
        }
        Optional<ObjectNode> found = parts.length == 6
                ? status.call(String.join("/", parts[1], parts[2], parts[3], parts[4]))
                : data.call(parts[1], parts[2], parts[4]);
        return found.map(DashboardFixtureServer::json)
                .orElseGet(() -> problem(404, "NOT_FOUND", "there is no such call"));
    }

    private HttpResponse evidence(String transaction) {
        byte[] file = (transaction.equals(FixtureData.TAMPERED) ? data.tamperedEvidence() : data.evidence).toArray();
        return HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, file);
    }

    private HttpResponse events() {
        Source<ByteString, ?> blocks = Source.tick(BLOCK_EVERY, BLOCK_EVERY, 1)
                .map(tick -> ByteString.fromString(
                        "event: overview\ndata: {\"height\":" + height.incrementAndGet() + "}\n\n"));
        return HttpResponse.create()
                .withEntity(HttpEntities.create(
                        ContentTypes.parse("text/event-stream"),
                        blocks.mapMaterializedValue(ignored -> org.apache.pekko.NotUsed.getInstance())));
    }

    private static HttpResponse json(ObjectNode json) {
        return HttpResponse.create()
                .withEntity(
                        ContentTypes.APPLICATION_JSON,
                        CanonicalJson.encode(json).toArray());
    }

    private static HttpResponse problem(int status, String code, String message) {
        ObjectNode error = CanonicalJson.object();
        error.putObject("error")
                .put("code", code)
                .put("message", message)
                .put("remedy", "ask the regulator of that area");
        return json(error).withStatus(status);
    }

    @Override
    public void close() {
        CompletionStage<?> closed = binding.terminate(Duration.ofSeconds(2));
        closed.toCompletableFuture().join();
        system.terminate();
    }
}
