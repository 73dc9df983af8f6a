package io.regchain.localchain.sandbox;

import com.google.protobuf.Message;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.wire.connect.ConnectCodec;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.protocol.wire.connect.ConnectMethod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * Two addresses that stay, in front of nodes that come and go. With nobody behind them they break the connection off; and
 * they may alter what one function answers.
 */
final class SpoiledNodes implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicReference<List<URI>> behind = new AtomicReference<>(List.of());
    private final AtomicReference<Spoil> spoil = new AtomicReference<>(answer -> answer);

    /** What leaves a node. */
    record Answer(String path, int status, byte[] body) {}

    interface Spoil {
        Answer of(Answer answer);
    }

    SpoiledNodes() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        for (int i = 0; i < 2; i++) {
            int node = i;
            server.createContext("/" + i + "/", exchange -> {
                try (exchange) {
                    pass(node, exchange);
                }
            });
        }
        server.start();
    }

    List<URI> addresses() {
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        return List.of(URI.create(base + "/0"), URI.create(base + "/1"));
    }

    void leadTo(List<URI> nodes) {
        behind.set(nodes);
    }

    void spoil(Spoil other) {
        spoil.set(other);
    }

    void heal() {
        spoil.set(answer -> answer);
    }

    /** The good Protobuf answers of one function are altered. */
    <R extends Message> void spoil(ConnectMethod<?, R> function, UnaryOperator<R> change) {
        spoil(answer -> answer.path().equals(function.path()) && answer.status() == 200
                ? new Answer(
                        answer.path(),
                        200,
                        change.apply(ConnectCodec.decodeResponse(
                                        function, ConnectEncoding.PROTO, Bytes.wrap(answer.body())))
                                .toByteArray())
                : answer);
    }

    private void pass(int node, HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(2);
        List<URI> nodes = behind.get();
        if (nodes.isEmpty()) {
            return; // closed without an answer
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(nodes.get(node) + path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        exchange.getRequestBody().readAllBytes()));
        for (String header : List.of("Content-Type", "Authorization", "Connect-Timeout-Ms")) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                request.header(header, value);
            }
        }
        HttpResponse<byte[]> given = http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                .join();
        Answer answer = spoil.get().of(new Answer(path, given.statusCode(), given.body()));
        exchange.getResponseHeaders()
                .set("Content-Type", given.headers().firstValue("Content-Type").orElse(""));
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    @Override
    public void close() {
        server.stop(0);
        http.shutdownNow();
        threads.shutdownNow();
    }
}
