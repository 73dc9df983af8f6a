package io.regchain.supervision.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.PacketId;
import io.regchain.supervision.access.Visitor;
import io.regchain.supervision.index.QueryIndex;
import io.regchain.supervision.index.Scope;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What waits for whom, since when and until when, and what would unblock it; each within the visitor's area. */
final class StatusRoutes {
    private final HubAccess hub;
    private final Gatekeeper gate;

    StatusRoutes(HubAccess hub, Gatekeeper gate) {
        this.hub = hub;
        this.gate = gate;
    }

    void addTo(Router router) {
        router.on("GET", "/api/v1/chains/status", this::chains)
                .on("GET", "/api/v1/chains/{chain}/status", this::chain)
                .on("GET", "/api/v1/calls/open", this::open)
                .on("GET", "/api/v1/calls/{source}/{destination}/{channel}/{sequence}/status", this::call);
    }

    private HttpResponse chains(Router.Call call) {
        Scope scope = gate.visitor(call.request()).scope();
        StatusQueries queries = new StatusQueries(hub);
        ObjectNode json = CanonicalJson.object();
        ArrayNode items = json.putArray("items");
        queries.registered().stream()
                .filter(chain -> scope.sees(chain.value()))
                .flatMap(chain -> queries.chain(chain).stream())
                .forEach(status -> items.add(StatusView.of(status)));
        return Router.json(json);
    }

    private HttpResponse chain(Router.Call call) {
        Visitor visitor = gate.visitor(call.request());
        ChainId chain = chain(call.path("chain"));
        gate.requireSight(visitor, call.request(), chain.value());
        return Router.json(StatusView.of(new StatusQueries(hub)
                .chain(chain)
                .orElseThrow(() -> ApiProblem.notFound("the chain " + chain + " is not registered"))));
    }

    private HttpResponse open(Router.Call call) {
        Visitor visitor = gate.visitor(call.request());
        Optional<String> only = call.query("chain").map(name -> chain(name).value());
        only.ifPresent(chain -> gate.requireSight(visitor, call.request(), chain));
        QueryIndex.Page page = new QueryIndex.Page(visitor.scope(), only, Optional.empty(), call.limit());
        StatusQueries queries = new StatusQueries(hub);
        BlockTime now = queries.now();
        ObjectNode json = CanonicalJson.object();
        ArrayNode items = json.putArray("items");
        for (ObjectNode row : queries.open(page, call.queryNumber("after").orElse(-1L))) {
            items.add(StatusView.of(queries.call(row), now)
                    .put("seq", row.path("seq").longValue()));
        }
        ArrayNode unreceived = json.putArray("unreceived");
        queries.registered().stream()
                .flatMap(chain -> queries.unreceived(chain).stream())
                .filter(id -> sees(visitor.scope(), id)
                        && only.map(chain -> concerns(chain, id)).orElse(true))
                .limit(call.limit())
                .forEach(id -> unreceived.add(StatusView.of(queries.sent(id), now)));
        return Router.json(json);
    }

    private static boolean sees(Scope scope, PacketId id) {
        return scope.sees(id.source().value()) || scope.sees(id.destination().value());
    }

    private static boolean concerns(String chain, PacketId id) {
        return id.source().value().equals(chain) || id.destination().value().equals(chain);
    }

    /** Seen from both ends, as the call itself. */
    private HttpResponse call(Router.Call call) {
        Visitor visitor = gate.visitor(call.request());
        PacketId id = id(call);
        gate.requireSight(
                visitor, call.request(), id.source().value(), id.destination().value());
        StatusQueries queries = new StatusQueries(hub);
        return Router.json(StatusView.of(
                queries.call(id)
                        .orElseThrow(() -> ApiProblem.notFound(
                                "neither the hub nor the relay of " + id.source() + " knows of a call " + id)),
                queries.now()));
    }

    private static PacketId id(Router.Call call) {
        try {
            return new PacketId(
                    chain(call.path("source")),
                    chain(call.path("destination")),
                    call.path("channel"),
                    new Sequence(call.number("sequence")));
        } catch (IllegalArgumentException e) {
            throw ApiProblem.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static ChainId chain(String name) {
        try {
            return new ChainId(name);
        } catch (IllegalArgumentException e) {
            throw ApiProblem.badRequest(String.valueOf(e.getMessage()));
        }
    }
}
