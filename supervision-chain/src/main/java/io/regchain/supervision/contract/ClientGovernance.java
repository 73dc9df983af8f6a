package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.lightclient.ClientStatus;
import io.regchain.protocol.lightclient.TrustPeriod;
import io.regchain.protocol.lightclient.TrustedState;

/**
 * What officers decide about a light client, always two of them with a reason (A3.2): that a frozen one may go on, that
 * an expired one still knows its chain, and how long its trust lasts. What holds when a change is proposed must still
 * hold when it is approved.
 */
final class ClientGovernance {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ContractContext context;
    private final ClientState client;

    ClientGovernance(ContractContext context, ClientState client) {
        this.context = context;
        this.client = client;
    }

    JsonNode proposeThaw(Arguments in) {
        long number = requireCase().path("number").longValue();
        return propose("thaw", "thawProposed", content(in).put("case", number));
    }

    /** Ends the case; what the client knows of the chain stays. Its registration stays suspended until it is resumed. */
    JsonNode approveThaw(Arguments in) {
        ObjectNode approved = approve("thaw", in);
        ObjectNode open = requireCase();
        ObjectNode decision = decision(approved);
        new ClientCases(context, client.chain()).decide(open, decision);
        context.emit(
                "clientThawed", about(decision).put("case", open.path("number").longValue()));
        return answer().put("thawed", true)
                .put("case", open.path("number").longValue())
                .put("next", "the chain takes part again once registry.resume has been called for it");
    }

    private ObjectNode requireCase() {
        return new ClientCases(context, client.chain())
                .open()
                .orElseThrow(() -> new ContractRefusal(
                        "CLIENT_NOT_FROZEN",
                        "the light client of " + client.chain() + " is not frozen; there is nothing to thaw"));
    }

    JsonNode proposeRenewal(Arguments in) {
        Hash32 hash = in.parsed("hash", "the hash of the client's latest header", Hash32::ofHex);
        requireRenewable(hash);
        return propose("renewal", "renewalProposed", content(in).put("hash", hash.toHex()));
    }

    /** The officers say that the latest header is still the chain's: the trust clock begins anew, nothing else changes. */
    JsonNode approveRenewal(Arguments in) {
        ObjectNode approved = approve("renewal", in);
        client.trust(requireRenewable(Hash32.ofHex(approved.path("hash").asText())));
        context.emit(
                "clientRenewed",
                about(decision(approved)).put("hash", approved.path("hash").asText()));
        return answer().put("renewed", true)
                .put("expiresAt", client.clock().expiresAt().epochMillis());
    }

    private TrustedState requireRenewable(Hash32 hash) {
        TrustedState latest = client.trusted();
        switch (client.status()) {
            case FROZEN ->
                throw new ContractRefusal(
                        "CLIENT_FROZEN",
                        "the light client of " + client.chain() + " is frozen; the case must be decided first");
            case ACTIVE ->
                throw new ContractRefusal(
                        "CLIENT_NOT_EXPIRING",
                        "the light client of " + client.chain() + " is good until "
                                + client.clock().expiresAt() + "; a header of the chain renews it without anybody");
            case EXPIRING, EXPIRED -> {
                if (!latest.blockHash().equals(hash)) {
                    throw new ContractRefusal(
                            "RENEWAL_OF_OTHER_HEADER",
                            "the latest header of " + client.chain() + " is block " + latest.height() + " with hash "
                                    + latest.blockHash() + ", not " + hash);
                }
                return latest;
            }
        }
        throw new IllegalStateException("no status is left over");
    }

    JsonNode proposeTrustPeriod(Arguments in) {
        TrustPeriod period = period(in);
        requireNotExpired();
        return propose("trust-period", "trustPeriodProposed", content(in).put("seconds", period.seconds()));
    }

    private static TrustPeriod period(Arguments in) {
        try {
            return TrustPeriod.ofSeconds(in.number("seconds"));
        } catch (IllegalArgumentException e) {
            throw new ContractRefusal("BAD_ARGUMENT", "argument seconds: " + e.getMessage());
        }
    }

    JsonNode approveTrustPeriod(Arguments in) {
        ObjectNode approved = approve("trust-period", in);
        requireNotExpired();
        client.keepPeriod(TrustPeriod.ofSeconds(approved.path("seconds").longValue()));
        context.emit(
                "trustPeriodChanged",
                about(decision(approved))
                        .put("seconds", approved.path("seconds").longValue()));
        return answer().put("expiresAt", client.clock().expiresAt().epochMillis());
    }

    /** A longer period must not do what only a renewal may. */
    private void requireNotExpired() {
        if (client.status() == ClientStatus.EXPIRED) {
            throw new ContractRefusal(
                    "CLIENT_EXPIRED",
                    "the light client of " + client.chain() + " has expired; renew it before its trust period changes");
        }
    }

    private ObjectNode content(Arguments in) {
        return JSON.objectNode()
                .put("chain", client.chain().value())
                .put("reason", FourEyes.reason(in))
                .put("proposedBy", context.origin().fingerprint().toHex());
    }

    private JsonNode propose(String what, String event, ObjectNode content) {
        Hash32 digest = FourEyes.propose(context, what + "/" + client.chain(), content);
        context.emit(event, content.deepCopy().put("digest", digest.toHex()));
        return JSON.objectNode().put("digest", digest.toHex());
    }

    private ObjectNode approve(String what, Arguments in) {
        return FourEyes.approve(
                context, what + "/" + client.chain(), in.parsed("digest", "the proposal's digest", Hash32::ofHex));
    }

    private ObjectNode decision(ObjectNode approved) {
        return JSON.objectNode()
                .put("reason", approved.path("reason").asText())
                .put("proposedBy", approved.path("proposedBy").asText())
                .put("approvedBy", context.origin().fingerprint().toHex())
                .put("decidedAt", context.time().epochMillis());
    }

    private ObjectNode about(ObjectNode decision) {
        return decision.deepCopy().put("chain", client.chain().value());
    }

    private ObjectNode answer() {
        return JSON.objectNode()
                .put("chain", client.chain().value())
                .put("status", client.status().name())
                .put("registration", client.registration().path("state").asText());
    }
}
