package io.regchain.identity.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.EnterpriseCode;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.canonical.CanonicalJson;

/** What local chains may ask about codes by packet: that a code was given out, and whether to the asker; not to whom, nor to which other markets. */
final class CodeQuestions {
    private CodeQuestions() {}

    static JsonNode investor(ContractContext context, Arguments args) {
        ChainId asking = requireChain(context);
        InvestorCode code = args.parsed("code", "an investor code", InvestorCode::new);
        ObjectNode answer = CanonicalJson.object().put("code", code.text());
        return context.read("code/" + code)
                .flatMap(entry ->
                        context.read("investor/" + entry.path("identityDigest").textValue()))
                .map(InvestorRecord::fromJson)
                .map(record -> answer.put("known", true).put("knownHere", record.knownIn(asking)))
                .orElseGet(() -> answer.put("known", false));
    }

    static JsonNode enterprise(ContractContext context, Arguments args) {
        requireChain(context);
        EnterpriseCode code = args.parsed("code", "an enterprise code", EnterpriseCode::parse);
        return context.read("enterprise/" + code.stable().text())
                .map(entry -> ((ObjectNode) entry.deepCopy()).put("known", true))
                .orElseGet(() -> CanonicalJson.object().put("code", code.text()).put("known", false));
    }

    private static ChainId requireChain(ContractContext context) {
        if (context.caller() instanceof Caller.OfChain caller) {
            return caller.chain();
        }
        throw new ContractRefusal(
                "CALLER_NOT_ALLOWED",
                "codes are asked about by contracts of local chains, through a packet, not by " + context.caller());
    }
}
