package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the screens show of a {@code transactionreport}: references only, no person's name. */
final class TransactionReport {
    private TransactionReport() {}

    static ObjectNode summary(ObjectNode fullBody) {
        JsonNode report = fullBody.path("transaction_report_information");
        JsonNode basics = report.path("basic_transaction_information");
        JsonNode trade = report.path("transaction_information");
        JsonNode content = trade.path("transaction_content_information");
        JsonNode parties = trade.path("transaction_party_information");
        return JsonNodeFactory.instance
                .objectNode()
                .put(
                        "type",
                        basics.path("basic_information_remark")
                                .path("transaction_type")
                                .asText())
                .put(
                        "product",
                        basics.path("trading_asset_information")
                                .path("custody_asset_transaction")
                                .path("transaction_custody_product_ref")
                                .asText())
                .put("seller", parties.path("transaction_investor_original_ref").asText())
                .put(
                        "buyer",
                        parties.path("transaction_investor_counterparty_ref").asText())
                .put("quantity", content.path("transaction_settlement_quantity").longValue())
                .put("price", content.path("transaction_settlement_price").asText())
                .put("tradedAt", content.path("transaction_settlement_time").asText());
    }
}
