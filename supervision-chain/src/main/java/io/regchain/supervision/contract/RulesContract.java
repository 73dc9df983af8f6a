package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Market;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.ServiceArea;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.Optional;

/**
 * Market rules that a local chain may have checked before it acts, by packet. Methods:
 *
 * <ul>
 *   <li>{@code checkIssuer {creditCode}}: may the asking market serve this enterprise? R08: it is of its own area; and no
 *       other market has it registered, as far as the objects on this chain tell
 * </ul>
 *
 * Answers {@code {allowed, code?, message?, rule?, registeredWith?}}; a rule that says no is an answer, not an error.
 */
public final class RulesContract implements Contract {
    public static final String NAME = "rules";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        Arguments in = Arguments.of(arguments);
        return switch (method) {
            case "checkIssuer" -> checkIssuer(context, in);
            default -> throw UnknownMethod.refusal(NAME, method, "checkIssuer");
        };
    }

    private static JsonNode checkIssuer(ContractContext context, Arguments in) {
        Market market = callingMarket(context);
        UnifiedSocialCreditCode enterprise =
                in.parsed("creditCode", "a unified social credit code", UnifiedSocialCreditCode::new);
        Optional<Refusal> no = ServiceArea.check(market, enterprise);
        if (no.isEmpty()) {
            no = registeredElsewhere(context, market.chainId(), enterprise);
        }
        ObjectNode answer = CanonicalJson.object().put("allowed", no.isEmpty()).put("rule", "R08");
        no.ifPresent(reason -> answer.put("code", reason.code()).put("message", reason.message()));
        return answer;
    }

    private static Optional<Refusal> registeredElsewhere(
            ContractContext context, ChainId asking, UnifiedSocialCreditCode enterprise) {
        for (JsonNode code : context.readOf("identity", "uscc/" + enterprise).orElseGet(CanonicalJson::array)) {
            String chain = context.readOf("identity", "enterprise/" + code.textValue())
                    .map(entry -> entry.path("chain").asText())
                    .orElseThrow();
            if (!chain.equals(asking.value())) {
                return Optional.of(new Refusal(
                        "ENTERPRISE_OF_OTHER_MARKET",
                        enterprise + " is registered with " + chain + " as " + code.textValue()));
            }
        }
        return Optional.empty();
    }

    private static Market callingMarket(ContractContext context) {
        if (context.caller() instanceof Caller.OfChain caller) {
            return Markets.byChain(caller.chain())
                    .orElseThrow(() -> new ContractRefusal(
                            "CALLER_NOT_ALLOWED", caller.chain() + " is no chain of a regional equity market"));
        }
        throw new ContractRefusal(
                "CALLER_NOT_ALLOWED",
                "rules are checked for the market that asks by packet, not for " + context.caller());
    }
}
