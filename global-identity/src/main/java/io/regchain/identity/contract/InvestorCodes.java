package io.regchain.identity.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.Optional;
import java.util.TreeSet;

/** Gives out investor codes, once per person in the whole country (JR/T 0326 6.3; A11.2, A11.3). */
final class InvestorCodes {
    private InvestorCodes() {}

    static JsonNode allocate(ContractContext context, Arguments args) {
        HubRole.require(context, HubRole.IDENTITY_SERVICE);
        InvestorCode.Kind kind = args.parsed("kind", "Q, R or S", InvestorCodes::kind);
        Hash32 identity = args.parsed("identityDigest", "a keyed digest", Hash32::ofHex);
        Hash32 name = args.parsed("nameDigest", "a keyed digest", Hash32::ofHex);
        ChainId market = args.parsed("market", "the label of a market", InvestorCodes::market);
        Optional<InvestorRecord> known = context.read("investor/" + identity).map(InvestorRecord::fromJson);
        if (known.isEmpty()) {
            return first(context, kind, identity, name, market);
        }
        return again(context, known.get(), kind, identity, name, market);
    }

    private static InvestorCode.Kind kind(String letter) {
        for (InvestorCode.Kind kind : InvestorCode.Kind.values()) {
            if (letter.equals(String.valueOf(kind.letter()))) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of investor has the letter \"" + letter + "\"");
    }

    private static ChainId market(String label) {
        ChainId chain = new ChainId(label);
        if (Markets.byChain(chain).isEmpty()) {
            throw new IllegalArgumentException("no market has the label \"" + label + "\"");
        }
        return chain;
    }

    private static JsonNode first(
            ContractContext context, InvestorCode.Kind kind, Hash32 identity, Hash32 name, ChainId market) {
        InvestorCode code = next(context, kind);
        TreeSet<ChainId> markets = new TreeSet<>();
        markets.add(market);
        context.write("investor/" + identity, new InvestorRecord(code, name, markets, context.time()).toJson());
        context.write(
                "code/" + code,
                CanonicalJson.object()
                        .put("identityDigest", identity.toHex())
                        .put("market", market.value())
                        .put("allocatedAt", context.time().epochMillis()));
        context.emit("investorCodeAllocated", event(code, market));
        return result("ALLOCATED", code, market);
    }

    private static InvestorCode next(ContractContext context, InvestorCode.Kind kind) {
        String key = "next/" + kind.letter();
        long number = context.read(key).map(JsonNode::longValue).orElse(1L);
        if (number > InvestorCode.MAX_NUMBER) {
            throw new ContractRefusal(
                    "CODES_EXHAUSTED", "all nine-digit numbers of kind " + kind.letter() + " are given out");
        }
        context.write(key, CanonicalJson.MAPPER.getNodeFactory().numberNode(number + 1));
        return InvestorCode.of(kind, number);
    }

    private static JsonNode again(
            ContractContext context,
            InvestorRecord known,
            InvestorCode.Kind kind,
            Hash32 identity,
            Hash32 name,
            ChainId market) {
        if (known.code().kind() != kind) {
            return ReviewCases.open(context, "KIND_CONFLICT", known.code(), identity, name, market);
        }
        if (!known.nameDigest().equals(name) && !ReviewCases.sameNameDecided(context, identity, name)) {
            return ReviewCases.open(context, "IDENTITY_CONFLICT", known.code(), identity, name, market);
        }
        if (!known.knownIn(market)) {
            context.write("investor/" + identity, known.alsoIn(market).toJson());
            context.emit("investorRecognised", event(known.code(), market));
        }
        return result("KNOWN", known.code(), market);
    }

    private static ObjectNode event(InvestorCode code, ChainId market) {
        return CanonicalJson.object().put("code", code.text()).put("market", market.value());
    }

    private static ObjectNode result(String outcome, InvestorCode code, ChainId market) {
        return CanonicalJson.object()
                .put("outcome", outcome)
                .put("code", code.text())
                .put("did", new Did(market, code).toString());
    }
}
