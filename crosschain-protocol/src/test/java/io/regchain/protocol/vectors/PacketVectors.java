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
import io.regchain.protocol.packet.Channel;
import io.regchain.protocol.packet.ChannelState;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.packet.PacketRules;
import io.regchain.protocol.packet.PacketStage;
import io.regchain.protocol.packet.Timeout;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Packets and acknowledgements in both forms, where they stand in state, and what each step answers. */
final class PacketVectors implements VectorFile {
    private static final ChainId ZHEJIANG = new ChainId("zhejiang");
    private static final ChainId JIANGSU = new ChainId("jiangsu");
    /** 2026-02-10T02:00:00Z. */
    private static final long TIMEOUT = 1_770_688_800_000L;

    private static final Packet PACKET = packet("{\"code\":\"Q000000102\",\"name\":\"李二\"}");

    private static final Packet ORDERED = new Packet(
            ZHEJIANG,
            JIANGSU,
            new Channel("orders", Channel.Ordering.ORDERED),
            "accounts",
            "identity",
            "checkHolder",
            new Sequence(7),
            Bytes.utf8("{}"),
            new Timeout(new BlockTime(TIMEOUT), Optional.of(new Height(12))));

    private static Packet packet(String payload) {
        return new Packet(
                ZHEJIANG,
                JIANGSU,
                Channel.MAIN,
                "accounts",
                "identity",
                "checkHolder",
                new Sequence(7),
                Bytes.utf8(payload),
                Timeout.at(new BlockTime(TIMEOUT)));
    }

    @Override
    public String name() {
        return "packet.json";
    }

    @Override
    public ObjectNode content() {
        ObjectNode file = Json.object().put("description", "Packets between chains: bytes, JSON, state keys, rules.");
        ArrayNode packets = file.putArray("packets");
        for (Packet packet : List.of(PACKET, packet("{}"), ORDERED)) {
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
        refusedAcknowledgements(file.putArray("refusedAcknowledgements"));
        rules(file.putArray("rules"));
        return file;
    }

    private static void keys(ObjectNode keys) {
        String channel = PACKET.channel().name();
        keys.putObject("source")
                .put("packet", PacketKeys.full(PacketKeys.Local.out(PACKET.id())))
                .put("channel", PacketKeys.full(PacketKeys.Local.channelOut(JIANGSU, channel)))
                .put("pages of those not ended", PacketKeys.full(PacketKeys.Local.PENDING))
                .put(
                        "its page",
                        PacketKeys.full(PacketKeys.Local.pending(
                                PacketKeys.page(PacketKeys.Local.row(PACKET.id()), PACKET.sequence()))))
                .put("how many have not ended", PacketKeys.full(PacketKeys.Local.OPEN))
                .put("end", PacketKeys.full(PacketKeys.Local.done(PACKET.id())))
                .put("light client of the hub", PacketKeys.full(PacketKeys.Local.HUB))
                .put("header of the hub at 12", PacketKeys.full(PacketKeys.Local.hubHeader(new Height(12))));
        keys.putObject("hub")
                .put("receipt", PacketKeys.full(PacketKeys.Hub.in(PACKET.id())))
                .put("held", PacketKeys.full(PacketKeys.Hub.held(PACKET.id())))
                .put("onward packet", PacketKeys.full(PacketKeys.Hub.out(PACKET.id())))
                .put("end", PacketKeys.full(PacketKeys.Hub.ack(PACKET.id())))
                .put("end taken by the source", PacketKeys.full(PacketKeys.Hub.done(PACKET.id())))
                .put("channel", PacketKeys.full(PacketKeys.Hub.channel(ZHEJIANG, JIANGSU, channel)))
                .put(
                        "pages of what is to be carried to the destination",
                        PacketKeys.full(PacketKeys.Hub.pending(JIANGSU)))
                .put(
                        "its page there",
                        PacketKeys.full(PacketKeys.Hub.pending(
                                JIANGSU,
                                PacketKeys.page(PacketKeys.Hub.row("packet", PACKET.id()), PACKET.sequence()))));
        keys.putObject("destination")
                .put("receipt", PacketKeys.full(PacketKeys.Local.in(PACKET.id())))
                .put("channel", PacketKeys.full(PacketKeys.Local.channelIn(ZHEJIANG, channel)))
                .put("acknowledgement", PacketKeys.full(PacketKeys.Local.ack(PACKET.id())));
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
        refuse(
                cases,
                "a payload that nests 33 deep",
                hex.replace(field(PACKET.payload()), field(Bytes.utf8("{\"a\":".repeat(32) + "{}" + "}".repeat(32)))));
    }

    private static void refusedAcknowledgements(ArrayNode cases) {
        ObjectNode failure =
                Acknowledgement.failure(Acknowledgement.ROUTE_DENIED, "").toJson();
        ObjectNode success = new Acknowledgement.Success(Bytes.utf8("{}")).toJson();
        refuse(cases, "neither success nor failure", failure.deepCopy().without("success"));
        refuse(cases, "a failure without a code", failure.deepCopy().without("code"));
        refuse(cases, "a failure without a message", failure.deepCopy().without("message"));
        refuse(cases, "a code in small letters", failure.deepCopy().put("code", "route-denied"));
        refuse(cases, "a code of one letter", failure.deepCopy().put("code", "R"));
        refuse(cases, "a code of 65 letters", failure.deepCopy().put("code", "R".repeat(65)));
        refuse(cases, "a message of 1,025 characters", failure.deepCopy().put("message", "长".repeat(1_025)));
        refuse(cases, "a success without a result", success.deepCopy().without("result"));
        refuse(cases, "a success with a code", success.deepCopy().put("code", "ROUTE_DENIED"));
        refuse(cases, "a failure with a result", failure.deepCopy().put("result", 1));
    }

    private static void refuse(ArrayNode cases, String why, ObjectNode json) {
        try {
            Acknowledgement.fromJson(json);
        } catch (DecodeException e) {
            cases.addObject().put("why", why).set("json", json);
            return;
        }
        throw new AssertionError("accepted: " + why);
    }

    private static String field(Bytes bytes) {
        return String.format(Locale.ROOT, "%08x", bytes.size()) + bytes.toHex();
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

    /** Of the unordered packet, of height 12 and below its own at the destination; then of the ordered one. */
    private static void rules(ArrayNode rows) {
        ChannelState main = ChannelState.before(PACKET);
        for (PacketStage stage : PacketStage.values()) {
            for (long offset : new long[] {-1, 0}) {
                BlockTime time = new BlockTime(TIMEOUT + offset);
                Height height = new Height(11);
                told(
                        row(rows, "receive at the hub", PACKET, stage, time),
                        PacketRules.receiveAtHub(PACKET, ZHEJIANG, time, stage, main, 0));
                told(
                        row(rows, "receive at the destination", PACKET, stage, time)
                                .put("height", height.value()),
                        PacketRules.receiveAtDestination(PACKET, JIANGSU, time, height, stage, main));
                told(row(rows, "acknowledge", PACKET, stage, time), PacketRules.acknowledgeAtHub(PACKET.id(), stage));
                told(
                        row(rows, "time out on absence at", PACKET, stage, time).put("height", height.value()),
                        PacketRules.timeOutAtHub(PACKET, time, height, stage));
            }
        }
        ordered(rows);
    }

    private static void ordered(ArrayNode rows) {
        BlockTime time = new BlockTime(TIMEOUT - 1);
        for (long next = 6; next <= 8; next++) {
            ChannelState channel =
                    ChannelState.before(ORDERED).taken(new Sequence(next - 1)).settledBelow(new Sequence(next));
            told(
                    row(rows, "receive at the hub", ORDERED, PacketStage.ABSENT, time)
                            .put("next", next),
                    PacketRules.receiveAtHub(ORDERED, ZHEJIANG, time, PacketStage.ABSENT, channel, 0));
            told(
                    row(rows, "acknowledge at the source", ORDERED, PacketStage.OPEN, time)
                            .put("settled", next),
                    PacketRules.acknowledgeAtSource(ORDERED, PacketStage.OPEN, channel));
        }
        ChannelState channel = ChannelState.before(ORDERED).taken(new Sequence(6));
        for (long height = 10; height <= 12; height++) {
            Height at = new Height(height);
            told(
                    row(rows, "receive at the destination", ORDERED, PacketStage.ABSENT, time)
                            .put("height", height),
                    PacketRules.receiveAtDestination(ORDERED, JIANGSU, time, at, PacketStage.ABSENT, channel));
            told(
                    row(rows, "time out on absence at", ORDERED, PacketStage.OPEN, time)
                            .put("height", height),
                    PacketRules.timeOutAtHub(ORDERED, time, at, PacketStage.OPEN));
        }
    }

    private static ObjectNode row(ArrayNode rows, String step, Packet packet, PacketStage stage, BlockTime time) {
        return rows.addObject()
                .put("step", step)
                .put("channel", packet.channel().name())
                .put("stage", stage.name())
                .put("timeMillis", time.epochMillis());
    }

    private static void told(ObjectNode row, Optional<Refusal> answer) {
        row.put("outcome", answer.map(Refusal::code).orElse("ALLOWED"));
        answer.ifPresent(no -> row.put("rule", rule(row.get("step").textValue(), no.code())));
    }

    /** The rule of the protocol text, section 17, that says no. */
    private static String rule(String step, String code) {
        return switch (code) {
            case "PACKET_ALREADY_RECEIVED" -> "P11";
            case "PACKET_TIMED_OUT" -> step.equals("receive at the hub") ? "P12" : "P15";
            case "PACKET_OUT_OF_ORDER" -> "P13";
            case "PACKET_UNKNOWN" -> "P16";
            case "PACKET_ALREADY_ENDED" -> "P17";
            case "PACKET_NOT_TIMED_OUT" -> "P18";
            case "ACKNOWLEDGEMENT_OUT_OF_ORDER" -> "P20";
            default -> throw new AssertionError(step + ": no row is about " + code);
        };
    }
}
