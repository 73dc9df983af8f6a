package io.regchain.supervision.api;

import io.regchain.identity.did.DidResolution;
import io.regchain.identity.did.GlobalResolution;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.wire.StateAnswer;
import io.regchain.supervision.gateway.ChainGateway;
import java.util.Optional;
import java.util.concurrent.CompletionException;
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

    DidRoutes(HubAccess hub) {
        this.hub = hub;
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
        Optional<Height> verified = hub.hub()
                .read("light-clients/" + ask.keeper() + "/latest")
                .map(CanonicalJson::decode)
                .map(latest -> new Height(latest.path("height").longValue()));
        if (verified.isEmpty()) {
            return response(ask.unavailable("no header of it is verified yet"), Optional.empty());
        }
        String last = "no node of it is known";
        for (ChainGateway node : hub.nodes().apply(ask.keeper())) {
            try {
                StateAnswer answer = node.readState(ask.stateKey(), verified)
                        .toCompletableFuture()
                        .join();
                if (answer.key().equals(ask.stateKey()) && answer.provenBy(stateRoot(ask.keeper(), verified.get()))) {
                    return response(ask.answer(answer.value()), Optional.of(ask.keeper() + "/" + verified.get()));
                }
                last = node.node() + " answered without a valid proof";
            } catch (CompletionException e) {
                last = String.valueOf(
                        e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
            }
        }
        return response(ask.unavailable(last), Optional.empty());
    }

    private Hash32 stateRoot(ChainId chain, Height height) {
        return Hash32.ofHex(hub.hub()
                .read("light-clients/" + chain + "/header/" + height)
                .map(CanonicalJson::decode)
                .orElseThrow()
                .path("stateRoot")
                .asText());
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
