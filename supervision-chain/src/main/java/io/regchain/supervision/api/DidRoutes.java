package io.regchain.supervision.api;

import io.regchain.identity.did.DidResolution;
import io.regchain.identity.did.GlobalResolution;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.supervision.lookup.StateLookup;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * The global resolver, JR/T 0325 5.3 and 5.4: {@code GET /did:rem:…}. The chain that keeps the document is asked for a
 * state value, which counts only with its proof against a header the hub has verified.
 */
final class DidRoutes {
    private final HubAccess hub;
    private final StateLookup lookup;

    DidRoutes(HubAccess hub) {
        this.hub = hub;
        this.lookup = hub.lookup();
    }

    void addTo(Router router) {
        router.on("GET", "/{did}", this::resolve);
    }

    private HttpResponse resolve(Router.Call call) {
        if (!call.path("did").startsWith("did:")) {
            throw ApiProblem.notFound("there is nothing at this address");
        }
        GlobalResolution plan =
                GlobalResolution.plan(call.path("did"), representation(call.request()), chain -> admitted(chain));
        return switch (plan) {
            case GlobalResolution.Answer answer -> response(answer.resolution(), Optional.empty());
            case GlobalResolution.Ask ask -> ask(ask);
        };
    }

    private static Optional<String> representation(HttpRequest request) {
        return request.getHeader("resolutionOptions")
                .or(() -> request.getHeader("Accept"))
                .map(HttpHeader::value);
    }

    private boolean admitted(ChainId chain) {
        return hub.hub()
                .read("registry/chain/" + chain)
                .map(registration -> CanonicalJson.decode(registration)
                        .path("state")
                        .asText()
                        .equals("ACTIVE"))
                .orElse(false);
    }

    private HttpResponse ask(GlobalResolution.Ask ask) {
        return lookup.value(
                ask.keeper(),
                ask.stateKey(),
                (height, value) -> response(ask.answer(value), Optional.of(ask.keeper() + "/" + height)),
                reason -> response(ask.unavailable(reason.message()), Optional.empty()));
    }

    /** @param provenBy which verified header the answer rests on, as {@code chain/height} */
    private static HttpResponse response(DidResolution resolution, Optional<String> provenBy) {
        HttpResponse response = Router.json(resolution.toJson()).withStatus(status(resolution));
        return provenBy.map(at -> response.addHeader(RawHeader.create("X-Proven-By", at)))
                .orElse(response);
    }

    private static int status(DidResolution resolution) {
        return switch (resolution) {
            case DidResolution.Resolved resolved -> resolved.record().deactivated() ? 410 : 200;
            case DidResolution.Failed failed ->
                switch (failed.error()) {
                    case INVALID_DID -> 400;
                    case NOT_FOUND -> 404;
                    case REPRESENTATION_NOT_SUPPORTED -> 406;
                    case INTERNAL_ERROR -> 500;
                };
        };
    }
}
