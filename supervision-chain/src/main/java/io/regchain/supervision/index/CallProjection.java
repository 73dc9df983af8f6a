package io.regchain.supervision.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.canonical.CanonicalJson;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Rows of cross-chain calls and their hops. A hop is what one chain proved to the supervision chain. */
final class CallProjection {
    private CallProjection() {}

    /** A call of the supervision chain itself; it has no hop before the destination's. */
    static void sent(Connection connection, IndexedEvent event) throws SQLException {
        open(connection, event, "ROUTED");
        feed(connection, event, "由监管链发出", "is made by the supervision chain");
    }

    static void routed(Connection connection, IndexedEvent event) throws SQLException {
        open(connection, event, "ROUTED");
        hop(connection, event, 1, "packet");
        feed(connection, event, "已受理并路由", "is routed");
    }

    static void held(Connection connection, IndexedEvent event) throws SQLException {
        open(connection, event, "HELD");
        hop(connection, event, 1, "packet");
        feed(connection, event, "被暂缓，等待监管决定", "is held until a supervisor decides");
    }

    static void released(Connection connection, IndexedEvent event) throws SQLException {
        Sql.update(
                connection,
                "update call set state = 'ROUTED', hub_height = ?"
                        + " where source = ? and destination = ? and channel = ? and sequence_number = ?",
                event.hubHeight(),
                event.text("source"),
                event.text("destination"),
                event.text("channel"),
                event.number("sequence"));
        feed(connection, event, "经监管放行", "is released by a supervisor");
    }

    /** Held, and turned down, or held too long. */
    static void heldAndEnded(Connection connection, IndexedEvent event) throws SQLException {
        end(connection, event, "FAILED", event.text("code"), event.text("message"), null);
        feed(connection, event, "被拒绝：" + event.text("code"), "is refused: " + event.text("code"));
    }

    static void refused(Connection connection, IndexedEvent event) throws SQLException {
        open(connection, event, "FAILED");
        hop(connection, event, 1, "packet");
        end(connection, event, "FAILED", event.text("code"), event.text("message"), null);
        feed(connection, event, "被拒绝：" + event.text("code"), "is refused: " + event.text("code"));
    }

    /** A call to the supervision chain, answered where it was received. */
    static void served(Connection connection, IndexedEvent event) throws SQLException {
        answered(connection, event);
    }

    static void acknowledged(Connection connection, IndexedEvent event) throws SQLException {
        hop(connection, event, 2, "acknowledgement");
        answered(connection, event);
    }

    private static void answered(Connection connection, IndexedEvent event) throws SQLException {
        JsonNode acknowledgement = event.data().path("acknowledgement");
        boolean success = acknowledgement.path("success").booleanValue();
        end(
                connection,
                event,
                success ? "SUCCEEDED" : "FAILED",
                success ? null : acknowledgement.path("code").asText(),
                success ? null : acknowledgement.path("message").asText(),
                CanonicalJson.encode(acknowledgement).toUtf8());
        feed(
                connection,
                event,
                success ? "已成功" : "被目标链拒绝：" + acknowledgement.path("code").asText(),
                success
                        ? "succeeded"
                        : "refused by its destination: "
                                + acknowledgement.path("code").asText());
    }

    static void timedOut(Connection connection, IndexedEvent event) throws SQLException {
        hop(connection, event, 2, "absence");
        end(connection, event, "TIMED_OUT", event.text("code"), event.text("message"), null);
        feed(connection, event, "超时", "timed out");
    }

    static void completed(Connection connection, IndexedEvent event) throws SQLException {
        hop(connection, event, 3, "completion");
        Sql.update(
                connection,
                "update call set completed = true where source = ? and destination = ? and channel = ? and sequence_number = ?",
                event.text("source"),
                event.text("destination"),
                event.text("channel"),
                event.number("sequence"));
    }

    private static void open(Connection connection, IndexedEvent event, String state) throws SQLException {
        Sql.update(
                connection,
                "insert into call (source, destination, channel, sequence_number, source_contract, destination_contract, method,"
                        + " payload, timeout_millis, state, sent_at, hub_height)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                event.text("source"),
                event.text("destination"),
                event.text("channel"),
                event.number("sequence"),
                event.text("sourceContract"),
                event.text("destinationContract"),
                event.text("method"),
                CanonicalJson.encode(event.data().path("payload")).toUtf8(),
                event.number("timeoutMillis"),
                state,
                event.hubTime(),
                event.hubHeight());
    }

    private static void end(
            Connection connection,
            IndexedEvent event,
            String state,
            @Nullable String code,
            @Nullable String message,
            @Nullable String acknowledgement)
            throws SQLException {
        Sql.update(
                connection,
                "update call set state = ?, code = ?, message = ?, acknowledgement = ?, ended_at = ?, hub_height = ?,"
                        + " completed = (source = ?)"
                        + " where source = ? and destination = ? and channel = ? and sequence_number = ?",
                state,
                code,
                message,
                acknowledgement,
                event.hubTime(),
                event.hubHeight(),
                ChainId.SUPERVISION.value(), // what it called itself has no source to carry the end to
                event.text("source"),
                event.text("destination"),
                event.text("channel"),
                event.number("sequence"));
    }

    private static void hop(Connection connection, IndexedEvent event, int n, String what) throws SQLException {
        Sql.update(
                connection,
                "insert into hop (source, destination, channel, sequence_number, n, what, proven_by, hub_height,"
                        + " hub_transaction, relayer, time_millis) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                event.text("source"),
                event.text("destination"),
                event.text("channel"),
                event.number("sequence"),
                n,
                what,
                CanonicalJson.encode(event.data().path("provenBy")).toUtf8(),
                event.hubHeight(),
                event.transaction().toHex(),
                event.signer(),
                event.hubTime());
    }

    private static void feed(Connection connection, IndexedEvent event, String zh, String en) throws SQLException {
        String call = event.text("source") + " → " + event.text("destination") + " " + event.text("channel") + " #"
                + event.number("sequence");
        Feed.add(
                connection,
                "call",
                event.text("source"),
                event.text("destination"),
                "跨链调用 " + call + " " + zh,
                "call " + call + " " + en,
                "#/calls/" + event.text("source") + "/" + event.text("destination") + "/" + event.text("channel") + "/"
                        + event.number("sequence"),
                event.hubTime());
    }
}
