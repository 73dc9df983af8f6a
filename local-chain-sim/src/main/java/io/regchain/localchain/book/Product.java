package io.regchain.localchain.book;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.EnterpriseCode;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.canonical.CanonicalJson;

/**
 * A security of this market.
 *
 * @param type product_type of the data model: 1 equity, 2 shares, 3 convertible bond (R07 admits no other)
 * @param issued the whole issue, in units (shares, or bonds)
 * @param objectId of the product's JR/T 0314 object
 * @param issuerObjectId of the issuer's subject object
 */
public record Product(
        ProductCode code,
        String name,
        EnterpriseCode issuer,
        int type,
        long issued,
        State state,
        String objectId,
        String issuerObjectId) {
    public static final int CONVERTIBLE_BOND = 3;

    public enum State {
        /** Created; its first holders are not registered yet. */
        CREATED,
        ACTIVE,
        SUSPENDED
    }

    public Product {
        if (type < 1 || type > CONVERTIBLE_BOND) {
            throw new IllegalArgumentException("a product is of type 1, 2 or 3, not " + type);
        }
        if (issued < 1) {
            throw new IllegalArgumentException("an issue has at least one unit");
        }
    }

    public static String key(ProductCode code) {
        return "product/" + code.stableText();
    }

    /** Scale unit of the data model: 3 bonds, 4 shares. */
    public int unit() {
        return type == CONVERTIBLE_BOND ? 3 : 4;
    }

    public Product with(State next) {
        return new Product(code, name, issuer, type, issued, next, objectId, issuerObjectId);
    }

    public ObjectNode toJson() {
        return CanonicalJson.object()
                .put("code", code.text())
                .put("name", name)
                .put("issuer", issuer.text())
                .put("type", type)
                .put("issued", issued)
                .put("state", state.name())
                .put("objectId", objectId)
                .put("issuerObjectId", issuerObjectId);
    }

    public static Product fromJson(JsonNode json) {
        Fields in = new Fields(json);
        return new Product(
                ProductCode.parse(in.text("code")),
                in.text("name"),
                EnterpriseCode.parse(in.text("issuer")),
                (int) in.number("type"),
                in.number("issued"),
                State.valueOf(in.text("state")),
                in.text("objectId"),
                in.text("issuerObjectId"));
    }
}
