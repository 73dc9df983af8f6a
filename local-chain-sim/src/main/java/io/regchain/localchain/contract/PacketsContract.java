package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.CallOutcome;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.localchain.contract.HubClient.HubState;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketId;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.packet.PacketRules;
import io.regchain.protocol.packet.PacketStage;
import java.util.List;

/**
 * A local chain's end of every cross-chain call. Contracts send; any relay may carry, since nothing counts without a
 * certificate of the hub and a proof under its state root. A packet has one end: acknowledged or timed out. What a relay
 * repeats is a success that changes nothing: {@code {"noop":true,"reason":…}}.
 */
public final class PacketsContract implements Contract {
    /** Headers in one {@code updateHub}. */
    static final int MAX_HEADERS = 64;

    private static final String METHODS = "send, receive, acknowledge, timeout, updateHub";

    @Override
    public String name() {
        return PacketKeys.CONTRACT;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        Arguments in = Arguments.of(arguments);
        return switch (method) {
            case "send" -> send(context, in);
            case "receive" -> receive(context, in);
            case "acknowledge" -> acknowledge(context, in);
            case "timeout" -> timeOut(context, in);
            case "updateHub" -> updateHub(context, in);
            default -> throw Refusals.unknownMethod(name(), method, METHODS);
        };
    }

    private static JsonNode send(ContractContext context, Arguments in) {
        String sender = sender(context);
        ChainId destination = in.parsed("destination", "the id of a local chain", ChainId::new);
        Sequence sequence = next(context, destination);
        Packet packet = Refusals.decoded(
                "PACKET_MALFORMED",
                "the packet",
                () -> new Packet(
                        context.chainId(),
                        destination,
                        sender,
                        in.text("destinationContract"),
                        in.text("method"),
                        sequence,
                        CanonicalJson.encode(in.object("payload").node()),
                        new BlockTime(in.number("timeoutMillis"))));
        PendingPackets pending = PendingPackets.read(context);
        Refusals.raise(PacketRules.send(packet, context.chainId(), context.time(), pending.size()));
        context.write(PacketKeys.Local.out(destination, sequence), packet.toJson());
        context.write(
                PacketKeys.Local.next(destination),
                LongNode.valueOf(sequence.next().value()));
        pending.add(packet.id()).write(context);
        context.emit("packetSent", described(packet));
        return CanonicalJson.object().put("sequence", sequence.value());
    }

    private static String sender(ContractContext context) {
        if (context.caller() instanceof Caller.OfContract contract) {
            return contract.name();
        }
        throw new ContractRefusal(
                "SENDER_NOT_A_CONTRACT",
                "only a contract of this chain sends a packet, not " + context.caller()
                        + "; call the contract that does");
    }

    private static Sequence next(ContractContext context, ChainId destination) {
        return context.read(PacketKeys.Local.next(destination))
                .map(value -> new Sequence(value.longValue()))
                .orElse(Sequence.ZERO);
    }

    private static JsonNode receive(ContractContext context, Arguments in) {
        Packet packet = packet(in);
        PacketId id = packet.id();
        String receipt = PacketKeys.Local.in(id.source(), id.sequence());
        if (context.read(receipt).isPresent()) {
            return noop("PACKET_ALREADY_RECEIVED", "packet " + id + " was received before");
        }
        HubState hub = new HubClient(context).verify(in);
        String key = PacketKeys.full(PacketKeys.Hub.out(id));
        requireProven(in, hub, key, packet.toJson(), "PACKET_NOT_PROVEN");
        Refusals.raise(PacketRules.receiveAtDestination(packet, context.chainId(), context.time(), PacketStage.ABSENT));
        context.write(
                receipt,
                CanonicalJson.object().put("commitment", packet.commitment().toHex()));
        Acknowledgement acknowledgement = deliver(context, packet);
        context.write(PacketKeys.Local.ack(id.source(), id.sequence()), acknowledgement.toJson());
        ObjectNode event = described(packet).put("success", acknowledgement.succeeded());
        context.emit("packetReceived", event);
        return acknowledgement.toJson();
    }

    /** The target runs in a buffer of its own: what it wrote before it said no is dropped. */
    private static Acknowledgement deliver(ContractContext context, Packet packet) {
        Caller.OfChain sender = new Caller.OfChain(packet.source(), packet.sourceContract());
        CallOutcome outcome =
                context.deliver(sender, packet.destinationContract(), packet.method(), packet.arguments());
        return switch (outcome) {
            case CallOutcome.Returned returned -> Acknowledgement.ofResult(returned.result());
            case CallOutcome.Refused refused -> new Acknowledgement.Failure(refused.reason());
        };
    }

    private static JsonNode acknowledge(ContractContext context, Arguments in) {
        Packet packet = packet(in);
        PacketId id = packet.id();
        PacketStage stage = stage(context, packet);
        if (stage == PacketStage.ENDED) {
            return noop("PACKET_ALREADY_ENDED", "packet " + id + " has ended before");
        }
        Refusals.raise(PacketRules.acknowledge(id, stage));
        Acknowledgement acknowledgement = Refusals.decoded(
                "ACKNOWLEDGEMENT_MALFORMED",
                "ack",
                () -> Acknowledgement.fromJson(in.object("ack").node()));
        HubState hub = new HubClient(context).verify(in);
        String key = PacketKeys.full(PacketKeys.Hub.ack(id));
        requireProven(in, hub, key, acknowledgement.toJson(), "ACKNOWLEDGEMENT_NOT_PROVEN");
        end(context, packet, acknowledgement, "packetAcknowledged");
        return acknowledgement.toJson();
    }

    private static JsonNode timeOut(ContractContext context, Arguments in) {
        Packet packet = packet(in);
        PacketId id = packet.id();
        PacketStage stage = stage(context, packet);
        if (stage == PacketStage.ENDED) {
            return noop("PACKET_ALREADY_ENDED", "packet " + id + " has ended before");
        }
        Refusals.raise(PacketRules.acknowledge(id, stage));
        HubState hub = new HubClient(context).verify(in);
        Refusals.raise(PacketRules.timeOut(packet, hub.time(), stage));
        String key = PacketKeys.full(PacketKeys.Hub.in(id));
        Refusals.unless(
                proof(in).provesAbsence(hub.stateRoot(), key),
                "ABSENCE_NOT_PROVEN",
                () -> "the proof does not show that the hub's state holds nothing at " + key);
        Acknowledgement acknowledgement = Acknowledgement.failure(
                Acknowledgement.TIMED_OUT, "the hub had not received packet " + id + " by " + packet.timeout());
        end(context, packet, acknowledgement, "packetTimedOut");
        return acknowledgement.toJson();
    }

    /** The packet's stage at its source; the packet handed in must be the one that was sent. */
    private static PacketStage stage(ContractContext context, Packet packet) {
        PacketId id = packet.id();
        Refusals.unless(
                id.source().equals(context.chainId()),
                "PACKET_OF_OTHER_CHAIN",
                () -> "packet " + id + " ends on " + id.source() + ", but this chain is " + context.chainId());
        boolean sent = context.read(PacketKeys.Local.out(id.destination(), id.sequence()))
                .map(kept -> CanonicalJson.encode(kept).equals(CanonicalJson.encode(packet.toJson())))
                .orElse(false);
        boolean ended = context.read(PacketKeys.Local.done(id.destination(), id.sequence()))
                .isPresent();
        return PacketStage.of(sent, ended);
    }

    /** Ends the packet and tells its contract. A contract that says no keeps no writes, and the packet ends all the same. */
    private static void end(ContractContext context, Packet packet, Acknowledgement acknowledgement, String event) {
        PacketId id = packet.id();
        context.write(PacketKeys.Local.done(id.destination(), id.sequence()), acknowledgement.toJson());
        PendingPackets.read(context).remove(id).write(context);
        context.emit(event, described(packet).put("success", acknowledgement.succeeded()));
        ObjectNode told = acknowledgement.toJson();
        told.put("destination", id.destination().value());
        told.put("sequence", id.sequence().value());
        if (context.tryCall(packet.sourceContract(), "onAcknowledgement", told)
                instanceof CallOutcome.Refused refused) {
            context.emit(
                    "acknowledgementNotTaken",
                    described(packet)
                            .put("code", refused.reason().code())
                            .put("message", refused.reason().message()));
        }
    }

    private static JsonNode updateHub(ContractContext context, Arguments in) {
        List<Arguments> headers = in.objects("headers");
        Refusals.unless(
                !headers.isEmpty() && headers.size() <= MAX_HEADERS,
                "BAD_ARGUMENT",
                () -> "argument headers should have 1 to " + MAX_HEADERS + " entries, not " + headers.size());
        HubClient hub = new HubClient(context);
        headers.forEach(hub::verify);
        return CanonicalJson.object().put("headers", headers.size());
    }

    private static Packet packet(Arguments in) {
        return Refusals.decoded(
                "PACKET_MALFORMED",
                "packet",
                () -> Packet.fromJson(in.object("packet").node()));
    }

    private static StateProof proof(Arguments in) {
        return Refusals.decoded("PROOF_MALFORMED", "proof", () -> StateProof.decode(in.hex("proof")));
    }

    private static void requireProven(Arguments in, HubState hub, String key, JsonNode value, String code) {
        Bytes bytes = CanonicalJson.encode(value);
        Refusals.unless(
                proof(in).provesPresence(hub.stateRoot(), key, bytes),
                code,
                () -> "the proof does not show that the hub's state holds this value at " + key);
    }

    private static ObjectNode described(Packet packet) {
        return CanonicalJson.object()
                .put("source", packet.source().value())
                .put("destination", packet.destination().value())
                .put("sequence", packet.sequence().value())
                .put("sourceContract", packet.sourceContract())
                .put("destinationContract", packet.destinationContract())
                .put("method", packet.method());
    }

    private static ObjectNode noop(String reason, String message) {
        return CanonicalJson.object().put("noop", true).put("reason", reason).put("message", message);
    }
}
