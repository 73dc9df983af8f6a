package io.regchain.supervision.api;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import io.regchain.supervision.access.AccessDesk;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** The hub's HTTP side: the API under {@code /api/v1}, the global DID resolver, health, measurements, and the pages. */
public final class SupervisionApi {
    private static final int MAX_BODY = 1 << 20;
    private static final List<String[]> SECURITY_HEADERS = List.of(
            new String[] {
                "Content-Security-Policy",
                "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none';"
                        + " base-uri 'none'; form-action 'self'"
            },
            new String[] {"X-Content-Type-Options", "nosniff"},
            new String[] {"Referrer-Policy", "no-referrer"},
            new String[] {"X-Frame-Options", "DENY"});

    private final ClassicActorSystemProvider system;
    private final BoundedBody bodies;
    private final Gatekeeper gate;
    private final Router router = new Router();
    private final LiveFeed live;
    private final Function<HttpRequest, Optional<HttpResponse>> pages;
    private final Executor blocking;

    /**
     * @param pages answers what is not the API's: the dashboards; empty for an address they do not have
     * @param blocking a thread per task, where waiting is cheap
     */
    public SupervisionApi(
            ClassicActorSystemProvider system,
            HubAccess hub,
            AccessDesk desk,
            Function<HttpRequest, Optional<HttpResponse>> pages,
            Executor blocking) {
        this.system = system;
        this.bodies = new BoundedBody(system, MAX_BODY);
        this.gate = new Gatekeeper(desk);
        this.live = new LiveFeed(system, hub.index());
        this.pages = pages;
        this.blocking = blocking;
        new SystemRoutes(hub, gate).addTo(router);
        new StatusRoutes(hub, gate).addTo(router); // its chains/status comes before chains/{chain}
        new ReadRoutes(hub, gate).addTo(router);
        new LookupRoutes(hub, gate).addTo(router);
        new InvestorCodeRoutes(hub, gate).addTo(router);
        router.on(
                "GET",
                "/api/v1/events",
                call -> live.stream(gate.visitor(call.request()).scope(), gate.lasting(call.request())));
        new DidRoutes(hub).addTo(router);
    }

    /** The method and path template of everything that is answered here. */
    public List<String> table() {
        return router.table();
    }

    /** To be told of every supervision block the index has taken. */
    public void applied(Height height) {
        live.applied(height);
    }

    /** @param port 0 lets the system choose */
    public CompletionStage<ServerBinding> bind(String host, int port) {
        return Http.get(system).newServerAt(host, port).bind((HttpRequest request) -> answer(request));
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        Optional<HttpResponse> page =
                request.method().equals(HttpMethods.GET) ? pages.apply(request) : Optional.empty();
        if (page.isPresent()) {
            request.discardEntityBytes(system);
            return CompletableFuture.completedFuture(secured(page.get()));
        }
        return bodies.of(request)
                .thenCompose(body -> body.map(bytes -> route(request, bytes))
                        .orElseGet(() -> CompletableFuture.completedFuture(Router.problem(new ApiProblem(
                                413,
                                "BODY_UNREADABLE",
                                "the body did not arrive whole or is over " + MAX_BODY + " bytes",
                                "send less")))))
                .thenApply(SupervisionApi::secured);
    }

    private CompletionStage<HttpResponse> route(HttpRequest request, Bytes body) {
        return router.route(request, body.toUtf8(), blocking)
                .orElseGet(() -> CompletableFuture.completedFuture(
                        Router.problem(ApiProblem.notFound("there is nothing at this address"))));
    }

    private static HttpResponse secured(HttpResponse response) {
        HttpResponse result = response;
        for (String[] header : SECURITY_HEADERS) {
            result = result.addHeader(RawHeader.create(header[0], header[1]));
        }
        return result;
    }
}
