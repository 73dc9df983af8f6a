package io.regchain.supervision.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.supervision.access.Visitor;
import io.regchain.supervision.index.QueryIndex;
import io.regchain.supervision.index.Scope;
import io.regchain.supervision.inspection.InspectionJson;
import io.regchain.supervision.inspection.Inspector;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What can be looked at, each within the visitor's area. */
final class ReadRoutes {
    private final HubAccess hub;
    private final HubQueries queries;
    private final Inspector inspector;
    private final Gatekeeper gate;

    ReadRoutes(HubAccess hub, Gatekeeper gate) {
        this.hub = hub;
        this.queries = new HubQueries(hub);
        this.inspector = new Inspector(hub.hub(), hub.nodes());
        this.gate = gate;
    }

    void addTo(Router router) {
        router.on("GET", "/api/v1/session", this::session)
                .on(
                        "GET",
                        "/api/v1/overview",
                        call -> Router.json(queries.overview(visitor(call).scope())))
                .on("GET", "/api/v1/chains/{chain}", own(call -> queries.chain(call.path("chain"))))
                .on(
                        "GET",
                        "/api/v1/chains/{chain}/headers",
                        own(call -> list(
                                hub.index().headers(call.path("chain"), call.queryNumber("before"), call.limit()))))
                .on(
                        "GET",
                        "/api/v1/chains/{chain}/headers/{height}",
                        own(call -> queries.header(call.path("chain"), call.number("height"))))
                .on(
                        "GET",
                        "/api/v1/chains/{chain}/anomalies",
                        own(call -> queries.anomalies(call.path("chain"), call.queryNumber("after"), call.limit())))
                .on("GET", "/api/v1/chains/{chain}/misbehaviour", this::misbehaviour)
                .on("GET", "/api/v1/calls", paged(page -> call -> hub.index().calls(page, call.query("state"))))
                .on("GET", "/api/v1/calls/{source}/{destination}/{channel}/{sequence}", this::call)
                .on("GET", "/api/v1/objects", paged(page -> call -> hub.index().objects(page, call.query("type"))))
                .on(
                        "GET",
                        "/api/v1/objects/{chain}/{objectId}",
                        own(call -> list(hub.index().versions(call.path("chain"), call.path("objectId")))))
                .on(
                        "GET",
                        "/api/v1/objects/{chain}/{objectId}/{version}",
                        own(call -> queries.object(call.path("chain"), call.path("objectId"), call.number("version"))))
                .on(
                        "GET",
                        "/api/v1/transfers",
                        paged(page -> call -> hub.index().transfers(page)))
                .on("GET", "/api/v1/inspections/{chain}/{transaction}", own(call -> InspectionJson.of(inspect(call))))
                .on("GET", "/api/v1/inspections/{chain}/{transaction}/evidence", this::evidence);
    }

    private Visitor visitor(Router.Call call) {
        return gate.visitor(call.request());
    }

    private HttpResponse session(Router.Call call) {
        Visitor visitor = visitor(call);
        ObjectNode json = CanonicalJson.object()
                .put("role", visitor.role().code())
                .put("displayName", visitor.displayName())
                .put("displayNameEn", visitor.displayNameEn());
        switch (visitor.scope()) {
            case Scope.All all -> json.putArray("scope").add("*");
            case Scope.Only only -> only.chains().forEach(json.putArray("scope")::add);
        }
        return Router.json(json);
    }

    /** For one chain's own pages: its regulator, and who sees all. */
    private Router.Handler own(Function<Router.Call, ObjectNode> answer) {
        return call -> {
            Visitor visitor = visitor(call);
            requireChain(call.path("chain"));
            gate.requireSight(visitor, call.request(), call.path("chain"));
            return Router.json(answer.apply(call));
        };
    }

    private static void requireChain(String chain) {
        try {
            new ChainId(chain);
        } catch (IllegalArgumentException e) {
            throw ApiProblem.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private Router.Handler paged(
            Function<QueryIndex.Page, Function<Router.Call, com.fasterxml.jackson.databind.node.ArrayNode>> answer) {
        return call -> {
            Visitor visitor = visitor(call);
            call.query("chain").ifPresent(ReadRoutes::requireChain);
            call.query("chain").ifPresent(chain -> gate.requireSight(visitor, call.request(), chain));
            QueryIndex.Page page =
                    new QueryIndex.Page(visitor.scope(), call.query("chain"), call.queryNumber("before"), call.limit());
            return Router.json(list(answer.apply(page).apply(call)));
        };
    }

    private static ObjectNode list(com.fasterxml.jackson.databind.node.ArrayNode items) {
        ObjectNode json = CanonicalJson.object();
        json.set("items", items);
        return json;
    }

    /** A call is seen from both its ends. */
    private HttpResponse call(Router.Call call) {
        Visitor visitor = visitor(call);
        gate.requireSight(visitor, call.request(), call.path("source"), call.path("destination"));
        Optional<ObjectNode> found = hub.index()
                .call(call.path("source"), call.path("destination"), call.path("channel"), call.number("sequence"));
        return Router.json(found.orElseThrow(() -> ApiProblem.notFound("there is no such call")));
    }

    private Inspector.Outcome.Inspected inspect(Router.Call call) {
        Hash32 transaction;
        try {
            transaction = Hash32.ofHex(call.path("transaction"));
        } catch (IllegalArgumentException e) {
            throw ApiProblem.badRequest("transaction: " + e.getMessage());
        }
        return switch (inspector.inspect(new ChainId(call.path("chain")), transaction)) {
            case Inspector.Outcome.Inspected inspected -> inspected;
            case Inspector.Outcome.Unavailable no ->
                throw new ApiProblem(
                        no.reason().code().equals("TRANSACTION_UNKNOWN") ? 404 : 503,
                        no.reason().code(),
                        no.reason().message(),
                        "try again in a moment; the chain's page shows its nodes and anomalies");
        };
    }

    private HttpResponse evidence(Router.Call call) {
        Visitor visitor = visitor(call);
        requireChain(call.path("chain"));
        gate.requireSight(visitor, call.request(), call.path("chain"));
        Inspector.Outcome.Inspected inspected = inspect(call);
        String name = "evidence-" + call.path("chain") + "-"
                + call.path("transaction").substring(0, 12) + ".json";
        return Router.file(name, inspected.evidence().toBytes());
    }

    private HttpResponse misbehaviour(Router.Call call) {
        Visitor visitor = visitor(call);
        requireChain(call.path("chain"));
        gate.requireSight(visitor, call.request(), call.path("chain"));
        return Router.file(
                "misbehaviour-" + call.path("chain") + ".json",
                queries.misbehaviour(new ChainId(call.path("chain"))).toBytes());
    }
}
