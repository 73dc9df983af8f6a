package io.regchain.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm3;
import java.util.List;

/**
 * Other consensus nodes for an admitted chain (A10.7), as handed in; {@link io.regchain.registry.rules.ValidatorChangeRules}
 * judges it. JSON {@code {chainId, effectiveHeight, validators[]}}, the validators as in a {@link Registration}.
 *
 * @param effective the height that these nodes decide first; the block below it hands over to them
 */
public record ValidatorChange(ChainId chain, Height effective, List<Registration.Node> validators) {
    public ValidatorChange {
        validators = List.copyOf(validators);
    }

    public ObjectNode toJson() {
        ObjectNode json =
                CanonicalJson.object().put("chainId", chain.value()).put("effectiveHeight", effective.value());
        json.set("validators", nodes());
        return json;
    }

    public ArrayNode nodes() {
        return RegistrationJson.writeNodes(validators);
    }

    /** SM3 of the canonical JSON: what the second pair of eyes approves. */
    public Hash32 digest() {
        return Sm3.hash(CanonicalJson.encode(toJson()));
    }

    /** @throws IllegalArgumentException unless the rules have passed */
    public ValidatorSet validatorSet() {
        return Registration.validatorSet(validators);
    }

    /** @throws DecodeException when a member has the wrong type or is not known */
    public static ValidatorChange fromJson(JsonNode json) {
        JsonForm form = JsonForm.of(json, "a change of validators", "chainId", "effectiveHeight", "validators");
        try {
            return new ValidatorChange(
                    new ChainId(form.text("chainId")),
                    new Height(form.number("effectiveHeight")),
                    RegistrationJson.nodes(form));
        } catch (IllegalArgumentException e) {
            throw new DecodeException(String.valueOf(e.getMessage()), e);
        }
    }
}
