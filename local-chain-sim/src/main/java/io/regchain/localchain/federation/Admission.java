package io.regchain.localchain.federation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.settlement.SettlementKeys;
import io.regchain.registry.Registration;
import io.regchain.supervision.node.SupervisionLedger;
import java.time.Duration;
import java.util.List;

/** The hub's two admission officers at work: chains and routes, each proposed by one and approved by the other. */
final class Admission {
    private static final Duration ROUTE_LIFE = Duration.ofDays(3650);
    /** Default deny: exactly these calls may cross, from any market to any other. */
    private static final List<String[]> ROUTES = List.of(
            new String[] {"account-identity", "accounts", "identity", "confirm"},
            new String[] {"account-holder", "accounts", "accounts", "confirmHolder"},
            new String[] {"transfer-order", "transfers", "transfers", "requestTransfer"},
            new String[] {"settlement", SettlementKeys.CONTRACT, "*", SettlementKeys.METHOD});

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
        for (String[] route : ROUTES) {
            if (maker.read("routes/" + route[0]).isEmpty()) {
                ObjectNode proposal = CanonicalJson.object()
                        .put("id", route[0])
                        .put("source", "*")
                        .put("sourceContract", route[1])
                        .put("destination", "*")
                        .put("destinationContract", route[2])
                        .put("method", route[3])
                        .put("effectiveFrom", now.epochMillis())
                        .put("expiresAt", now.epochMillis() + ROUTE_LIFE.toMillis());
                JsonNode proposed = succeed(maker, "routes", "propose", proposal);
                succeed(
                        checker,
                        "routes",
                        "approve",
                        CanonicalJson.object()
                                .put("id", route[0])
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
