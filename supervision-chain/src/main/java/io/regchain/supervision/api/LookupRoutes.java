package io.regchain.supervision.api;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.evidence.StateFile;
import io.regchain.supervision.access.Visitor;
import io.regchain.supervision.lookup.Lookup;
import io.regchain.supervision.lookup.StateLookup;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Any key of a local chain's state, with proof, to those who may see that chain. State is not public: every reading is a
 * line of the audit log, as every refusal is.
 */
final class LookupRoutes {
    private static final Logger AUDIT = LoggerFactory.getLogger("audit.access");

    private final Gatekeeper gate;
    private final StateLookup lookup;

    LookupRoutes(HubAccess hub, Gatekeeper gate) {
        this.gate = gate;
        this.lookup = hub.lookup();
    }

    void addTo(Router router) {
        router.on("GET", "/api/v1/chains/{chain}/state", call -> Router.json(LookupView.of(proven(call))))
                .on("GET", "/api/v1/chains/{chain}/state/evidence", this::evidence);
    }

    private HttpResponse evidence(Router.Call call) {
        Lookup.Proven proven = proven(call);
        String name = "state-" + proven.file().chain() + "-" + proven.file().height() + ".json";
        return Router.file(name, proven.file().toBytes());
    }

    private Lookup.Proven proven(Router.Call call) {
        Visitor visitor = gate.visitor(call.request());
        ChainId chain = chain(call.path("chain"));
        gate.requireSight(visitor, call.request(), chain.value());
        String key = call.query("key")
                .orElseThrow(() -> ApiProblem.badRequest("which key? Say ?key=, and perhaps &height="));
        Optional<Height> height = call.queryNumber("height").map(Height::new);
        Lookup found = lookup.read(chain, key, height);
        AUDIT.info(
                "{} reads {} of {}: {}",
                visitor.id(),
                StateFile.isKey(key) ? key : "what is no key",
                chain,
                LookupView.summary(found));
        return switch (found) {
            case Lookup.Proven proven -> proven;
            case Lookup.NotProven no -> throw LookupView.problem(no);
        };
    }

    private static ChainId chain(String name) {
        try {
            return new ChainId(name);
        } catch (IllegalArgumentException e) {
            throw ApiProblem.badRequest(String.valueOf(e.getMessage()));
        }
    }
}
