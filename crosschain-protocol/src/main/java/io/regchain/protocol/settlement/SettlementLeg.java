package io.regchain.protocol.settlement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.regex.Pattern;

/**
 * What one chain does in a settlement: a contract of it sets an asset aside, and hands it over when all others have done
 * the same.
 *
 * @param contract the local contract that keeps the asset, such as {@code transfers} or {@code money}
 * @param terms what that contract is to do, a JSON object in canonical form, at most {@link #MAX_TERMS} bytes
 */
public record SettlementLeg(ChainId chain, String contract, Bytes terms) {
    public static final int MAX_TERMS = 4096;
    static final int MAX_NAME = 64;
    private static final Pattern NAME = Pattern.compile("[a-z][a-zA-Z0-9-]{0,63}");

    public SettlementLeg {
        if (chain.equals(ChainId.SUPERVISION)) {
            throw new IllegalArgumentException("the supervision chain decides a settlement; it keeps no assets");
        }
        if (!NAME.matcher(contract).matches()) {
            throw new IllegalArgumentException("a contract name starts with a small letter and has letters, digits and"
                    + " hyphens, at most " + MAX_NAME + "; \"" + contract + "\" does not");
        }
        if (terms.size() > MAX_TERMS) {
            throw new IllegalArgumentException(
                    "the terms of a leg have at most " + MAX_TERMS + " bytes, not " + terms.size());
        }
        try {
            CanonicalJson.requireInnerDepth(CanonicalJson.decodeCanonicalObject(terms));
        } catch (DecodeException e) {
            throw new IllegalArgumentException("the terms of a leg: " + e.getMessage(), e);
        }
    }

    public static SettlementLeg of(ChainId chain, String contract, ObjectNode terms) {
        return new SettlementLeg(chain, contract, CanonicalJson.encode(terms));
    }

    /** The terms as a tree of the caller's own. */
    public ObjectNode termsJson() {
        return CanonicalJson.decodeObject(terms);
    }

    ObjectNode toJson() {
        ObjectNode json = CanonicalJson.object().put("chain", chain.value()).put("contract", contract);
        json.set("terms", termsJson());
        return json;
    }
}
