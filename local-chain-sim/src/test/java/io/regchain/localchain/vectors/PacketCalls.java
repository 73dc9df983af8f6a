package io.regchain.localchain.vectors;

import static io.regchain.localchain.vectors.RecordedFederation.JIANGSU;
import static io.regchain.localchain.vectors.RecordedFederation.RELAY;
import static io.regchain.localchain.vectors.RecordedFederation.ZHEJIANG;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketId;
import io.regchain.protocol.packet.PacketKeys;
import java.time.Duration;
import java.util.List;

/** What a relay and the chains do of packets from Zhejiang to Jiangsu, in a federation that is recorded. */
abstract class PacketCalls {
    static final Duration LIFE = Duration.ofMinutes(10);
    static final String PACKETS = PacketKeys.CONTRACT;

    static final List<String> SHOWN = List.of("header", "certificate");

    final RecordedFederation federation = new RecordedFederation();
    final LifeRecord record = new LifeRecord(federation);
    final ContractHarness hub = federation.hub;
    final ContractHarness zhejiang = federation.market(ZHEJIANG);
    final ContractHarness jiangsu = federation.market(JIANGSU);
    final ForgedShowings forged = new ForgedShowings(hub);

    ObjectNode outgoing(String method) {
        ObjectNode arguments = CanonicalJson.object()
                .put("destination", JIANGSU.value())
                .put("destinationContract", Desk.NAME)
                .put("method", method)
                .put("timeoutMillis", federation.now().epochMillis() + LIFE.toMillis());
        arguments.putObject("payload").put("name", "浙江");
        return arguments;
    }

    Packet say(String name, ObjectNode arguments) {
        JsonNode sent = record.call(name, ZHEJIANG, RELAY, Desk.NAME, "say", arguments);
        PacketId id = new PacketId(
                ZHEJIANG,
                JIANGSU,
                sent.get("channel").textValue(),
                new Sequence(sent.get("sequence").longValue()));
        return Packet.fromJson(
                zhejiang.read(PacketKeys.full(PacketKeys.Local.out(id))).orElseThrow());
    }

    void notSaid(String name, String rule, String code, ObjectNode arguments) {
        record.refused(name, rule, code, ZHEJIANG, RELAY, Desk.NAME, "say", arguments);
    }

    static ObjectNode of(Packet packet) {
        ObjectNode arguments = CanonicalJson.object();
        arguments.set("packet", packet.toJson());
        return arguments;
    }

    /** What a relay shows of the hub's last block: a call with the proof of a key of it. */
    ObjectNode shown(ObjectNode call, String key) {
        return ((ObjectNode) call.setAll(federation.shownHub())).put("proof", federation.hubProof(key));
    }

    ObjectNode receiving(Packet packet) {
        return shown(of(packet), hubKey(PacketKeys.Hub.out(packet.id())));
    }

    ObjectNode acknowledging(Packet packet) {
        ObjectNode call = of(packet);
        call.set("ack", end(packet));
        return shown(call, hubKey(PacketKeys.Hub.ack(packet.id())));
    }

    JsonNode end(Packet packet) {
        return hub.read(hubKey(PacketKeys.Hub.ack(packet.id()))).orElseThrow();
    }

    static String hubKey(String path) {
        return PacketKeys.full(path);
    }

    void received(String name, Packet packet) {
        record.call(name, JIANGSU, RELAY, PACKETS, "receive", receiving(packet));
    }

    void notReceived(String name, String rule, String code, ObjectNode call) {
        record.refused(name, rule, code, JIANGSU, RELAY, PACKETS, "receive", call);
    }

    void acknowledged(String name, Packet packet) {
        record.call(name, ZHEJIANG, RELAY, PACKETS, "acknowledge", acknowledging(packet));
    }

    void notAcknowledged(String name, String rule, String code, ObjectNode call) {
        record.refused(name, rule, code, ZHEJIANG, RELAY, PACKETS, "acknowledge", call);
    }

    // ---- what the hub does

    void hubReceives(Packet packet) {
        String key = hubKey(PacketKeys.Local.out(packet.id()));
        federation.relay(PACKETS, "receive", (ObjectNode) of(packet).setAll(federation.proven(zhejiang, key)));
    }

    void hubAcknowledges(Packet packet) {
        String key = hubKey(PacketKeys.Local.ack(packet.id()));
        ObjectNode call = of(packet);
        call.set("ack", jiangsu.read(key).orElseThrow());
        federation.relay(PACKETS, "acknowledge", (ObjectNode) call.setAll(federation.proven(jiangsu, key)));
    }

    void hubCompletes(Packet packet) {
        String key = hubKey(PacketKeys.Local.done(packet.id()));
        ObjectNode call = of(packet);
        call.set("ack", end(packet));
        federation.relay(PACKETS, "complete", (ObjectNode) call.setAll(federation.proven(zhejiang, key)));
    }

    void showHub(String name, Packet packet, String... paths) {
        String[] keys = new String[paths.length + 1];
        keys[0] = hubKey(PacketKeys.Hub.in(packet.id()));
        for (int i = 0; i < paths.length; i++) {
            keys[i + 1] = hubKey(paths[i]);
        }
        record.show(name, hub, keys);
    }
}
