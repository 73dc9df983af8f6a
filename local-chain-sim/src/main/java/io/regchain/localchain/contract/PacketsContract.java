package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.CallOutcome;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.ledger.packet.CarriedSteps;
import io.regchain.ledger.packet.OutgoingPacket;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
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
import java.util.function.Function;

/**
 * A local chain's end of every cross-chain call. Contracts send; any relay may carry, since nothing counts without a
 * certificate of the hub and a proof under its state root. A packet has one end: acknowledged or timed out. What a relay
 * repeats is a success that changes nothing: {@code {"noop":true,"reason":…}}.
 */
public final class PacketsContract implements Contract {
    /** Headers in one {@code updateHub}. */
    static final int MAX_HEADERS = 64;

    private static final String METHODS = "send, receive, acknowledge, timeout, carry, clean, updateHub, proposeThaw,"
            + " approveThaw, proposeRenewal, approveRenewal";

    /** What a relay may carry several of in one transaction. */
    private static final List<String> CARRIED = List.of("receive", "acknowledge", "timeout");

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
            case CarriedSteps.METHOD -> carry(context, in);
            case "clean" -> clean(context, in);
            case "updateHub" -> updateHub(context, in);
            case "proposeThaw" -> new HubGovernance(context).proposeThaw(in);
            case "approveThaw" -> new HubGovernance(context).approveThaw(in);
            case "proposeRenewal" -> new HubGovernance(context).proposeRenewal(in);
            case "approveRenewal" -> new HubGovernance(context).approveRenewal(in);
            default -> throw Refusals.unknownMethod(name(), method, METHODS);
        };
    }

    private static JsonNode send(ContractContext context, Arguments in) {
        String sender = sender(context);
        new HubClient(context).requireUsable(); // nothing could end the packet
        Packet packet = OutgoingPacket.of(in, context.chainId(), sender, first -> channelOut(context, first)
                .map(ChannelState::next)
                .orElse(Sequence.ZERO));
        PacketId id = packet.id();
        ChannelState before = channelOut(context, id).orElseGet(() -> ChannelState.before(packet));
        PendingPackets pending = new PendingPackets(context);
        Refusals.raise(PacketRules.send(packet, context.chainId(), context.time(), before, pending.open()));
        context.write(PacketKeys.Local.out(id), packet.toJson());
        context.write(
                PacketKeys.Local.channelOut(id.destination(), id.channel()),
                before.taken(id.sequence()).toJson());
        pending.sent(id);
        context.emit("packetSent", described(packet));
        return CanonicalJson.object()
                .put("channel", id.channel())
                .put("sequence", id.sequence().value());
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

    private static JsonNode receive(ContractContext context, Arguments in) {
        Packet packet = packet(in);
        PacketId id = packet.id();
        String key = PacketKeys.Local.channelIn(id.source(), id.channel());
        ChannelState channel =
                context.read(key).map(ChannelState::fromJson).orElseGet(() -> ChannelState.before(packet));
        if (context.read(PacketKeys.Local.in(id)).isPresent() || id.sequence().compareTo(channel.cleaned()) < 0) {
            return noop("PACKET_ALREADY_RECEIVED", "packet " + id + " was received before");
        }
        return underHub(context, in, hub -> take(context, in, hub, packet, channel));
    }

    /**
     * What the hub's header allows. One that freezes the client is answered as such and not refused: a refusal would take
     * the case back with everything else.
     */
    private static JsonNode underHub(
            ContractContext context, Arguments in, Function<HubCheck.Verified, JsonNode> then) {
        return switch (new HubClient(context).verify(in)) {
            case HubCheck.Froze froze -> froze.answer();
            case HubCheck.Verified hub -> then.apply(hub);
        };
    }

    private static JsonNode take(
            ContractContext context, Arguments in, HubCheck.Verified hub, Packet packet, ChannelState channel) {
        PacketId id = packet.id();
        requireProven(in, hub, PacketKeys.full(PacketKeys.Hub.out(id)), packet.toJson(), "PACKET_NOT_PROVEN");
        Refusals.raise(PacketRules.receiveAtDestination(
                packet, context.chainId(), context.time(), context.height(), PacketStage.ABSENT, channel));
        context.write(
                PacketKeys.Local.in(id),
                CanonicalJson.object().put("commitment", packet.commitment().toHex()));
        context.write(
                PacketKeys.Local.channelIn(id.source(), id.channel()),
                channel.taken(id.sequence()).ended().toJson());
        Acknowledgement acknowledgement = deliver(context, packet);
        context.write(PacketKeys.Local.ack(id), acknowledgement.toJson());
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
        Refusals.raise(PacketRules.acknowledgeAtSource(packet, stage, channelOut(context, packet)));
        Acknowledgement acknowledgement = Refusals.decoded(
                "ACKNOWLEDGEMENT_MALFORMED",
                "ack",
                () -> Acknowledgement.fromJson(in.object("ack").node()));
        return underHub(context, in, hub -> {
            String key = PacketKeys.full(PacketKeys.Hub.ack(id));
            requireProven(in, hub, key, acknowledgement.toJson(), "ACKNOWLEDGEMENT_NOT_PROVEN");
            end(context, packet, acknowledgement, "packetAcknowledged", untaken(acknowledgement));
            return acknowledgement.toJson();
        });
    }

    private static JsonNode timeOut(ContractContext context, Arguments in) {
        Packet packet = packet(in);
        PacketId id = packet.id();
        PacketStage stage = stage(context, packet);
        if (stage == PacketStage.ENDED) {
            return noop("PACKET_ALREADY_ENDED", "packet " + id + " has ended before");
        }
        ChannelState channel = channelOut(context, packet);
        Refusals.raise(PacketRules.acknowledgeAtSource(packet, stage, channel));
        return underHub(context, in, hub -> {
            Refusals.raise(PacketRules.timeOutAtSource(packet, hub.time(), stage, channel));
            String key = PacketKeys.full(PacketKeys.Hub.in(id));
            Refusals.unless(
                    proof(in).provesAbsence(hub.stateRoot(), key),
                    "ABSENCE_NOT_PROVEN",
                    () -> "the proof does not show that the hub's state holds nothing at " + key);
            Acknowledgement acknowledgement = Acknowledgement.failure(
                    Acknowledgement.TIMED_OUT, "the hub had not received packet " + id + " by " + packet.timeout());
            end(context, packet, acknowledgement, "packetTimedOut", true);
            return acknowledgement.toJson();
        });
    }

    /** Many packets under one header of the hub, which is verified once. */
    private static JsonNode carry(ContractContext context, Arguments in) {
        return underHub(context, in, hub -> CarriedSteps.run(context, in, CARRIED, named(context, in, hub)));
    }

    /** How the steps name the header; the block that was trusted first is not kept, and is shown to each. */
    private static ObjectNode named(ContractContext context, Arguments in, HubCheck.Verified hub) {
        if (new HubState(context).header(hub.height()).isPresent()) {
            return CanonicalJson.object().put(HubClient.KNOWN, hub.height().value());
        }
        return CanonicalJson.object()
                .put("header", in.text("header"))
                .set("certificate", in.object("certificate").node());
    }

    /** The packet's stage at its source; the packet handed in must be the one that was sent. */
    private static PacketStage stage(ContractContext context, Packet packet) {
        PacketId id = packet.id();
        Refusals.unless(
                id.source().equals(context.chainId()),
                "PACKET_OF_OTHER_CHAIN",
                () -> "packet " + id + " ends on " + id.source() + ", but this chain is " + context.chainId());
        boolean sent = context.read(PacketKeys.Local.out(id))
                .map(kept -> CanonicalJson.encode(kept).equals(CanonicalJson.encode(packet.toJson())))
                .orElse(false);
        boolean cleaned = id.sequence().compareTo(channelOut(context, packet).cleaned()) < 0;
        boolean ended = cleaned || context.read(PacketKeys.Local.done(id)).isPresent();
        return PacketStage.of(sent, ended);
    }

    private static Optional<ChannelState> channelOut(ContractContext context, PacketId any) {
        return context.read(PacketKeys.Local.channelOut(any.destination(), any.channel()))
                .map(ChannelState::fromJson);
    }

    private static ChannelState channelOut(ContractContext context, Packet packet) {
        return channelOut(context, packet.id()).orElseGet(() -> ChannelState.before(packet));
    }

    /**
     * Whether the hub ended the packet itself. A destination's own refusal never has one of these codes by chance: what it
     * says is taken as it is, and at worst a chain closes an ordered channel that leads to it.
     */
    private static boolean untaken(Acknowledgement acknowledgement) {
        return acknowledgement instanceof Acknowledgement.Failure failure
                && Acknowledgement.OF_THE_HUB.contains(failure.reason().code());
    }

    /** Ends the packet and tells its contract. A contract that says no keeps no writes, and the packet ends all the same. */
    private static void end(
            ContractContext context, Packet packet, Acknowledgement acknowledgement, String event, boolean untaken) {
        PacketId id = packet.id();
        context.write(PacketKeys.Local.done(id), acknowledgement.toJson());
        settle(context, packet, untaken);
        new PendingPackets(context).ended(id);
        context.emit(event, described(packet).put("success", acknowledgement.succeeded()));
        ObjectNode told = acknowledgement.toJson();
        told.put("destination", id.destination().value());
        told.put("channel", id.channel());
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

    private static void settle(ContractContext context, Packet packet, boolean untaken) {
        ChannelState channel = channelOut(context, packet).ended();
        Sequence below = channel.settled();
        for (int i = 0;
                i < PacketRules.MAX_SETTLED && isDone(context, packet.id().withSequence(below));
                i++) {
            below = below.next();
        }
        channel = channel.settledBelow(below);
        context.write(
                PacketKeys.Local.channelOut(
                        packet.destination(), packet.channel().name()),
                (untaken ? channel.broken() : channel).toJson());
    }

    private static boolean isDone(ContractContext context, PacketId id) {
        return context.read(PacketKeys.Local.done(id)).isPresent();
    }

    /**
     * Removes what is kept of packets that the hub is proven to hold as settled, {@value PacketRules#MAX_CLEANED} at a
     * time: of those sent from here, or of those received here.
     */
    private static JsonNode clean(ContractContext context, Arguments in) {
        PacketId below = Refusals.decoded(
                "BAD_ARGUMENT",
                "the packet",
                () -> new PacketId(
                        new ChainId(in.text("source")),
                        new ChainId(in.text("destination")),
                        in.text("channel"),
                        new Sequence(in.number("sequence"))));
        boolean sender = below.source().equals(context.chainId());
        Refusals.unless(
                sender || below.destination().equals(context.chainId()),
                "PACKET_OF_OTHER_CHAIN",
                () -> "the channel " + below.channel() + " leads from " + below.source() + " to " + below.destination()
                        + "; this chain is " + context.chainId());
        return underHub(context, in, hub -> {
            requireSettled(in, hub, below);
            return CanonicalJson.object()
                    .put("cleaned", remove(context, below, sender).value());
        });
    }

    private static void requireSettled(Arguments in, HubCheck.Verified hub, PacketId below) {
        ChannelState settled = Refusals.decoded(
                "BAD_ARGUMENT",
                "state",
                () -> ChannelState.fromJson(in.object("state").node()));
        requireProven(
                in,
                hub,
                PacketKeys.full(PacketKeys.Hub.channel(below.source(), below.destination(), below.channel())),
                settled.toJson(),
                "CHANNEL_NOT_PROVEN");
        Refusals.raise(PacketRules.clean(below.sequence(), settled));
    }

    private static Sequence remove(ContractContext context, PacketId below, boolean sender) {
        String key = sender
                ? PacketKeys.Local.channelOut(below.destination(), below.channel())
                : PacketKeys.Local.channelIn(below.source(), below.channel());
        ChannelState channel = context.read(key)
                .map(ChannelState::fromJson)
                .orElseThrow(() -> new ContractRefusal("CHANNEL_UNKNOWN", "this chain has no channel at " + key));
        Sequence next = channel.cleaned();
        for (int i = 0; i < PacketRules.MAX_CLEANED && next.compareTo(below.sequence()) < 0; i++) {
            PacketId id = below.withSequence(next);
            context.delete(sender ? PacketKeys.Local.out(id) : PacketKeys.Local.in(id));
            context.delete(sender ? PacketKeys.Local.done(id) : PacketKeys.Local.ack(id));
            next = next.next();
        }
        context.write(key, channel.cleanedBelow(next).toJson());
        return next;
    }

    /** Headers alone: keeps the client of the hub young where no call crosses. */
    private static JsonNode updateHub(ContractContext context, Arguments in) {
        List<Arguments> headers = in.objects("headers");
        Refusals.unless(
                !headers.isEmpty() && headers.size() <= MAX_HEADERS,
                "BAD_ARGUMENT",
                () -> "argument headers should have 1 to " + MAX_HEADERS + " entries, not " + headers.size());
        HubClient hub = new HubClient(context);
        for (Arguments header : headers) {
            if (hub.verify(header) instanceof HubCheck.Froze froze) {
                return froze.answer();
            }
        }
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

    private static void requireProven(Arguments in, HubCheck.Verified hub, String key, JsonNode value, String code) {
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
                .put("channel", packet.channel().name())
                .put("sequence", packet.sequence().value())
                .put("sourceContract", packet.sourceContract())
                .put("destinationContract", packet.destinationContract())
                .put("method", packet.method());
    }

    private static ObjectNode noop(String reason, String message) {
        return CanonicalJson.object().put("noop", true).put("reason", reason).put("message", message);
    }
}
