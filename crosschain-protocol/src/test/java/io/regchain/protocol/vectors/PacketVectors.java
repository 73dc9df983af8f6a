package io.regchain.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.packet.PacketRules;
import io.regchain.protocol.packet.PacketStage;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Packets and acknowledgements in both forms, where they stand in state, and what each step answers. */
final class PacketVectors implements VectorFile {
    private static final ChainId ZHEJIANG = new ChainId("zhejiang");
    private static final ChainId JIANGSU = new ChainId("jiangsu");
    /** 2026-02-10T02:00:00Z. */
    private static final long TIMEOUT = 1_770_688_800_000L;

    private static final Packet PACKET = packet("{\"code\":\"Q000000102\",\"name\":\"李二\"}");

    private static Packet packet(String payload) {
        return new Packet(
                ZHEJIANG,
                JIANGSU,
                "accounts",
                "identity",
                "checkHolder",
                new Sequence(7),
                Bytes.utf8(payload),
                new BlockTime(TIMEOUT));
    }

    @Override
    public String name() {
        return "packet.json";
    }

    @Override
    public ObjectNode content() {
        ObjectNode file = Json.object().put("description", "Packets between chains: bytes, JSON, state keys, rules.");
        ArrayNode packets = file.putArray("packets");
        for (Packet packet : List.of(PACKET, packet("{}"))) {
            packets.addObject()
                    .put("bytes", packet.canonical().toHex())
                    .put("commitment", packet.commitment().toHex())
                    .set("json", packet.toJson());
        }
        ArrayNode acknowledgements = file.putArray("acknowledgements");
        for (Acknowledgement ack : List.of(
                new Acknowledgement.Success(Bytes.utf8("{\"qualified\":true}")),
                Acknowledgement.failure(Acknowledgement.ROUTE_DENIED, "没有批准的路由"))) {
            acknowledgements
                    .addObject()
                    .put("bytes", ack.canonical().toHex())
                    .put("commitment", ack.commitment().toHex())
                    .set("json", ack.toJson());
        }
        keys(file.putObject("keys"));
        refused(file.putArray("refused"));
        rules(file.putArray("rules"));
        return file;
    }

    private static void keys(ObjectNode keys) {
        Sequence sequence = PACKET.sequence();
        keys.putObject("source")
                .put("packet", PacketKeys.full(PacketKeys.Local.out(JIANGSU, sequence)))
                .put("next sequence", PacketKeys.full(PacketKeys.Local.next(JIANGSU)))
                .put("not ended", PacketKeys.full(PacketKeys.Local.PENDING))
                .put("end", PacketKeys.full(PacketKeys.Local.done(JIANGSU, sequence)))
                .put("light client of the hub", PacketKeys.full(PacketKeys.Local.HUB))
                .put("header of the hub at 12", PacketKeys.full(PacketKeys.Local.hubHeader(new Height(12))));
        keys.putObject("hub")
                .put("receipt", PacketKeys.full(PacketKeys.Hub.in(PACKET.id())))
                .put("onward packet", PacketKeys.full(PacketKeys.Hub.out(PACKET.id())))
                .put("end", PacketKeys.full(PacketKeys.Hub.ack(PACKET.id())))
                .put("to be carried to the destination", PacketKeys.full(PacketKeys.Hub.pending(JIANGSU)));
        keys.putObject("destination")
                .put("receipt", PacketKeys.full(PacketKeys.Local.in(ZHEJIANG, sequence)))
                .put("acknowledgement", PacketKeys.full(PacketKeys.Local.ack(ZHEJIANG, sequence)));
    }

    private static void refused(ArrayNode cases) {
        String hex = PACKET.canonical().toHex();
        refuse(cases, "a byte is missing at the end", hex.substring(0, hex.length() - 2));
        refuse(cases, "a byte is left over", hex + "00");
        String sequence = "0000000000000007";
        refuse(cases, "a negative sequence", hex.replace(sequence, "8000000000000007"));
        refuse(
                cases,
                "a method that starts with a capital",
                hex.replace(
                        Bytes.utf8("checkHolder").toHex(),
                        Bytes.utf8("CheckHolder").toHex()));
        refuse(
                cases,
                "from a chain to itself",
                hex.replace(
                        "00000007" + Bytes.utf8("jiangsu").toHex(),
                        "00000008" + Bytes.utf8("zhejiang").toHex()));
        refuse(
                cases,
                "a payload that is not canonical",
                hex.replace(
                        Bytes.utf8("{\"code\"").toHex(), Bytes.utf8("{ code\"").toHex()));
    }

    private static void refuse(ArrayNode cases, String why, String hex) {
        Consumer<Bytes> decoder = Packet::decode;
        try {
            decoder.accept(Bytes.ofHex(hex));
        } catch (DecodeException e) {
            cases.addObject().put("why", why).put("bytes", hex);
            return;
        }
        throw new AssertionError("accepted: " + why);
    }

    private static void rules(ArrayNode rows) {
        for (PacketStage stage : PacketStage.values()) {
            for (long offset : new long[] {-1, 0}) {
                BlockTime time = new BlockTime(TIMEOUT + offset);
                row(rows, "receive at the hub", stage, time, PacketRules.receiveAtHub(PACKET, ZHEJIANG, time, stage));
                row(
                        rows,
                        "receive at the destination",
                        stage,
                        time,
                        PacketRules.receiveAtDestination(PACKET, JIANGSU, time, stage));
                row(rows, "acknowledge", stage, time, PacketRules.acknowledge(PACKET.id(), stage));
                row(rows, "time out on absence at", stage, time, PacketRules.timeOut(PACKET, time, stage));
            }
        }
    }

    private static void row(ArrayNode rows, String step, PacketStage stage, BlockTime time, Optional<Refusal> answer) {
        rows.addObject()
                .put("step", step)
                .put("stage", stage.name())
                .put("timeMillis", time.epochMillis())
                .put("outcome", answer.map(Refusal::code).orElse("ALLOWED"));
    }
}
