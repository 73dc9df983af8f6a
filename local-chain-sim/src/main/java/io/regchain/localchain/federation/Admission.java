package io.regchain.localchain.federation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.packet.InquiriesContract;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.settlement.SettlementKeys;
import io.regchain.registry.Registration;
import io.regchain.supervision.contract.AnomaliesContract;
import io.regchain.supervision.contract.CalendarContract;
import io.regchain.supervision.contract.RulesContract;
import io.regchain.supervision.node.SupervisionLedger;
import java.time.Duration;
import java.util.ArrayList;
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
            String id,
            String source,
            String sourceContract,
            String destination,
            String destinationContract,
            String method) {
        /** From any chain. */
        Route(String id, String sourceContract, String destination, String destinationContract, String method) {
            this(id, "*", sourceContract, destination, destinationContract, method);
        }

        static Route ofAll(String source, String destination) {
            return new Route("all-" + source + "-" + destination, source, "*", destination, "*", "*");
        }
    }

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
        if (handIn(registration) instanceof AdmissionResult.Refused refused) {
            throw refusal(refused.by(), refused.reason());
        }
    }

    /** One officer proposes, unless the same lies there already, the other approves. */
    AdmissionResult handIn(Registration registration) {
        String digest = registration.digest().toHex();
        List<String> advice = new ArrayList<>();
        if (!openProposal("registry/proposal/" + registration.chainId(), digest)) {
            ObjectNode proposal = CanonicalJson.object();
            proposal.set("registration", registration.toJson());
            Receipt proposed = submit(maker, "registry", "propose", proposal);
            if (!proposed.succeeded()) {
                return refused("registry.propose", proposed);
            }
            CanonicalJson.decode(proposed.result())
                    .path("advice")
                    .forEach(finding -> advice.add(AdmissionResult.Admitted.told(finding)));
        }
        ObjectNode approval =
                CanonicalJson.object().put("chainId", registration.chainId()).put("digest", digest);
        Receipt approved = submit(checker, "registry", "approve", approval);
        return approved.succeeded() ? new AdmissionResult.Admitted(advice) : refused("registry.approve", approved);
    }

    private static AdmissionResult refused(String by, Receipt receipt) {
        return new AdmissionResult.Refused(by, new Refusal(receipt.code(), receipt.message()));
    }

    private boolean openProposal(String key, String digest) {
        return maker.read(key)
                .map(proposal -> proposal.path("digest").asText().equals(digest))
                .orElse(false);
    }

    void openRoutes(BlockTime now) {
        openRoutes(ROUTES, now);
    }

    /** Lets every contract of a chain call every one of another, and the other way round, and the hub's services. */
    void openRoutesBetween(ChainId chain, ChainId partner, BlockTime now) {
        openRoutes(
                List.of(
                        Route.ofAll(chain.value(), partner.value()),
                        Route.ofAll(partner.value(), chain.value()),
                        Route.ofAll(chain.value(), HUB)),
                now);
    }

    private void openRoutes(List<Route> routes, BlockTime now) {
        for (Route route : routes) {
            if (maker.read("routes/" + route.id()).isEmpty()) {
                ObjectNode proposal = CanonicalJson.object()
                        .put("id", route.id())
                        .put("source", route.source())
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
        Receipt receipt = submit(ledger, contract, method, arguments);
        if (!receipt.succeeded()) {
            throw refusal(contract + "." + method, new Refusal(receipt.code(), receipt.message()));
        }
        return CanonicalJson.decode(receipt.result());
    }

    private static Receipt submit(SupervisionLedger ledger, String contract, String method, ObjectNode arguments) {
        return ledger.submit(contract, method, arguments)
                .toCompletableFuture()
                .join()
                .receipt();
    }

    private static FederationProblem refusal(String by, Refusal reason) {
        return new FederationProblem(
                by + " was refused: " + reason.code() + ": " + reason.message(),
                "see the supervision chain's rules named there");
    }
}
