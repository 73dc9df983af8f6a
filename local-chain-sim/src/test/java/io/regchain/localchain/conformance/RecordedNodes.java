package io.regchain.localchain.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.regchain.protocol.base.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Two nodes in front of two real ones. What the real ones answered once they answer always: the chain stands still, and a
 * run against it takes no time. On the way out a {@link Defect} may spoil it.
 */
final class RecordedNodes implements AutoCloseable {
    private static final List<String> HEADERS = List.of(
            "content-type", "authorization", "content-encoding", "connect-protocol-version", "connect-timeout-ms");

    private final List<URI> real;
    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<Asked, Given> recorded = new ConcurrentHashMap<>();
    private final AtomicReference<Defect> defect = new AtomicReference<>(Defect.NONE);

    RecordedNodes(List<URI> real) throws IOException {
        this.real = List.copyOf(real);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        for (int i = 0; i < real.size(); i++) {
            int node = i;
            server.createContext("/" + i, exchange -> handle(node, exchange));
        }
        server.start();
    }

    void spoil(Defect other) {
        defect.set(other);
    }

    List<URI> endpoints() {
        return List.of(endpoint(0), endpoint(1));
    }

    URI endpoint(int node) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + node);
    }

    /** The way to a node without a connection, for tests that have many runs to make. */
    Door door(int node, String token) {
        return new Door() {
            @Override
            public URI address() {
                return endpoint(node);
            }

            @Override
            public boolean hasToken() {
                return true;
            }

            @Override
            public Exchange ask(Question question) {
                TreeMap<String, String> headers = new TreeMap<>();
                question.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
                switch (question.token()) {
                    case GIVEN -> headers.put("authorization", "Bearer " + token);
                    case MADE_UP -> headers.put("authorization", "Bearer made-up");
                    case NONE -> {}
                }
                Bytes body = question.method().equals("GET") ? Bytes.EMPTY : question.body();
                Given given = defect.get()
                        .answer(
                                new Asked(node, question.method(), question.path(), headers, body),
                                RecordedNodes.this::sound);
                return new Exchange(
                        endpoint(node) + question.path(),
                        question,
                        new Exchange.Answer(given.status(), given.contentType(), given.body()));
            }
        };
    }

    private void handle(int node, HttpExchange exchange) throws IOException {
        try (exchange) {
            Asked asked = asked(node, exchange);
            Given given = defect.get().answer(asked, this::sound);
            if (!given.contentType().isEmpty()) {
                exchange.getResponseHeaders().set("Content-Type", given.contentType());
            }
            exchange.sendResponseHeaders(
                    given.status(), given.body().size() == 0 ? -1 : given.body().size());
            exchange.getResponseBody().write(given.body().unsafeArray());
        }
    }

    private static Asked asked(int node, HttpExchange exchange) throws IOException {
        TreeMap<String, String> headers = new TreeMap<>();
        for (String header : HEADERS) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                headers.put(header, value);
            }
        }
        return new Asked(
                node,
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath().substring(2),
                headers,
                Bytes.wrap(exchange.getRequestBody().readAllBytes()));
    }

    private Given sound(Asked asked) {
        return recorded.computeIfAbsent(asked, this::live);
    }

    private Given live(Asked asked) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(real.get(asked.node()) + asked.path()))
                .method(
                        asked.method(),
                        asked.method().equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(
                                        asked.body().unsafeArray()));
        SortedMap<String, String> headers = asked.headers();
        headers.forEach(request::header);
        HttpResponse<byte[]> response = client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                .join();
        return new Given(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                Bytes.wrap(response.body()));
    }

    @Override
    public void close() {
        server.stop(0);
        client.shutdownNow();
    }
}
