package io.regchain.identity.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.EnterpriseCode;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.canonical.CanonicalJson;

/** What local chains may ask about codes by packet: that a code was given out, to which markets, never to whom. */
final class CodeQuestions {
    private CodeQuestions() {}

    static JsonNode investor(ContractContext context, Arguments args) {
        requireChain(context);
        InvestorCode code = args.parsed("code", "an investor code", InvestorCode::new);
        ObjectNode answer = CanonicalJson.object().put("code", code.text());
        return context.read("code/" + code)
                .flatMap(entry ->
                        context.read("investor/" + entry.path("identityDigest").textValue()))
                .map(InvestorRecord::fromJson)
                .map(record -> {
                    ArrayNode markets = answer.put("known", true)
                            .put("allocatedAt", record.allocatedAt().epochMillis())
                            .putArray("markets");
                    record.markets().forEach(market -> markets.add(market.value()));
                    return answer;
                })
                .orElseGet(() -> answer.put("known", false));
    }

    static JsonNode enterprise(ContractContext context, Arguments args) {
        requireChain(context);
        EnterpriseCode code = args.parsed("code", "an enterprise code", EnterpriseCode::parse);
        return context.read("enterprise/" + code.stable().text())
                .map(entry -> ((ObjectNode) entry.deepCopy()).put("known", true))
                .orElseGet(() -> CanonicalJson.object().put("code", code.text()).put("known", false));
    }

    private static void requireChain(ContractContext context) {
        if (!(context.caller() instanceof Caller.OfChain)) {
            throw new ContractRefusal(
                    "CALLER_NOT_ALLOWED",
                    "codes are asked about by contracts of local chains, through a packet, not by " + context.caller());
        }
    }
}
