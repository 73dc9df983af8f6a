package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.CallOutcome;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.ledger.packet.CarriedSteps;
import io.regchain.ledger.packet.InquiriesContract;
import io.regchain.ledger.packet.OutgoingPacket;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.ChannelState;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketId;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.packet.PacketRules;
import io.regchain.protocol.packet.PacketStage;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The hub's half of a cross-chain call (A3.1): every packet from A to B is received here with proof, routed by default
 * deny, offered to B, and its acknowledgement, proven by B, is offered to A. A packet has exactly one end. A packet to the
 * supervision chain ends where it is received, with the answer of one of the hub's services; one of the supervision chain
 * itself (A8.3) begins here. The rules are those of the protocol text, section 17.
 *
 * <p>State: {@link PacketKeys.Hub}.
 */
public final class PacketsContract implements Contract {
    public static final String NAME = PacketKeys.CONTRACT;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_REASON = 500;
    private static final String METHODS =
            "send, receive, acknowledge, timeout, complete, carry, release, reject, expire, clean";
    /** What a relayer may carry several of in one transaction. */
    private static final List<String> CARRIED = List.of("receive", "acknowledge", "timeout", "complete", "expire");

    private final TreeSet<String> services;

    /** @param services the contracts of the hub that local chains may call, where a route allows it */
    public PacketsContract(List<String> services) {
        this.services = new TreeSet<>(services);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        Arguments in = Arguments.of(arguments);
        return switch (method) {
            case "send" -> send(context, in);
            case "receive" -> receive(context, in);
            case "acknowledge" -> acknowledge(context, in);
            case "timeout" -> timeout(context, in);
            case "complete" -> complete(context, in);
            case CarriedSteps.METHOD -> carry(context, in);
            case "release" -> release(context, in);
            case "reject" -> reject(context, in);
            case "expire" -> expire(context, in);
            case "clean" -> clean(context, in);
            default -> throw UnknownMethod.refusal(NAME, method, METHODS);
        };
    }

    /** A contract of the hub calls one of a local chain: what it sends is received here already. */
    private static JsonNode send(ContractContext context, Arguments in) {
        if (!(context.caller() instanceof Caller.OfContract sender)) {
            throw new ContractRefusal(
                    "SENDER_NOT_A_CONTRACT",
                    "only a contract of this chain sends a packet, not " + context.caller()
                            + "; call the contract that does, such as " + InquiriesContract.NAME);
        }
        HubChannels channels = new HubChannels(context);
        Packet packet = OutgoingPacket.of(in, context.chainId(), sender.name(), channels::next);
        ActiveChain.require(context, packet.destination());
        new ClientState(context, packet.destination()).requireUsable();
        int open = new PacketQueue(context).open(packet.source());
        refuse(PacketRules.send(packet, context.chainId(), context.time(), channels.of(packet), open));
        refuse(PacketRouting.mayArrive(context, packet, channels.of(packet)));
        take(context, packet);
        carryOn(context, packet);
        context.emit("packetSent", packet.toJson());
        return JSON.objectNode()
                .put("channel", packet.channel().name())
                .put("sequence", packet.sequence().value());
    }

    /** Hop 1: the source wrote the packet; the hub takes it and decides whether it may travel on. */
    private JsonNode receive(ContractContext context, Arguments in) {
        Packet packet = PacketArguments.packet(in);
        Roles.requireRelayer(context, packet.source());
        HubChannels channels = new HubChannels(context);
        if (channels.stage(packet) != PacketStage.ABSENT) {
            return noop("PACKET_KNOWN");
        }
        ActiveChain.require(context, packet.source());
        ProvenHeader header = ProvenHeader.require(context, packet.source(), new Height(in.number("height")));
        String key = PacketKeys.full(PacketKeys.Local.out(packet.id()));
        StateProof proof = header.requirePresent(in, key, CanonicalJson.encode(packet.toJson()));
        ChannelState channel = channels.of(packet);
        int open = new PacketQueue(context).open(packet.source());
        refuse(PacketRules.receiveAtHub(packet, header.chain(), context.time(), PacketStage.ABSENT, channel, open));
        take(context, packet);
        ObjectNode event = event(packet, header.provenBy(key, proof));
        Optional<RoutesContract.Match> route = RoutesContract.match(context, packet, context.time());
        Optional<Refusal> no = PacketRouting.verdict(context, packet, route, channel);
        if (no.isPresent()) {
            PacketEnds.endUntaken(context, packet, no.get());
            context.emit("packetRefused", PacketEnds.withReason(event, no.get()));
            return JSON.objectNode().put("routed", false);
        }
        RoutesContract.Match match = route.orElseThrow();
        event.put("route", match.route());
        if (match.verdict() == RoutesContract.Verdict.HOLD) {
            hold(context, packet, match.route());
            context.emit("packetHeld", event);
            return JSON.objectNode().put("routed", false).put("held", true);
        }
        return letTravel(context, packet, "packetRouted", event);
    }

    /** The receipt: from now on the hub ends the packet. */
    private static void take(ContractContext context, Packet packet) {
        context.write(PacketKeys.Hub.in(packet.id()), packet.toJson());
        new HubChannels(context).change(packet, before -> before.taken(packet.sequence()));
        new PacketQueue(context).opened(packet);
    }

    /** Onward to its destination; what is for the hub itself is at its end. */
    private JsonNode letTravel(ContractContext context, Packet packet, String event, ObjectNode described) {
        context.emit(event, described);
        if (!packet.destination().equals(context.chainId())) {
            carryOn(context, packet);
            return JSON.objectNode().put("routed", true);
        }
        Acknowledgement answer = serve(context, packet);
        PacketEnds.end(context, packet, answer);
        context.emit("packetServed", packet.toJson().set("acknowledgement", answer.toJson()));
        return JSON.objectNode().put("routed", true).put("served", answer.succeeded());
    }

    /** The service runs in a buffer of its own: what it wrote before it said no is dropped. */
    private Acknowledgement serve(ContractContext context, Packet packet) {
        String service = packet.destinationContract();
        if (!services.contains(service)) {
            return Acknowledgement.failure(
                    "SERVICE_UNKNOWN",
                    "the supervision chain serves local chains with " + String.join(", ", services) + "; " + service
                            + " is not for them");
        }
        Caller.OfChain sender = new Caller.OfChain(packet.source(), packet.sourceContract());
        return switch (context.deliver(sender, service, packet.method(), packet.arguments())) {
            case CallOutcome.Returned returned -> Acknowledgement.ofResult(returned.result());
            case CallOutcome.Refused refused -> new Acknowledgement.Failure(refused.reason());
        };
    }

    private static void carryOn(ContractContext context, Packet packet) {
        context.write(PacketKeys.Hub.out(packet.id()), packet.toJson());
        new PacketQueue(context).offer(packet);
    }

    /** Hop 3: the destination wrote its acknowledgement. */
    private static JsonNode acknowledge(ContractContext context, Arguments in) {
        Packet packet = PacketArguments.packet(in);
        Roles.requireRelayer(context, packet.destination());
        PacketStage stage = new HubChannels(context).stage(packet);
        if (stage == PacketStage.ENDED) {
            return noop("ACKNOWLEDGEMENT_KNOWN");
        }
        refuse(mayEnd(context, packet, stage));
        requireRouted(context, packet);
        Acknowledgement acknowledgement = PacketArguments.acknowledgement(in);
        ProvenHeader header = ProvenHeader.require(context, packet.destination(), new Height(in.number("height")));
        String key = PacketKeys.full(PacketKeys.Local.ack(packet.id()));
        StateProof proof = header.requirePresent(in, key, CanonicalJson.encode(acknowledgement.toJson()));
        PacketEnds.end(context, packet, acknowledgement);
        new PacketQueue(context).remove(packet.destination(), PacketQueue.Kind.PACKET, packet);
        ObjectNode event = event(packet, header.provenBy(key, proof));
        event.set("acknowledgement", acknowledgement.toJson());
        context.emit("packetAcknowledged", event);
        return acknowledgement.toJson();
    }

    /** Where the hub is the source, as at any source: on an ordered channel one end after the other. */
    private static Optional<Refusal> mayEnd(ContractContext context, Packet packet, PacketStage stage) {
        return packet.source().equals(context.chainId())
                ? PacketRules.acknowledgeAtSource(packet, stage, new HubChannels(context).of(packet))
                : PacketRules.acknowledgeAtHub(packet.id(), stage);
    }

    /** Hop 3, the other end: in a state of the destination past the timeout there is no receipt. */
    private static JsonNode timeout(ContractContext context, Arguments in) {
        Packet packet = PacketArguments.packet(in);
        Roles.requireRelayer(context, packet.destination());
        PacketStage stage = new HubChannels(context).stage(packet);
        if (stage == PacketStage.ENDED) {
            return noop("ACKNOWLEDGEMENT_KNOWN");
        }
        refuse(mayEnd(context, packet, stage));
        requireRouted(context, packet);
        ProvenHeader header = ProvenHeader.require(context, packet.destination(), new Height(in.number("height")));
        refuse(PacketRules.timeOutAtHub(packet, header.time(), header.height(), stage));
        String key = PacketKeys.full(PacketKeys.Local.in(packet.id()));
        StateProof proof = header.requireAbsent(in, key);
        Refusal reason = new Refusal(
                Acknowledgement.TIMED_OUT,
                packet.destination() + " had not received the packet by " + packet.timeout());
        PacketEnds.endUntaken(context, packet, reason);
        new PacketQueue(context).remove(packet.destination(), PacketQueue.Kind.PACKET, packet);
        context.emit("packetTimedOut", PacketEnds.withReason(event(packet, header.provenBy(key, proof)), reason));
        return JSON.objectNode().put("timedOut", true);
    }

    /** Hop 4: the source wrote the end of its packet; nothing is left to relay. */
    private static JsonNode complete(ContractContext context, Arguments in) {
        Packet packet = PacketArguments.packet(in);
        Roles.requireRelayer(context, packet.source());
        HubChannels channels = new HubChannels(context);
        String done = PacketKeys.Hub.done(packet.id());
        boolean cleaned = packet.sequence().compareTo(channels.of(packet).cleaned()) < 0;
        if (cleaned || context.read(done).isPresent()) {
            return noop("COMPLETION_KNOWN");
        }
        Acknowledgement acknowledgement = PacketArguments.acknowledgement(in);
        requireEnded(context, packet, acknowledgement);
        ProvenHeader header = ProvenHeader.require(context, packet.source(), new Height(in.number("height")));
        String key = PacketKeys.full(PacketKeys.Local.done(packet.id()));
        StateProof proof = header.requirePresent(in, key, CanonicalJson.encode(acknowledgement.toJson()));
        PacketEnds.complete(context, packet, acknowledgement);
        new PacketQueue(context).remove(packet.source(), PacketQueue.Kind.ACK, packet);
        ObjectNode event = event(packet, header.provenBy(key, proof));
        event.set("acknowledgement", acknowledgement.toJson());
        context.emit("packetCompleted", event);
        return acknowledgement.toJson();
    }

    /** Many packets in one transaction; each step asks for the relayer's role itself. */
    private static JsonNode carry(ContractContext context, Arguments in) {
        if (!(context.caller() instanceof Caller.Key)) {
            throw new ContractRefusal(
                    "ROLE_MISSING", "packets.carry is for a relayer's own key, not for " + context.caller());
        }
        return CarriedSteps.run(context, in, CARRIED, JSON.objectNode());
    }

    // ---- what a route holds back

    private static void hold(ContractContext context, Packet packet, String route) {
        context.write(
                PacketKeys.Hub.held(packet.id()),
                JSON.objectNode()
                        .put("route", route)
                        .put("since", context.time().epochMillis()));
        new PacketQueue(context).tell(PacketQueue.Kind.HELD, packet);
    }

    /**
     * The supervisor lets a held packet travel on, if it can still arrive. What came to light since it was taken counts: a
     * source that was suspended or lied, a route that was revoked or denies.
     */
    private JsonNode release(ContractContext context, Arguments in) {
        Roles.require(context, Roles.CALL_SUPERVISOR);
        Packet packet = held(context, in);
        HubChannels channels = new HubChannels(context);
        if (PacketRouting.mayNoLongerBeTaken(context, packet)) {
            throw new ContractRefusal(
                    "PACKET_TIMED_OUT", "packet " + packet.id() + " has passed its timeout " + packet.timeout());
        }
        ActiveChain.require(context, packet.source());
        new ClientState(context, packet.source()).requireUsable();
        Optional<RoutesContract.Match> route = RoutesContract.match(context, packet, context.time());
        refuse(PacketRouting.verdict(context, packet, route, channels.of(packet)));
        letGo(context, packet);
        return letTravel(context, packet, "packetReleased", decided(context, packet));
    }

    /** The supervisor turns a held packet down; its source is told why. */
    private static JsonNode reject(ContractContext context, Arguments in) {
        Roles.require(context, Roles.CALL_SUPERVISOR);
        Packet packet = held(context, in);
        String why = in.text("reason");
        if (why.isBlank() || why.codePointCount(0, why.length()) > MAX_REASON) {
            throw new ContractRefusal(
                    "BAD_ARGUMENT", "argument reason should say why, in at most " + MAX_REASON + " characters");
        }
        return endHeld(context, packet, new Refusal(Acknowledgement.HELD_AND_REJECTED, why), "packetRejected");
    }

    /** Nobody decided in time: the held packet becomes an error by itself; any relayer may say so. */
    private static JsonNode expire(ContractContext context, Arguments in) {
        Packet packet = held(context, in);
        Roles.requireRelayer(context, packet.source());
        if (!PacketRouting.mayNoLongerBeTaken(context, packet)) {
            throw new ContractRefusal(
                    "PACKET_NOT_TIMED_OUT",
                    "packet " + packet.id() + " may still be decided about: its timeout is " + packet.timeout()
                            + ", the block's time " + context.time());
        }
        Refusal reason = new Refusal(
                Acknowledgement.HELD_TOO_LONG, "no supervisor had decided about the packet by " + packet.timeout());
        return endHeld(context, packet, reason, "packetExpired");
    }

    private static JsonNode endHeld(ContractContext context, Packet packet, Refusal reason, String event) {
        letGo(context, packet);
        PacketEnds.endUntaken(context, packet, reason);
        context.emit(event, PacketEnds.withReason(decided(context, packet), reason));
        return JSON.objectNode().put("routed", false);
    }

    private static ObjectNode decided(ContractContext context, Packet packet) {
        return packet.toJson().put("by", context.origin().fingerprint().toHex());
    }

    private static void letGo(ContractContext context, Packet packet) {
        context.delete(PacketKeys.Hub.held(packet.id()));
        new PacketQueue(context).remove(packet.source(), PacketQueue.Kind.HELD, packet);
    }

    private static Packet held(ContractContext context, Arguments in) {
        PacketId id = PacketArguments.id(in);
        if (context.read(PacketKeys.Hub.held(id)).isEmpty()) {
            throw new ContractRefusal("PACKET_NOT_HELD", "no packet " + id + " waits for a decision");
        }
        return Packet.fromJson(context.read(PacketKeys.Hub.in(id)).orElseThrow());
    }

    /**
     * Removes what is kept of packets whose end the source has taken, {@value PacketRules#MAX_CLEANED} at a time. An
     * officer says so: what is removed can be proven from states of earlier blocks only.
     */
    private static JsonNode clean(ContractContext context, Arguments in) {
        Roles.require(context, Roles.CALL_SUPERVISOR);
        PacketId below = PacketArguments.id(in);
        ChannelState channel = context.read(
                        PacketKeys.Hub.channel(below.source(), below.destination(), below.channel()))
                .map(ChannelState::fromJson)
                .orElseThrow(() -> new ContractRefusal(
                        "CHANNEL_UNKNOWN",
                        "there is no channel " + below.channel() + " from " + below.source() + " to "
                                + below.destination()));
        refuse(PacketRules.clean(below.sequence(), channel));
        Sequence cleaned = new HubChannels(context).clean(below, channel, below.sequence(), PacketRules.MAX_CLEANED);
        return JSON.objectNode().put("cleaned", cleaned.value());
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

    /** Equality of canonical bytes: a number read back may be of another Java type than the one written. */
    static boolean same(JsonNode a, JsonNode b) {
        return CanonicalJson.encode(a).equals(CanonicalJson.encode(b));
    }

    private static ObjectNode event(Packet packet, ObjectNode provenBy) {
        return packet.toJson().set("provenBy", provenBy);
    }

    private static ObjectNode noop(String reason) {
        return JSON.objectNode().put("noop", true).put("reason", reason);
    }
}
