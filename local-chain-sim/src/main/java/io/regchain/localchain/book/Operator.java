package io.regchain.localchain.book;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.ArrayList;
import java.util.List;

/**
 * The market operator (运营机构): who asks for business on this chain and seals its data objects. Written at genesis
 * under {@code objects/operator}.
 *
 * @param keys at least one
 */
public record Operator(String name, UnifiedSocialCreditCode organisation, List<Sm2PublicKey> keys) {
    /** Within the contract {@code objects}. */
    public static final String KEY = "operator";

    public static final String FULL_KEY = "objects/" + KEY;

    public Operator {
        keys = List.copyOf(keys);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("an operator has at least one key");
        }
    }

    public ObjectNode toJson() {
        ObjectNode json = CanonicalJson.object().put("name", name).put("organisation", organisation.value());
        ArrayNode list = json.putArray("keys");
        keys.forEach(key -> list.add(key.toHex()));
        return json;
    }

    public static Operator fromJson(JsonNode json) {
        Fields in = new Fields(json);
        List<Sm2PublicKey> keys = new ArrayList<>();
        json.get("keys").forEach(key -> keys.add(Sm2PublicKey.ofHex(key.textValue())));
        return new Operator(in.text("name"), new UnifiedSocialCreditCode(in.text("organisation")), keys);
    }
}
