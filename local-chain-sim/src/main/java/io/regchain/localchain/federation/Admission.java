package io.regchain.localchain.federation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.packet.InquiriesContract;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.settlement.SettlementKeys;
import io.regchain.registry.Registration;
import io.regchain.supervision.contract.AnomaliesContract;
import io.regchain.supervision.contract.CalendarContract;
import io.regchain.supervision.contract.RulesContract;
import io.regchain.supervision.node.SupervisionLedger;
import java.time.Duration;
import java.util.List;

/** The hub's two admission officers at work: chains and routes, each proposed by one and approved by the other. */
final class Admission {
    private static final Duration ROUTE_LIFE = Duration.ofDays(3650);
    private static final String HUB = ChainId.SUPERVISION.value();

    /** Default deny: exactly these calls may cross, from any market to any other, and to the hub's services. */
    private static final List<Route> ROUTES = List.of(
            new Route("account-identity", "accounts", "*", "identity", "confirm"),
            new Route("account-holder", "accounts", "*", "accounts", "confirmHolder"),
            new Route("transfer-order", "transfers", "*", "transfers", "requestTransfer"),
            new Route("settlement", SettlementKeys.CONTRACT, "*", "*", SettlementKeys.METHOD),
            new Route("hub-investor", InquiriesContract.NAME, HUB, "identity", "investor"),
            new Route("hub-enterprise", InquiriesContract.NAME, HUB, "identity", "enterprise"),
            new Route("hub-calendar", InquiriesContract.NAME, HUB, CalendarContract.NAME, "*"),
            new Route("hub-issuer-check", InquiriesContract.NAME, HUB, RulesContract.NAME, "checkIssuer"),
            new Route("hub-anomalies", InquiriesContract.NAME, HUB, AnomaliesContract.NAME, "page"));

    private record Route(
            String id, String sourceContract, String destination, String destinationContract, String method) {}

    private final SupervisionLedger maker;
    private final SupervisionLedger checker;

    Admission(SupervisionLedger maker, SupervisionLedger checker) {
        this.maker = maker;
        this.checker = checker;
    }

    /** Admits the chain unless it is admitted already. */
    void admit(Registration registration) {
        if (maker.read("registry/chain/" + registration.chainId()).isPresent()) {
            return;
        }
        String digest = registration.digest().toHex();
        if (!openProposal("registry/proposal/" + registration.chainId(), digest)) {
            ObjectNode proposal = CanonicalJson.object();
            proposal.set("registration", registration.toJson());
            succeed(maker, "registry", "propose", proposal);
        }
        succeed(
                checker,
                "registry",
                "approve",
                CanonicalJson.object().put("chainId", registration.chainId()).put("digest", digest));
    }

    private boolean openProposal(String key, String digest) {
        return maker.read(key)
                .map(proposal -> proposal.path("digest").asText().equals(digest))
                .orElse(false);
    }

    void openRoutes(BlockTime now) {
        for (Route route : ROUTES) {
            if (maker.read("routes/" + route.id()).isEmpty()) {
                ObjectNode proposal = CanonicalJson.object()
                        .put("id", route.id())
                        .put("source", "*")
                        .put("sourceContract", route.sourceContract())
                        .put("destination", route.destination())
                        .put("destinationContract", route.destinationContract())
                        .put("method", route.method())
                        .put("effectiveFrom", now.epochMillis())
                        .put("expiresAt", now.epochMillis() + ROUTE_LIFE.toMillis());
                JsonNode proposed = succeed(maker, "routes", "propose", proposal);
                succeed(
                        checker,
                        "routes",
                        "approve",
                        CanonicalJson.object()
                                .put("id", route.id())
                                .put("digest", proposed.path("digest").asText()));
            }
        }
    }

    private static JsonNode succeed(SupervisionLedger ledger, String contract, String method, ObjectNode arguments) {
        TransactionRecord record =
                ledger.submit(contract, method, arguments).toCompletableFuture().join();
        if (!record.receipt().succeeded()) {
            throw new FederationProblem(
                    contract + "." + method + " was refused: "
                            + record.receipt().code() + ": " + record.receipt().message(),
                    "see the supervision chain's rules named there");
        }
        return CanonicalJson.decode(record.receipt().result());
    }
}
