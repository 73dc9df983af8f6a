package io.regchain.identity.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.Optional;

/**
 * Applications that a person must look at (A11.3: conflicts go to a manual queue). A case is opened by a call that
 * succeeds, since a refusal would drop it; the caller learns {@code outcome MANUAL_REVIEW} and the number.
 */
final class ReviewCases {
    private ReviewCases() {}

    /** The same conflict again is the same case, so that repeating it does not fill the queue. */
    static JsonNode open(
            ContractContext context,
            String conflict,
            InvestorCode investor,
            Hash32 identity,
            Hash32 name,
            ChainId market) {
        String key = "conflict/" + identity + "/" + name + "/" + conflict;
        Optional<Long> known = context.read(key).map(JsonNode::longValue);
        long number = known.orElseGet(() -> fresh(context, conflict, investor, identity, name, market));
        if (known.isEmpty()) {
            context.write(key, CanonicalJson.MAPPER.getNodeFactory().numberNode(number));
        }
        return CanonicalJson.object()
                .put("outcome", "MANUAL_REVIEW")
                .put("case", number)
                .put("conflict", conflict)
                .put("message", message(conflict));
    }

    private static String message(String conflict) {
        return conflict.equals("IDENTITY_CONFLICT")
                ? "this identity is on record under another name; a person decides at the hub"
                : "this identity is on record as another kind of investor; a person decides at the hub";
    }

    private static long fresh(
            ContractContext context,
            String conflict,
            InvestorCode investor,
            Hash32 identity,
            Hash32 name,
            ChainId market) {
        long number = context.read("cases/next").map(JsonNode::longValue).orElse(1L);
        context.write("cases/next", CanonicalJson.MAPPER.getNodeFactory().numberNode(number + 1));
        context.write(
                "case/" + number,
                CanonicalJson.object()
                        .put("conflict", conflict)
                        .put("investor", investor.text())
                        .put("identityDigest", identity.toHex())
                        .put("nameDigest", name.toHex())
                        .put("market", market.value())
                        .put("openedAt", context.time().epochMillis())
                        .put("state", "OPEN"));
        context.emit(
                "identityConflictRecorded",
                CanonicalJson.object()
                        .put("case", number)
                        .put("conflict", conflict)
                        .put("investor", investor.text())
                        .put("market", market.value()));
        return number;
    }

    static boolean sameNameDecided(ContractContext context, Hash32 identity, Hash32 name) {
        return context.read("accepted-name/" + identity + "/" + name).isPresent();
    }

    /** {@code decideCase {case, samePerson, note}}: with {@code samePerson} the other name counts from now on. */
    static JsonNode decide(ContractContext context, Arguments args) {
        HubRole.require(context, HubRole.IDENTITY_SERVICE);
        long number = args.positive("case");
        boolean samePerson = args.flag("samePerson");
        String note = args.text("note");
        ObjectNode open = context.read("case/" + number)
                .filter(record -> record.path("state").asText().equals("OPEN"))
                .map(record -> (ObjectNode) record.deepCopy())
                .orElseThrow(() -> new ContractRefusal("NO_OPEN_CASE", "there is no open case " + number));
        String state = samePerson ? "SAME_PERSON" : "REFUSED";
        context.write(
                "case/" + number,
                open.put("state", state)
                        .put("note", note)
                        .put("decidedAt", context.time().epochMillis()));
        if (samePerson) {
            context.write(
                    "accepted-name/" + open.path("identityDigest").asText() + "/"
                            + open.path("nameDigest").asText(),
                    CanonicalJson.object().put("case", number));
        }
        ObjectNode result = CanonicalJson.object().put("case", number).put("state", state);
        context.emit("identityCaseDecided", result.deepCopy());
        return result;
    }
}
