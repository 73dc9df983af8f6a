package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.ChainId;
import java.util.Optional;

/** The registration of a chain that is in force; a chain that is not registered, or suspended, counts for nothing. */
final class ActiveChain {
    private ActiveChain() {}

    /** Active or not. */
    static JsonNode registered(ContractContext context, ChainId chain) {
        return context.readOf("registry", "chain/" + chain)
                .orElseThrow(() -> new ContractRefusal(
                        "CHAIN_NOT_REGISTERED",
                        "the chain " + chain + " is not registered; propose and approve it first"));
    }

    static JsonNode require(ContractContext context, ChainId chain) {
        JsonNode registration = registered(context, chain);
        if (!registration.path("state").asText().equals("ACTIVE")) {
            throw new ContractRefusal(
                    "CHAIN_NOT_ACTIVE",
                    "the chain " + chain + " is " + registration.path("state").asText() + ", not ACTIVE");
        }
        return registration;
    }

    static Optional<JsonNode> find(ContractContext context, ChainId chain) {
        return context.readOf("registry", "chain/" + chain)
                .filter(registration -> registration.path("state").asText().equals("ACTIVE"));
    }
}
