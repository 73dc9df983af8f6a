package io.regchain.supervision.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Login, health, measurements, and the description of the API itself. */
final class SystemRoutes {
    private static final String OPENAPI = "/io/regchain/supervision/api/openapi.yaml";

    private final HubAccess hub;
    private final Gatekeeper gate;

    SystemRoutes(HubAccess hub, Gatekeeper gate) {
        this.hub = hub;
        this.gate = gate;
    }

    void addTo(Router router) {
        router.on("GET", "/login", this::login)
                .on("POST", "/logout", this::logout)
                .on(
                        "GET",
                        "/health/live",
                        call -> Router.json(CanonicalJson.object().put("status", "UP")))
                .on("GET", "/health/ready", call -> ready())
                .on(
                        "GET",
                        "/metrics",
                        call -> text(
                                "text/plain; version=0.0.4; charset=utf-8",
                                hub.meters().scrape()))
                .on("GET", "/api/openapi.yaml", call -> text("application/yaml; charset=utf-8", openApi()));
    }

    private HttpResponse login(Router.Call call) {
        String token = call.query("token").orElse("");
        String session = gate.desk()
                .login(token)
                .orElseThrow(() -> new ApiProblem(
                        401,
                        "LINK_USED",
                        "this login link is unknown, was used before, or is too old",
                        "ask the hub's operator for a new one"));
        return HttpResponse.create()
                .withStatus(303)
                .addHeader(RawHeader.create("Location", "/"))
                .addHeader(RawHeader.create(
                        "Set-Cookie", Gatekeeper.COOKIE + "=" + session + "; Path=/; HttpOnly; SameSite=Strict"));
    }

    private HttpResponse logout(Router.Call call) {
        gate.visitor(call.request());
        Gatekeeper.session(call.request()).ifPresent(gate.desk()::logout);
        return Router.json(CanonicalJson.object().put("loggedOut", true))
                .addHeader(RawHeader.create(
                        "Set-Cookie", Gatekeeper.COOKIE + "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"));
    }

    /** Ready: the supervision chain has certified blocks, and the index has all of them. */
    private HttpResponse ready() {
        Hash32 genesis = hub.hub().block(Height.ZERO).orElseThrow().hash();
        long height = hub.hub().height().value();
        long next = hub.index().next(genesis).value();
        boolean ready = next > height;
        ObjectNode json = CanonicalJson.object()
                .put("status", ready ? "READY" : "CATCHING_UP")
                .put("height", height)
                .put("indexed", next - 1);
        return Router.json(json).withStatus(ready ? 200 : 503);
    }

    private static HttpResponse text(String type, String body) {
        return HttpResponse.create().withEntity(ContentTypes.parse(type), body.getBytes(StandardCharsets.UTF_8));
    }

    private static String openApi() {
        try (InputStream in = Objects.requireNonNull(SystemRoutes.class.getResourceAsStream(OPENAPI), OPENAPI)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
