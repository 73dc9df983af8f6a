package io.regchain.localchain.gateway;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.wire.connect.ConnectAnswer;
import io.regchain.protocol.wire.connect.ConnectCode;
import io.regchain.protocol.wire.connect.ConnectError;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * A plain listener on the loopback interface through which somebody who builds a chain or a client of its own tries the
 * node interfaces of a rehearsal, {@code curl} included. It has what the nodes' own doors have, no more, under {@code
 * /nodes/<chain>/<index>}; instead of a TLS certificate the caller shows {@code Authorization: Bearer <token>}.
 */
public final class IntegratorWindow {
    private static final Pattern PATH = Pattern.compile("/nodes/([^/]{1,64})/(\\d{1,3})(/.+)");
    private static final String BEARER = "Bearer ";

    private final ClassicActorSystemProvider system;
    private final SortedMap<String, List<NodeGateway>> nodes;
    private final BiPredicate<String, ChainId> admitted;

    /**
     * @param nodes the nodes that are shown, by chain, in the order of their index
     * @param admitted whether a token lets its bearer see a chain
     */
    public IntegratorWindow(
            ClassicActorSystemProvider system,
            SortedMap<String, List<NodeGateway>> nodes,
            BiPredicate<String, ChainId> admitted) {
        this.system = system;
        this.nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        this.admitted = admitted;
    }

    /** @param port 0 lets the system choose */
    public CompletionStage<ServerBinding> bind(int port) {
        return Http.get(system)
                .newServerAt("127.0.0.1", port)
                .withSettings(NodeGateway.settings(system))
                .bind(this::answer);
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        Matcher path = PATH.matcher(request.getUri().path());
        Optional<String> token = token(request);
        if (token.isEmpty()) {
            return refused(
                    request, ConnectCode.UNAUTHENTICATED, "send Authorization: Bearer with the integrator's token");
        }
        if (!path.matches() || !nodes.containsKey(path.group(1))) {
            return refused(
                    request,
                    ConnectCode.NOT_FOUND,
                    "functions stand under /nodes/<chain>/<index>/; the chains are " + nodes.keySet());
        }
        if (!admitted.test(token.get(), new ChainId(path.group(1)))) {
            return refused(
                    request, ConnectCode.UNAUTHENTICATED, "this token is not known, or not for " + path.group(1));
        }
        List<NodeGateway> shown = nodes.get(path.group(1));
        int index = Integer.parseInt(path.group(2));
        if (index >= shown.size()) {
            return refused(
                    request, ConnectCode.NOT_FOUND, path.group(1) + " shows the nodes 0 to " + (shown.size() - 1));
        }
        return shown.get(index).answer(path.group(3), request);
    }

    private static Optional<String> token(HttpRequest request) {
        return request.getHeader("Authorization")
                .map(HttpHeader::value)
                .filter(value -> value.startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()).strip());
    }

    private CompletionStage<HttpResponse> refused(HttpRequest request, ConnectCode code, String message) {
        request.discardEntityBytes(system);
        return CompletableFuture.completedFuture(
                NodeGateway.response(ConnectAnswer.of(new ConnectError(code, message))));
    }
}
