package io.regchain.identity.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.EnterpriseCode;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.Optional;
import java.util.TreeSet;

/** Keeps the enterprise codes the markets gave out (JR/T 0325 table 3: allocated locally, synchronised to the hub). */
final class EnterpriseCodes {
    /** The contract that has verified the object the code came in. */
    private static final String SOURCE = "objects";

    private EnterpriseCodes() {}

    /**
     * {@code syncEnterpriseCode {chain, code, uscc, name, layer?}}. The layer may change (JR/T 0326 4.3 f), code and DID
     * stay; a code never passes to another enterprise.
     */
    static JsonNode sync(ContractContext context, Arguments args) {
        if (!context.caller().equals(new Caller.OfContract(SOURCE))) {
            throw new ContractRefusal(
                    "CALLER_NOT_ALLOWED", "only the contract " + SOURCE + " syncs codes, not " + context.caller());
        }
        ChainId chain = args.parsed("chain", "a chain id", ChainId::new);
        EnterpriseCode code = layered(args);
        UnifiedSocialCreditCode uscc =
                args.parsed("uscc", "a unified social credit code", UnifiedSocialCreditCode::new);
        Did did = did(chain, code);
        String key = "enterprise/" + code.stable().text();
        Optional<JsonNode> known = context.read(key);
        requireSameEnterprise(known, code, uscc);
        ObjectNode entry = entry(chain, code, uscc, args.text("name"), did);
        if (known.map(before -> same(before, entry)).orElse(false)) {
            return entry;
        }
        context.write(key, entry);
        index(context, uscc, code);
        context.emit("enterpriseCodeSynced", entry.deepCopy());
        return entry;
    }

    private static EnterpriseCode layered(Arguments args) {
        EnterpriseCode code = args.parsed("code", "an enterprise code", EnterpriseCode::parse);
        return args.optionalText("layer")
                .map(letter -> args.oneOf("layer", EnterpriseCode.Layer.class))
                .map(code::withLayer)
                .orElse(code);
    }

    private static Did did(ChainId chain, EnterpriseCode code) {
        try {
            return new Did(chain, code.stable());
        } catch (IllegalArgumentException e) {
            throw new ContractRefusal(
                    "CODE_OF_OTHER_MARKET", code + " is no code of \"" + chain + "\": " + e.getMessage());
        }
    }

    private static void requireSameEnterprise(
            Optional<JsonNode> known, EnterpriseCode code, UnifiedSocialCreditCode uscc) {
        known.map(before -> before.path("uscc").asText())
                .filter(before -> !before.equals(uscc.value()))
                .ifPresent(before -> {
                    throw new ContractRefusal(
                            "ENTERPRISE_CODE_TAKEN",
                            code.stable() + " belongs to " + before + "; a code never passes to another enterprise");
                });
    }

    private static ObjectNode entry(
            ChainId chain, EnterpriseCode code, UnifiedSocialCreditCode uscc, String name, Did did) {
        ObjectNode entry = CanonicalJson.object()
                .put("chain", chain.value())
                .put("code", code.stable().text())
                .put("uscc", uscc.value())
                .put("name", name)
                .put("did", did.toString());
        code.layer().ifPresent(layer -> entry.put("layer", layer.name()));
        return entry;
    }

    private static boolean same(JsonNode before, ObjectNode after) {
        return CanonicalJson.encode(before).equals(CanonicalJson.encode(after));
    }

    /** {@code identity/uscc/<code>} lists the enterprise codes of one legal person, sorted. */
    private static void index(ContractContext context, UnifiedSocialCreditCode uscc, EnterpriseCode code) {
        TreeSet<String> codes = new TreeSet<>();
        context.read("uscc/" + uscc).ifPresent(list -> list.forEach(text -> codes.add(text.asText())));
        if (codes.add(code.stable().text())) {
            ArrayNode list = CanonicalJson.array();
            codes.forEach(list::add);
            context.write("uscc/" + uscc, list);
        }
    }
}
