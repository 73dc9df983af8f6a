package io.regchain.supervision.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.identity.digest.IdentityDigests;
import io.regchain.identity.digest.IdentityPaper;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;
import io.regchain.supervision.access.Visitor;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * JR/T 0325 table 3: a market asks, the supervision chain gives out the investor's code. The number and the name are
 * turned into keyed digests here and go no further: not to the ledger, the index or a log.
 */
final class InvestorCodeRoutes {
    private static final int MAX_TEXT = 128;

    private final HubAccess hub;
    private final Gatekeeper gate;

    InvestorCodeRoutes(HubAccess hub, Gatekeeper gate) {
        this.hub = hub;
        this.gate = gate;
    }

    void addTo(Router router) {
        router.on("POST", "/api/v1/investor-codes", this::allocate);
    }

    private HttpResponse allocate(Router.Call call) {
        Visitor visitor = gate.visitor(call.request());
        gate.requireRole(visitor, call.request(), Visitor.Role.MARKET_OPERATOR);
        JsonFields fields = JsonFields.of(CanonicalJson.decode(Bytes.utf8(call.body())), "");
        String market = fields.text("market", MAX_TEXT);
        gate.requireSight(visitor, call.request(), market);
        String kind = fields.text("kind", 1);
        String paper = fields.text("idType", MAX_TEXT);
        String number = fields.text("idNumber", MAX_TEXT);
        String name = fields.text("name", MAX_TEXT);
        fields.end();
        IdentityDigests.PersonDigests digests = digests(paper, number, name);
        ObjectNode arguments = CanonicalJson.object()
                .put("kind", kind)
                .put("identityDigest", digests.identity().toHex())
                .put("nameDigest", digests.name().toHex())
                .put("market", market);
        TransactionRecord record = hub.identityService()
                .submit("identity", "allocateInvestorCode", arguments)
                .toCompletableFuture()
                .join();
        return answer(record, digests);
    }

    private IdentityDigests.PersonDigests digests(String paper, String number, String name) {
        try {
            return hub.digests().of(IdentityPaper.valueOf(paper), number, name);
        } catch (IllegalArgumentException e) {
            throw ApiProblem.badRequest("idType, idNumber or name: " + e.getMessage());
        }
    }

    /** The digests go back to the market that brought number and name: its books know the person by them alone. */
    private static HttpResponse answer(TransactionRecord record, IdentityDigests.PersonDigests digests) {
        if (!record.receipt().succeeded()) {
            throw new ApiProblem(
                    422, record.receipt().code(), record.receipt().message(), "correct the request and send it again");
        }
        JsonNode result = CanonicalJson.decode(record.receipt().result());
        if (result.path("outcome").asText().equals("MANUAL_REVIEW")) {
            throw new ApiProblem(
                    409,
                    "MANUAL_REVIEW",
                    result.path("message").asText(),
                    "the hub's officers decide case " + result.path("case").asText() + "; ask again afterwards");
        }
        ObjectNode json = (ObjectNode) result;
        json.put("identityDigest", digests.identity().toHex())
                .put("nameDigest", digests.name().toHex())
                .put("transaction", record.receipt().transactionId().toHex())
                .put("height", record.height().value());
        return Router.json(json);
    }
}
