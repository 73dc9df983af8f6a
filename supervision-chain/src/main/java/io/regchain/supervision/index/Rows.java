package io.regchain.supervision.index;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.canonical.CanonicalJson;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The questions, and how a row of an answer looks as JSON. */
final class Rows {
    private Rows() {}

    static ObjectNode chain(Connection connection, String chain) throws SQLException {
        ObjectNode found = CanonicalJson.object().put("chain", chain).put("state", "NOT_CONNECTED");
        for (ObjectNode state : Sql.query(
                connection,
                row -> CanonicalJson.object().put("state", row.getString(1)).put("since", row.getLong(2)),
                "select state, since_millis from chain_state where chain = ?",
                chain)) {
            found.setAll(state);
        }
        for (ObjectNode header : Sql.query(
                connection,
                row -> CanonicalJson.object()
                        .put("height", row.getLong(1))
                        .put("headerTime", row.getLong(2))
                        .put("lastVerifiedAt", row.getLong(3)),
                "select height, time_millis, hub_time_millis from header where chain = ? order by height desc limit 1",
                chain)) {
            found.setAll(header);
        }
        return found.put("headers", count(connection, "header", chain))
                .put("objects", count(connection, "object_version", chain))
                .put("transfers", count(connection, "transfer", chain))
                .put("anomalies", count(connection, "anomaly", chain));
    }

    private static long count(Connection connection, String table, String chain) throws SQLException {
        return one(connection, "select count(*) from " + table + " where chain = ?", chain);
    }

    private static long one(Connection connection, String sql, Object... parameters) throws SQLException {
        return Sql.query(connection, row -> row.getLong(1), sql, parameters).get(0);
    }

    static ObjectNode totals(Connection connection, Scope scope) throws SQLException {
        QueryIndex.Page page = QueryIndex.Page.of(scope, Optional.empty());
        Filter own = Filter.of(page, "chain");
        Filter either = Filter.of(page, "source", "destination");
        Filter active = Filter.of(page, "chain").and("state = ?", "ACTIVE");
        ObjectNode totals = CanonicalJson.object();
        totals.put("active", one(connection, "select count(*) from chain_state" + active.where(), active.parameters()));
        for (String[] sum : new String[][] {
            {"headers", "header"}, {"objects", "object_version"}, {"transfers", "transfer"}, {"anomalies", "anomaly"}
        }) {
            totals.put(sum[0], one(connection, "select count(*) from " + sum[1] + own.where(), own.parameters()));
        }
        totals.put("calls", one(connection, "select count(*) from call" + either.where(), either.parameters()));
        totals.put("callsOpen", calls(connection, page, "ROUTED") + calls(connection, page, "HELD"));
        totals.put("callsSucceeded", calls(connection, page, "SUCCEEDED"));
        totals.put("callsFailed", calls(connection, page, "FAILED"));
        totals.put("callsTimedOut", calls(connection, page, "TIMED_OUT"));
        return totals;
    }

    private static long calls(Connection connection, QueryIndex.Page page, String state) throws SQLException {
        Filter filter = Filter.of(page, "source", "destination").and("state = ?", state);
        return one(connection, "select count(*) from call" + filter.where(), filter.parameters());
    }

    static ArrayNode headers(Connection connection, String chain, Optional<Long> before, int limit)
            throws SQLException {
        return array(Sql.query(
                connection,
                Rows::header,
                "select * from header where chain = ? and height < ? order by height desc limit ?",
                chain,
                before.orElse(Long.MAX_VALUE),
                limit));
    }

    static Optional<ObjectNode> header(Connection connection, String chain, long height) throws SQLException {
        return Sql.query(connection, Rows::header, "select * from header where chain = ? and height = ?", chain, height)
                .stream()
                .findFirst();
    }

    private static ObjectNode header(ResultSet row) throws SQLException {
        ObjectNode header = CanonicalJson.object()
                .put("chain", row.getString("chain"))
                .put("height", row.getLong("height"))
                .put("hash", row.getString("hash"))
                .put("time", row.getLong("time_millis"))
                .put("stateRoot", row.getString("state_root"))
                .put("seals", row.getInt("seals"))
                .put("round", row.getLong("round_number"));
        return supervised(header, row);
    }

    private static ObjectNode supervised(ObjectNode target, ResultSet row) throws SQLException {
        target.putObject("supervision")
                .put("height", row.getLong("hub_height"))
                .put("transaction", row.getString("hub_transaction"))
                .put("time", row.getLong("hub_time_millis"));
        return target;
    }

    static ArrayNode calls(Connection connection, QueryIndex.Page page, Optional<String> state) throws SQLException {
        Filter filter = Filter.of(page, "source", "destination").and("state = ?", state);
        return array(Sql.query(
                connection,
                Rows::call,
                "select * from call" + filter.where() + " order by seq desc limit ?",
                filter.parameters(page.limit())));
    }

    static ArrayNode openCalls(Connection connection, QueryIndex.Page page, long after) throws SQLException {
        Filter filter = Filter.of(page, "source", "destination")
                .and("completed = ?", false)
                .and("seq > ?", after);
        return array(Sql.query(
                connection,
                Rows::call,
                "select * from call" + filter.where() + " order by seq limit ?",
                filter.parameters(page.limit())));
    }

    static long openCalls(Connection connection, String chain) throws SQLException {
        return one(
                connection,
                "select count(*) from call where completed = false and (source = ? or destination = ?)",
                chain,
                chain);
    }

    static Optional<Long> earlierCall(
            Connection connection,
            String source,
            String destination,
            String channel,
            long sequence,
            boolean untilCompleted)
            throws SQLException {
        String open = untilCompleted ? "completed = false" : "ended_at is null";
        return Sql.query(
                        connection,
                        row -> row.getLong(1),
                        "select sequence_number from call where source = ? and destination = ? and channel = ?"
                                + " and sequence_number < ? and " + open + " order by sequence_number limit 1",
                        source,
                        destination,
                        channel,
                        sequence)
                .stream()
                .findFirst();
    }

    private static ObjectNode call(ResultSet row) throws SQLException {
        ObjectNode call = CanonicalJson.object()
                .put("seq", row.getLong("seq"))
                .put("source", row.getString("source"))
                .put("destination", row.getString("destination"))
                .put("channel", row.getString("channel"))
                .put("sequence", row.getLong("sequence_number"))
                .put("sourceContract", row.getString("source_contract"))
                .put("destinationContract", row.getString("destination_contract"))
                .put("method", row.getString("method"))
                .put("state", row.getString("state"))
                .put("completed", row.getBoolean("completed"))
                .put("sentAt", row.getLong("sent_at"))
                .put("timeout", row.getLong("timeout_millis"))
                .put("supervisionHeight", row.getLong("hub_height"));
        text(call, "code", row.getString("code"));
        text(call, "message", row.getString("message"));
        long ended = row.getLong("ended_at");
        if (!row.wasNull()) {
            call.put("endedAt", ended);
        }
        return call;
    }

    private static void text(ObjectNode target, String name, @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            target.put(name, value);
        }
    }

    static Optional<ObjectNode> call(
            Connection connection, String source, String destination, String channel, long sequence)
            throws SQLException {
        List<ObjectNode> found = Sql.query(
                connection,
                row -> {
                    ObjectNode call = call(row);
                    call.set("payload", json(row.getString("payload")));
                    String acknowledgement = row.getString("acknowledgement");
                    if (acknowledgement != null) {
                        call.set("acknowledgement", json(acknowledgement));
                    }
                    return call;
                },
                "select * from call where source = ? and destination = ? and channel = ? and sequence_number = ?",
                source,
                destination,
                channel,
                sequence);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode call = found.get(0);
        call.set(
                "hops",
                array(Sql.query(
                        connection,
                        row -> hop(row),
                        "select * from hop where source = ? and destination = ? and channel = ? and sequence_number = ? order by n",
                        source,
                        destination,
                        channel,
                        sequence)));
        return Optional.of(call);
    }

    private static ObjectNode hop(ResultSet row) throws SQLException {
        ObjectNode hop = CanonicalJson.object()
                .put("n", row.getInt("n"))
                .put("what", row.getString("what"))
                .put("relayer", row.getString("relayer"))
                .put("time", row.getLong("time_millis"));
        hop.set("provenBy", json(row.getString("proven_by")));
        hop.putObject("recordedIn")
                .put("chain", "supervision")
                .put("height", row.getLong("hub_height"))
                .put("transaction", row.getString("hub_transaction"));
        return hop;
    }

    private static com.fasterxml.jackson.databind.JsonNode json(String text) {
        return CanonicalJson.decode(Bytes.utf8(text));
    }

    static ArrayNode objects(Connection connection, QueryIndex.Page page, Optional<String> type) throws SQLException {
        Filter filter = Filter.of(page, "chain").and("type = ?", type);
        return array(Sql.query(
                connection,
                Rows::object,
                "select * from object_version" + filter.where() + " order by seq desc limit ?",
                filter.parameters(page.limit())));
    }

    static ArrayNode versions(Connection connection, String chain, String objectId) throws SQLException {
        return array(Sql.query(
                connection,
                Rows::object,
                "select * from object_version where chain = ? and object_id = ? order by seq",
                chain,
                objectId));
    }

    static ArrayNode objectsOf(Connection connection, String chain, String transaction) throws SQLException {
        return array(Sql.query(
                connection,
                Rows::object,
                "select * from object_version where chain = ? and transaction_id = ? order by seq",
                chain,
                transaction));
    }

    private static ObjectNode object(ResultSet row) throws SQLException {
        ObjectNode object = CanonicalJson.object()
                .put("seq", row.getLong("seq"))
                .put("chain", row.getString("chain"))
                .put("objectId", row.getString("object_id"))
                .put("version", row.getLong("version"))
                .put("type", row.getString("type"))
                .put("operation", row.getString("operation"))
                .put("digest", row.getString("digest"))
                .put("height", row.getLong("height"))
                .put("transaction", row.getString("transaction_id"));
        return supervised(object, row);
    }

    static ArrayNode transfers(Connection connection, QueryIndex.Page page) throws SQLException {
        Filter filter = Filter.of(page, "chain");
        return array(Sql.query(
                connection,
                row -> CanonicalJson.object()
                        .put("seq", row.getLong("seq"))
                        .put("chain", row.getString("chain"))
                        .put("transaction", row.getString("transaction_id"))
                        .put("objectId", row.getString("object_id"))
                        .put("version", row.getLong("version"))
                        .put("product", row.getString("product"))
                        .put("seller", row.getString("seller"))
                        .put("buyer", row.getString("buyer"))
                        .put("quantity", row.getLong("quantity"))
                        .put("price", row.getString("price"))
                        .put("tradedAt", row.getString("traded_at"))
                        .put("height", row.getLong("height"))
                        .put("supervisionHeight", row.getLong("hub_height"))
                        .put("time", row.getLong("hub_time_millis")),
                "select * from transfer" + filter.where() + " order by seq desc limit ?",
                filter.parameters(page.limit())));
    }

    static ArrayNode anomalies(Connection connection, String chain, long after, int limit) throws SQLException {
        return array(Sql.query(
                connection,
                Rows::anomaly,
                "select * from anomaly where chain = ? and number > ? order by number limit ?",
                chain,
                after,
                limit));
    }

    static Optional<Long> lastAnomaly(Connection connection, String chain) throws SQLException {
        return Sql.query(
                        connection,
                        row -> row.getLong(1),
                        "select number from anomaly where chain = ? order by number desc limit 1",
                        chain)
                .stream()
                .findFirst();
    }

    private static ObjectNode anomaly(ResultSet row) throws SQLException {
        ObjectNode anomaly = CanonicalJson.object()
                .put("chain", row.getString("chain"))
                .put("number", row.getLong("number"))
                .put("height", row.getLong("height"))
                .put("code", row.getString("code"))
                .put("message", row.getString("message"))
                .put("supervisionHeight", row.getLong("hub_height"))
                .put("time", row.getLong("time_millis"));
        text(anomaly, "objectId", row.getString("object_id"));
        text(anomaly, "node", row.getString("node"));
        long version = row.getLong("version");
        return row.wasNull() ? anomaly : anomaly.put("version", version);
    }

    static ArrayNode feed(Connection connection, QueryIndex.Page page) throws SQLException {
        Filter filter = Filter.of(page, "chain", "other_chain");
        return array(Sql.query(
                connection,
                row -> {
                    ObjectNode entry = CanonicalJson.object()
                            .put("seq", row.getLong("seq"))
                            .put("kind", row.getString("kind"))
                            .put("chain", row.getString("chain"))
                            .put("link", row.getString("link"))
                            .put("time", row.getLong("time_millis"));
                    text(entry, "otherChain", row.getString("other_chain"));
                    entry.putObject("title")
                            .put("zh", row.getString("title_zh"))
                            .put("en", row.getString("title_en"));
                    return entry;
                },
                "select * from feed" + filter.where() + " order by seq desc limit ?",
                filter.parameters(page.limit())));
    }

    private static ArrayNode array(List<ObjectNode> rows) {
        ArrayNode array = CanonicalJson.array();
        rows.forEach(array::add);
        return array;
    }
}
