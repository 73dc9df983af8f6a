package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.packet.PacketRules;
import io.regchain.protocol.packet.PacketStage;
import java.util.Optional;

/**
 * The hub's half of a cross-chain call (A3.1): every packet from A to B is received here with proof, routed by default
 * deny, offered to B, and its acknowledgement, proven by B, is offered to A. A packet has exactly one end.
 *
 * <p>State: {@link PacketKeys.Hub}, and {@code done/<packet id>} once the source has proven that it took the end.
 */
public final class PacketsContract implements Contract {
    public static final String NAME = PacketKeys.CONTRACT;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        Roles.require(context, Roles.RELAYER);
        Arguments in = Arguments.of(arguments);
        return switch (method) {
            case "receive" -> receive(context, in);
            case "acknowledge" -> acknowledge(context, in);
            case "timeout" -> timeout(context, in);
            case "complete" -> complete(context, in);
            default -> throw UnknownMethod.refusal(NAME, method, "receive, acknowledge, timeout, complete");
        };
    }

    /** Hop 1: the source wrote the packet; the hub takes it and decides whether it may travel on. */
    private static JsonNode receive(ContractContext context, Arguments in) {
        Packet packet = packet(in);
        if (stage(context, packet) != PacketStage.ABSENT) {
            return noop("PACKET_KNOWN");
        }
        ActiveChain.require(context, packet.source());
        ProvenHeader header = ProvenHeader.require(context, packet.source(), new Height(in.number("height")));
        String key = PacketKeys.full(PacketKeys.Local.out(packet.destination(), packet.sequence()));
        StateProof proof = header.requirePresent(in, key, CanonicalJson.encode(packet.toJson()));
        refuse(PacketRules.receiveAtHub(packet, header.chain(), context.time(), PacketStage.ABSENT));
        context.write(PacketKeys.Hub.in(packet.id()), packet.toJson());
        ObjectNode event = event(packet, header.provenBy(key, proof));
        Optional<String> route = RoutesContract.match(context, packet, context.time());
        Optional<Refusal> no = routing(context, packet, route);
        if (no.isPresent()) {
            end(context, packet, new Acknowledgement.Failure(no.get()));
            context.emit("packetRefused", withReason(event, no.get()));
            return JSON.objectNode().put("routed", false);
        }
        context.write(PacketKeys.Hub.out(packet.id()), packet.toJson());
        pending(context, packet.destination(), "packet", packet, true);
        context.emit("packetRouted", event.put("route", route.orElseThrow()));
        return JSON.objectNode().put("routed", true);
    }

    /** Default deny: a route must let it through, and the destination must be a registered, active chain. */
    private static Optional<Refusal> routing(ContractContext context, Packet packet, Optional<String> route) {
        if (route.isEmpty()) {
            return Optional.of(new Refusal(
                    Acknowledgement.ROUTE_DENIED,
                    "no route lets " + packet.source() + "/" + packet.sourceContract() + " call " + packet.destination()
                            + "/" + packet.destinationContract() + "." + packet.method()
                            + "; have one proposed and approved"));
        }
        if (ActiveChain.find(context, packet.destination()).isEmpty()) {
            return Optional.of(new Refusal(
                    "DESTINATION_NOT_ACTIVE", "the chain " + packet.destination() + " is not registered and active"));
        }
        return Optional.empty();
    }

    /** Hop 3: the destination wrote its acknowledgement. */
    private static JsonNode acknowledge(ContractContext context, Arguments in) {
        Packet packet = packet(in);
        PacketStage stage = stage(context, packet);
        if (stage == PacketStage.ENDED) {
            return noop("ACKNOWLEDGEMENT_KNOWN");
        }
        refuse(PacketRules.acknowledge(packet.id(), stage));
        requireRouted(context, packet);
        Acknowledgement acknowledgement = acknowledgement(in);
        ProvenHeader header = ProvenHeader.require(context, packet.destination(), new Height(in.number("height")));
        String key = PacketKeys.full(PacketKeys.Local.ack(packet.source(), packet.sequence()));
        StateProof proof = header.requirePresent(in, key, CanonicalJson.encode(acknowledgement.toJson()));
        end(context, packet, acknowledgement);
        pending(context, packet.destination(), "packet", packet, false);
        ObjectNode event = event(packet, header.provenBy(key, proof));
        event.set("acknowledgement", acknowledgement.toJson());
        context.emit("packetAcknowledged", event);
        return acknowledgement.toJson();
    }

    /** Hop 3, the other end: in a state of the destination past the timeout there is no receipt. */
    private static JsonNode timeout(ContractContext context, Arguments in) {
        Packet packet = packet(in);
        PacketStage stage = stage(context, packet);
        if (stage == PacketStage.ENDED) {
            return noop("ACKNOWLEDGEMENT_KNOWN");
        }
        refuse(PacketRules.acknowledge(packet.id(), stage));
        requireRouted(context, packet);
        ProvenHeader header = ProvenHeader.require(context, packet.destination(), new Height(in.number("height")));
        refuse(PacketRules.timeOut(packet, header.time(), stage));
        String key = PacketKeys.full(PacketKeys.Local.in(packet.source(), packet.sequence()));
        StateProof proof = header.requireAbsent(in, key);
        Refusal reason = new Refusal(
                Acknowledgement.TIMED_OUT,
                packet.destination() + " had not received the packet by " + packet.timeout());
        end(context, packet, new Acknowledgement.Failure(reason));
        pending(context, packet.destination(), "packet", packet, false);
        context.emit("packetTimedOut", withReason(event(packet, header.provenBy(key, proof)), reason));
        return JSON.objectNode().put("timedOut", true);
    }

    /** Hop 4: the source wrote the end of its packet; nothing is left to relay. */
    private static JsonNode complete(ContractContext context, Arguments in) {
        Packet packet = packet(in);
        if (context.read(done(packet)).isPresent()) {
            return noop("COMPLETION_KNOWN");
        }
        Acknowledgement acknowledgement = acknowledgement(in);
        requireEnded(context, packet, acknowledgement);
        ProvenHeader header = ProvenHeader.require(context, packet.source(), new Height(in.number("height")));
        String key = PacketKeys.full(PacketKeys.Local.done(packet.destination(), packet.sequence()));
        StateProof proof = header.requirePresent(in, key, CanonicalJson.encode(acknowledgement.toJson()));
        context.write(done(packet), acknowledgement.toJson());
        pending(context, packet.source(), "ack", packet, false);
        ObjectNode event = event(packet, header.provenBy(key, proof));
        event.set("acknowledgement", acknowledgement.toJson());
        context.emit("packetCompleted", event);
        return acknowledgement.toJson();
    }

    private static PacketStage stage(ContractContext context, Packet packet) {
        return PacketStage.of(
                context.read(PacketKeys.Hub.in(packet.id())).isPresent(),
                context.read(PacketKeys.Hub.ack(packet.id())).isPresent());
    }

    private static void refuse(Optional<Refusal> reason) {
        reason.ifPresent(no -> {
            throw new ContractRefusal(no);
        });
    }

    private static void requireRouted(ContractContext context, Packet packet) {
        boolean routed = context.read(PacketKeys.Hub.out(packet.id()))
                .map(stored -> same(stored, packet.toJson()))
                .orElse(false);
        if (!routed) {
            throw new ContractRefusal(
                    "PACKET_NOT_ROUTED", "the hub has not routed this packet " + packet.id() + " to its destination");
        }
    }

    /** What a source took as the end of its packet must be the packet and the end that stand here. */
    private static void requireEnded(ContractContext context, Packet packet, Acknowledgement acknowledgement) {
        boolean received = context.read(PacketKeys.Hub.in(packet.id()))
                .map(stored -> same(stored, packet.toJson()))
                .orElse(false);
        if (!received) {
            throw new ContractRefusal("PACKET_UNKNOWN", "the hub has not received this packet " + packet.id());
        }
        JsonNode end = context.read(PacketKeys.Hub.ack(packet.id()))
                .orElseThrow(
                        () -> new ContractRefusal("PACKET_NOT_ENDED", "packet " + packet.id() + " has no end yet"));
        if (!same(end, acknowledgement.toJson())) {
            throw new ContractRefusal(
                    "ACKNOWLEDGEMENT_DIFFERS",
                    "the source took another end of packet " + packet.id() + " than the one the hub holds");
        }
    }

    private static void end(ContractContext context, Packet packet, Acknowledgement acknowledgement) {
        context.write(PacketKeys.Hub.ack(packet.id()), acknowledgement.toJson());
        pending(context, packet.source(), "ack", packet, true);
    }

    private static void pending(ContractContext context, ChainId chain, String kind, Packet packet, boolean add) {
        ObjectNode item = JSON.objectNode()
                .put("kind", kind)
                .put("source", packet.source().value())
                .put("destination", packet.destination().value())
                .put("sequence", packet.sequence().value());
        ArrayNode left = JSON.arrayNode();
        context.read(PacketKeys.Hub.pending(chain))
                .ifPresent(list -> list.forEach(other -> {
                    if (!same(other, item)) {
                        left.add(other);
                    }
                }));
        if (add && left.size() >= PacketRules.MAX_PENDING) {
            throw new ContractRefusal(
                    "TOO_MANY_PENDING",
                    PacketRules.MAX_PENDING + " packets wait for " + chain + "; deliver or time out some first");
        }
        if (add) {
            left.add(item);
        }
        context.write(PacketKeys.Hub.pending(chain), left);
    }

    /** Equality of canonical bytes: a number read back may be of another Java type than the one written. */
    private static boolean same(JsonNode a, JsonNode b) {
        return CanonicalJson.encode(a).equals(CanonicalJson.encode(b));
    }

    private static Packet packet(Arguments in) {
        try {
            return Packet.fromJson(in.object("packet").node());
        } catch (DecodeException | IllegalArgumentException e) {
            throw new ContractRefusal("BAD_ARGUMENT", "argument packet should be a packet: " + e.getMessage());
        }
    }

    private static Acknowledgement acknowledgement(Arguments in) {
        try {
            return Acknowledgement.fromJson(in.object("ack").node());
        } catch (DecodeException | IllegalArgumentException e) {
            throw new ContractRefusal("BAD_ARGUMENT", "argument ack should be an acknowledgement: " + e.getMessage());
        }
    }

    private static String done(Packet packet) {
        return "done/" + packet.id();
    }

    private static ObjectNode event(Packet packet, ObjectNode provenBy) {
        return packet.toJson().set("provenBy", provenBy);
    }

    private static ObjectNode withReason(ObjectNode event, Refusal reason) {
        return event.put("code", reason.code()).put("message", reason.message());
    }

    private static ObjectNode noop(String reason) {
        return JSON.objectNode().put("noop", true).put("reason", reason);
    }
}
