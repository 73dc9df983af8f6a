package io.regchain.localchain.book;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.EnterpriseCode;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.canonical.CanonicalJson;

/**
 * An enterprise that issues securities on this market.
 *
 * @param objectId of its JR/T 0314 subject object
 */
public record Issuer(EnterpriseCode code, UnifiedSocialCreditCode creditCode, String name, String objectId) {
    public static String key(EnterpriseCode code) {
        return "issuer/" + code.stableText();
    }

    /** The identifier that stays when the enterprise changes its layer. */
    public Did did() {
        return new Did(code.market().chainId(), code.stable());
    }

    public ObjectNode toJson() {
        return CanonicalJson.object()
                .put("code", code.text())
                .put("creditCode", creditCode.value())
                .put("name", name)
                .put("objectId", objectId);
    }

    static Issuer fromJson(JsonNode json) {
        Fields in = new Fields(json);
        return new Issuer(
                EnterpriseCode.parse(in.text("code")),
                new UnifiedSocialCreditCode(in.text("creditCode")),
                in.text("name"),
                in.text("objectId"));
    }
}
