package io.regchain.supervision.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Rows of data objects, and of the transfers that transaction reports tell of. */
final class ObjectProjection {
    private static final String TRANSFER = "3"; // transaction_type 3, 交易转让

    private ObjectProjection() {}

    static void stored(Connection connection, IndexedEvent event) throws SQLException {
        Sql.update(
                connection,
                "insert into object_version (chain, object_id, version, type, operation, digest, height, transaction_id,"
                        + " hub_height, hub_transaction, hub_time_millis, business_millis, written_millis)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                event.text("chain"),
                event.text("objectId"),
                event.number("version"),
                event.text("type"),
                event.text("operation"),
                event.text("digest"),
                event.number("height"),
                event.text("transaction"),
                event.hubHeight(),
                event.transaction().toHex(),
                event.hubTime(),
                time(event, "businessTime"),
                time(event, "writtenTime"));
        JsonNode report = event.data().path("report");
        if (report.isObject() && report.path("type").asText().equals(TRANSFER)) {
            transfer(connection, event, report);
        }
    }

    private static @Nullable Long time(IndexedEvent event, String field) {
        return event.data().hasNonNull(field) ? event.number(field) : null;
    }

    private static void transfer(Connection connection, IndexedEvent event, JsonNode report) throws SQLException {
        String chain = event.text("chain");
        Sql.update(
                connection,
                "insert into transfer (chain, transaction_id, object_id, version, product, seller, buyer, quantity, price,"
                        + " traded_at, height, hub_height, hub_time_millis) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                chain,
                event.text("transaction"),
                event.text("objectId"),
                event.number("version"),
                report.path("product").asText(),
                report.path("seller").asText(),
                report.path("buyer").asText(),
                report.path("quantity").longValue(),
                report.path("price").asText(),
                report.path("tradedAt").asText(),
                event.number("height"),
                event.hubHeight(),
                event.hubTime());
        Feed.add(
                connection,
                "transfer",
                chain,
                null,
                chain + " 转让 " + report.path("quantity").longValue() + "："
                        + report.path("product").asText(),
                chain + ": transfer of " + report.path("quantity").longValue() + ", "
                        + report.path("product").asText(),
                "#/transfers/" + chain + "/" + event.text("transaction"),
                event.hubTime());
    }
}
