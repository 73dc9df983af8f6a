package io.regchain.localchain.gateway;

import io.regchain.ledger.node.ChainNode;
import io.regchain.ledger.tls.NationalTls;
import io.regchain.ledger.tls.TlsIdentity;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.wire.connect.ConnectAnswer;
import io.regchain.protocol.wire.connect.ConnectCode;
import io.regchain.protocol.wire.connect.ConnectCodec;
import io.regchain.protocol.wire.connect.ConnectError;
import io.regchain.supervision.api.BoundedBody;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One full node's interface as a web server: unary Connect calls, each on a thread of its own where waiting is cheap. */
public final class NodeGateway {
    /** Longer than the longest wait a caller may ask for. */
    private static final Duration REQUEST_PATIENCE = Duration.ofSeconds(75);

    private static final ConnectAnswer UNREADABLE = ConnectAnswer.of(new ConnectError(
            ConnectCode.RESOURCE_EXHAUSTED,
            "the request body did not arrive whole, or has more than " + ConnectCodec.MAX_REQUEST + " bytes"));
    private static final Logger LOG = LoggerFactory.getLogger(NodeGateway.class);

    private final ClassicActorSystemProvider system;
    private final NodeDispatch dispatch;
    private final BoundedBody bodies;
    private final Executor blocking;

    public NodeGateway(ClassicActorSystemProvider system, ChainNode node, NodeFacts facts, Executor blocking) {
        this.system = system;
        this.dispatch = new NodeDispatch(new NodeService(node, facts));
        this.bodies = new BoundedBody(system, ConnectCodec.MAX_REQUEST);
        this.blocking = blocking;
    }

    /** Listens on the loopback interface with national TLS; the caller must show a certificate of the same authority. */
    public CompletionStage<ServerBinding> bind(TlsIdentity identity, int port) {
        NationalTls tls = NationalTls.of(identity);
        return Http.get(system)
                .newServerAt("127.0.0.1", port)
                .enableHttps(ConnectionContext.httpsServer(tls::serverEngine))
                .withSettings(settings(system))
                .bind((HttpRequest request) -> answer(request.getUri().path(), request));
    }

    static ServerSettings settings(ClassicActorSystemProvider system) {
        ServerSettings settings = ServerSettings.create(system.classicSystem());
        scala.concurrent.duration.FiniteDuration patience =
                scala.concurrent.duration.Duration.create(REQUEST_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return settings.withTimeouts(settings.getTimeouts()
                .withRequestTimeout(patience)
                .withIdleTimeout(scala.concurrent.duration.Duration.create(120, TimeUnit.SECONDS)));
    }

    /** @param path where the function stands, without what a window puts before it */
    CompletionStage<HttpResponse> answer(String path, HttpRequest request) {
        if (!request.method().equals(HttpMethods.POST)) {
            request.discardEntityBytes(system);
            return CompletableFuture.completedFuture(HttpResponse.create()
                    .withStatus(StatusCodes.METHOD_NOT_ALLOWED)
                    .withEntity("the node interface is called by POST\n"));
        }
        return bodies.of(request)
                .thenApplyAsync(
                        body -> response(
                                body.map(bytes -> call(path, request, bytes)).orElse(UNREADABLE)),
                        blocking);
    }

    private ConnectAnswer call(String path, HttpRequest request, Bytes body) {
        try {
            return dispatch.answer(path, name -> header(request, name), body);
        } catch (RuntimeException fault) {
            LOG.error("the node's own fault in a call of {}", path, fault);
            return ConnectAnswer.of(new ConnectError(ConnectCode.INTERNAL, "the node failed; its log says why"));
        }
    }

    private static Optional<String> header(HttpRequest request, String name) {
        if (name.equalsIgnoreCase("Content-Type")) {
            return Optional.of(request.entity().getContentType().toString());
        }
        return request.getHeader(name).map(HttpHeader::value);
    }

    static HttpResponse response(ConnectAnswer answer) {
        return HttpResponse.create()
                .withStatus(answer.httpStatus())
                .withEntity(HttpEntities.create(
                        ContentTypes.parse(answer.contentType()),
                        ByteString.fromArrayUnsafe(answer.body().unsafeArray())));
    }
}
