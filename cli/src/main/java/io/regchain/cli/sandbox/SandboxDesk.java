package io.regchain.cli.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.regchain.cli.CommandFailure;
import io.regchain.cli.HubAccessFile;
import io.regchain.localchain.federation.FederationProblem;
import io.regchain.localchain.sandbox.Blackboard;
import io.regchain.localchain.sandbox.Line;
import io.regchain.localchain.sandbox.Sandbox;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.PacketId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a running sandbox takes orders of {@code hub sandbox join}, {@code call} and {@code anew} from another terminal: on
 * the loopback interface, for whoever may read {@value #NAME} in its data directory.
 */
public final class SandboxDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxDesk.class);
    static final String NAME = "sandbox-access.json";
    private static final int MAX_ORDER = 1 << 20;

    private final Sandbox sandbox;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String token;

    private SandboxDesk(Sandbox sandbox, HttpServer server, String token) {
        this.sandbox = sandbox;
        this.server = server;
        this.token = token;
    }

    /** On a port that the system chooses; the access file is written to the directory. */
    public static SandboxDesk open(Sandbox sandbox, Path directory) {
        try {
            byte[] random = new byte[32];
            new SecureRandom().nextBytes(random);
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            SandboxDesk desk =
                    new SandboxDesk(sandbox, server, Bytes.copyOf(random).toHex());
            desk.serve();
            URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            new HubAccessFile(url, desk.token).writeTo(directory.resolve(NAME));
            return desk;
        } catch (IOException e) {
            throw new FederationProblem(
                    "the sandbox cannot take orders: " + e, "make room or rights in " + directory, e);
        }
    }

    private void serve() {
        server.setExecutor(threads);
        on("/join", this::join);
        on("/anew", order -> {
            sandbox.anew();
            return CanonicalJson.object();
        });
        on("/call", order -> call());
        on("/lines", this::lines);
        server.start();
    }

    private void on(String path, Function<JsonNode, ObjectNode> work) {
        server.createContext(path, exchange -> {
            try (exchange) {
                answer(exchange, work);
            }
        });
    }

    private void answer(HttpExchange exchange, Function<JsonNode, ObjectNode> work) throws IOException {
        if (!allowed(exchange)) {
            send(exchange, 401, error("the token is of another sandbox", "--data DIR finds the one that runs there"));
            return;
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_ORDER);
        JsonNode order;
        try {
            order = CanonicalJson.decode(Bytes.wrap(body));
        } catch (DecodeException e) {
            send(exchange, 400, error(e.getMessage(), "give the order with ./hub sandbox of the same version"));
            return;
        }
        try {
            send(exchange, 200, work.apply(order));
        } catch (CommandFailure e) {
            send(exchange, 400, error(String.valueOf(e.getMessage()), e.remedy()));
        } catch (FederationProblem e) {
            send(exchange, 409, error(String.valueOf(e.getMessage()), e.remedy()));
        } catch (IllegalStateException e) {
            send(exchange, 409, error(String.valueOf(e.getMessage()), "see the sandbox's own terminal"));
        } catch (RuntimeException e) { // silence would read as if there were no sandbox
            LOG.error("an order failed", e);
            send(exchange, 500, error("a fault of the sandbox itself: " + e, "report it, with the sandbox's log"));
        }
    }

    private boolean allowed(HttpExchange exchange) {
        String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode error(String message, String remedy) {
        return CanonicalJson.object().put("message", message).put("remedy", remedy);
    }

    private static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        byte[] bytes = CanonicalJson.encode(body).toArray();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private ObjectNode join(JsonNode order) {
        sandbox.join(ApplicantJson.read(order));
        return CanonicalJson.object();
    }

    private ObjectNode call() {
        long from = sandbox.blackboard().count();
        PacketId packet = sandbox.call();
        ObjectNode json = CanonicalJson.object()
                .put("packet", packet.toString())
                .put("from", from)
                .put("partner", sandbox.partner().value());
        json.set("back", sandbox.callToPartner());
        return json;
    }

    private ObjectNode lines(JsonNode order) {
        ObjectNode json = CanonicalJson.object();
        ArrayNode lines = json.putArray("lines");
        for (Blackboard.Numbered numbered :
                sandbox.blackboard().from(order.path("from").longValue())) {
            lines.add(json(numbered));
        }
        return json;
    }

    private static ObjectNode json(Blackboard.Numbered numbered) {
        Line line = numbered.line();
        ObjectNode json = CanonicalJson.object()
                .put("number", numbered.number())
                .put("mark", line.mark().sign())
                .put("text", line.text())
                .put("last", line.last());
        line.more().forEach(json.putArray("more")::add);
        line.packet().ifPresent(packet -> json.put("packet", packet.toString()));
        return json;
    }

    @Override
    public void close() {
        server.stop(1); // whoever is being answered hears the answer
        threads.shutdown();
    }
}
