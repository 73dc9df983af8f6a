package io.regchain.supervision.contract;

import io.regchain.ledger.contract.ContractContext;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.packet.ChannelState;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketId;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.packet.PacketRules;
import io.regchain.protocol.packet.PacketStage;
import java.util.function.UnaryOperator;

/** The channels that run over the hub, in the state of the contract {@code packets}. */
final class HubChannels {
    private final ContractContext context;

    HubChannels(ContractContext context) {
        this.context = context;
    }

    private static String key(PacketId id) {
        return PacketKeys.Hub.channel(id.source(), id.destination(), id.channel());
    }

    /** The sequence that the next packet of the same channel has. */
    Sequence next(PacketId any) {
        return context.read(key(any))
                .map(ChannelState::fromJson)
                .map(ChannelState::next)
                .orElse(Sequence.ZERO);
    }

    /** The packet's channel as it stands, or as the packet would begin it. */
    ChannelState of(Packet packet) {
        return context.read(key(packet.id())).map(ChannelState::fromJson).orElseGet(() -> ChannelState.before(packet));
    }

    /** How far the packet has come here; what is cleaned has ended. */
    PacketStage stage(Packet packet) {
        PacketId id = packet.id();
        boolean cleaned = id.sequence().compareTo(of(packet).cleaned()) < 0;
        return PacketStage.of(
                context.read(PacketKeys.Hub.in(id)).isPresent(),
                cleaned || context.read(PacketKeys.Hub.ack(id)).isPresent());
    }

    void change(Packet packet, UnaryOperator<ChannelState> change) {
        context.write(key(packet.id()), change.apply(of(packet)).toJson());
    }

    /**
     * The source has taken the end: what is settled without a gap grows, by a few packets at a time, so that no call pays
     * for a long row of those that waited.
     */
    void settled(Packet packet) {
        change(packet, channel -> {
            Sequence below = channel.settled();
            for (int i = 0; i < PacketRules.MAX_SETTLED && isDone(packet.id().withSequence(below)); i++) {
                below = below.next();
            }
            return channel.settledBelow(below);
        });
    }

    private boolean isDone(PacketId id) {
        return context.read(PacketKeys.Hub.done(id)).isPresent();
    }

    /** Removes what is kept of packets that are settled, at most so many; returns the first that is kept. */
    Sequence clean(PacketId any, ChannelState channel, Sequence below, int most) {
        Sequence next = channel.cleaned();
        for (int i = 0; i < most && next.compareTo(below) < 0; i++) {
            PacketId id = any.withSequence(next);
            context.delete(PacketKeys.Hub.in(id));
            context.delete(PacketKeys.Hub.out(id));
            context.delete(PacketKeys.Hub.ack(id));
            context.delete(PacketKeys.Hub.done(id));
            next = next.next();
        }
        context.write(key(any), channel.cleanedBelow(next).toJson());
        return next;
    }
}
