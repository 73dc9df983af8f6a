package io.regchain.localchain.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.localchain.rule.TransferRequest.Cause;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.canonical.CanonicalJson;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A transfer that waits for the end of its settlement: its units are frozen, and what the rules count is counted already.
 *
 * @param day of the lock, on which the rules were asked
 * @param entering whether the buyer holds nothing yet: a place among the holders is kept for it (R02)
 */
public record LockedTransfer(TransferRequest request, LocalDate day, boolean entering) {

    public static String key(String settlement, long leg) {
        return "locked/" + settlement + "/" + leg;
    }

    /** How many places among the holders are kept for buyers of locked units. */
    public static String reservedKey(String product) {
        return "reserved/" + product;
    }

    public ObjectNode toJson() {
        return toJson(request).put("day", day.toString()).put("entering", entering);
    }

    public static LockedTransfer fromJson(JsonNode json) {
        return new LockedTransfer(
                request(json),
                LocalDate.parse(json.get("day").textValue()),
                json.get("entering").booleanValue());
    }

    static ObjectNode toJson(TransferRequest request) {
        Cause.Trade trade = (Cause.Trade) request.cause();
        return CanonicalJson.object()
                .put("requestId", request.requestId())
                .put("product", request.product().text())
                .put("sellerAccount", request.from())
                .put("buyerAccount", request.to())
                .put("quantity", request.quantity())
                .put("method", trade.method())
                .put("priceFen", trade.priceFen());
    }

    static TransferRequest request(JsonNode json) {
        return new TransferRequest(
                json.get("requestId").textValue(),
                ProductCode.parse(json.get("product").textValue()),
                json.get("sellerAccount").textValue(),
                json.get("buyerAccount").textValue(),
                json.get("quantity").longValue(),
                new Cause.Trade(
                        json.get("method").textValue(), json.get("priceFen").longValue(), Optional.empty()));
    }
}
