package io.regchain.supervision.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** From the supervision chain's events to rows: one method per event, in the order the events happened. */
final class EventProjection {
    /** Anomalies of data that is stored all the same. */
    private static final List<String> REMARKS = List.of("REFERENCE_UNKNOWN");

    private EventProjection() {}

    static void apply(Connection connection, IndexedEvent event) throws SQLException {
        switch (event.contract() + "." + event.name()) {
            case "registry.chainProposed" -> chain(connection, event, "PROPOSED", "申请接入", "asks to join");
            case "registry.chainApproved" -> chain(connection, event, "ACTIVE", "获准接入", "is admitted");
            case "registry.chainRejected" -> chain(connection, event, "REJECTED", "接入申请被退回", "is not admitted");
            case "registry.chainSuspended" -> chain(connection, event, "SUSPENDED", "被暂停", "is suspended");
            case "registry.chainResumed" -> chain(connection, event, "ACTIVE", "恢复接入", "is active again");
            case "light-clients.headerVerified" -> header(connection, event);
            case "light-clients.misbehaviourFound" -> misbehaviour(connection, event);
            case "light-clients.clientThawed" ->
                chain(connection, event, "SUSPENDED", "的轻客户端已解冻，待恢复接入", "is thawed and waits to be resumed");
            case "light-clients.clientRenewed" -> told(connection, event, "的轻客户端已续期", "has its light client renewed");
            case "light-clients.validatorsChanged" ->
                told(
                        connection,
                        event,
                        "自高度 " + event.number("effectiveHeight") + " 起更换验证节点",
                        "has new validators from height " + event.number("effectiveHeight") + " on");
            case "objects.objectStored" -> ObjectProjection.stored(connection, event);
            case "anomalies.anomalyRecorded" -> anomaly(connection, event);
            case "packets.packetSent" -> CallProjection.sent(connection, event);
            case "packets.packetRouted" -> CallProjection.routed(connection, event);
            case "packets.packetServed" -> CallProjection.served(connection, event);
            case "packets.packetHeld" -> CallProjection.held(connection, event);
            case "packets.packetReleased" -> CallProjection.released(connection, event);
            case "packets.packetRejected", "packets.packetExpired" -> CallProjection.heldAndEnded(connection, event);
            case "packets.packetRefused" -> CallProjection.refused(connection, event);
            case "packets.packetAcknowledged" -> CallProjection.acknowledged(connection, event);
            case "packets.packetTimedOut" -> CallProjection.timedOut(connection, event);
            case "packets.packetCompleted" -> CallProjection.completed(connection, event);
            case "identity.investorCodeAllocated" -> investorCode(connection, event);
            default -> {
                // Other events tell nothing that the index shows.
            }
        }
    }

    private static void chain(Connection connection, IndexedEvent event, String state, String zh, String en)
            throws SQLException {
        String chain = event.text("chain");
        Sql.update(
                connection,
                "merge into chain_state (chain, state, since_millis) key (chain) values (?, ?, ?)",
                chain,
                state,
                event.hubTime());
        Feed.add(
                connection,
                "chain",
                chain,
                null,
                chain + " " + zh,
                chain + " " + en,
                "#/chains/" + chain,
                event.hubTime());
    }

    /** For people only: the chain's state stays what it is. */
    private static void told(Connection connection, IndexedEvent event, String zh, String en) throws SQLException {
        String chain = event.text("chain");
        Feed.add(
                connection,
                "chain",
                chain,
                null,
                chain + " " + zh,
                chain + " " + en,
                "#/chains/" + chain,
                event.hubTime());
    }

    private static void header(Connection connection, IndexedEvent event) throws SQLException {
        Sql.update(
                connection,
                "insert into header (chain, height, hash, time_millis, state_root, seals, round_number, hub_height,"
                        + " hub_transaction, hub_time_millis) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                event.text("chain"),
                event.number("height"),
                event.text("hash"),
                event.number("time"),
                event.text("stateRoot"),
                (int) event.number("seals"),
                event.number("round"),
                event.hubHeight(),
                event.transaction().toHex(),
                event.hubTime());
    }

    private static void misbehaviour(Connection connection, IndexedEvent event) throws SQLException {
        String chain = event.text("chain");
        Sql.update(
                connection,
                "merge into chain_state (chain, state, since_millis) key (chain) values (?, 'FROZEN', ?)",
                chain,
                event.hubTime());
        Feed.add(
                connection,
                "alert",
                chain,
                null,
                chain + " 的验证节点认证了相互矛盾的区块，已冻结",
                chain + " certified blocks that contradict each other and is frozen",
                "#/chains/" + chain,
                event.hubTime());
    }

    private static void anomaly(Connection connection, IndexedEvent event) throws SQLException {
        String chain = event.text("chain");
        boolean remark = REMARKS.contains(event.text("code"));
        JsonNode data = event.data();
        Sql.update(
                connection,
                "insert into anomaly (chain, number, height, code, message, object_id, version, node, hub_height, time_millis)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                chain,
                event.number("number"),
                event.number("height"),
                event.text("code"),
                event.text("message"),
                data.hasNonNull("objectId") ? event.text("objectId") : null,
                data.hasNonNull("version") ? event.number("version") : null,
                data.hasNonNull("node") ? event.text("node") : null,
                event.hubHeight(),
                event.hubTime());
        Feed.add(
                connection,
                "anomaly",
                chain,
                null,
                chain + " 高度 " + event.number("height") + (remark ? " 的数据有疑：" : " 的数据被拒绝：") + event.text("code"),
                chain + ": data of height " + event.number("height") + (remark ? " remarked, " : " refused, ")
                        + event.text("code"),
                "#/chains/" + chain + "/anomalies",
                event.hubTime());
    }

    private static void investorCode(Connection connection, IndexedEvent event) throws SQLException {
        String market = event.text("market");
        Feed.add(
                connection,
                "identity",
                market,
                null,
                "为 " + market + " 的投资者配发全国编码 " + event.text("code"),
                "an investor of " + market + " receives the code " + event.text("code"),
                "#/chains/" + market,
                event.hubTime());
    }
}
