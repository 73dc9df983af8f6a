package io.regchain.supervision.contract;

import io.regchain.ledger.contract.ContractContext;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.ChannelState;
import io.regchain.protocol.packet.Packet;
import java.util.Optional;

/** Whether a packet may travel on from the hub; a no is its end, not a refusal. */
final class PacketRouting {
    private PacketRouting() {}

    /** Default deny: a route must let it through, and the destination must be a registered, active chain. */
    static Optional<Refusal> verdict(
            ContractContext context, Packet packet, Optional<RoutesContract.Match> route, ChannelState channel) {
        boolean denied = route.map(match -> match.verdict() == RoutesContract.Verdict.DENY)
                .orElse(true);
        if (denied) {
            return Optional.of(new Refusal(
                    Acknowledgement.ROUTE_DENIED,
                    route.map(match -> "the route " + match.route() + " denies this call")
                            .orElse("no route lets " + packet.source() + "/" + packet.sourceContract() + " call "
                                    + packet.destination() + "/" + packet.destinationContract() + "."
                                    + packet.method() + "; have one proposed and approved")));
        }
        return mayArrive(context, packet, channel);
    }

    /** The timeout's time has come; its height is of the destination's blocks, so it is known here of the hub's own only. */
    static boolean mayNoLongerBeTaken(ContractContext context, Packet packet) {
        return packet.destination().equals(context.chainId())
                ? packet.timeout().reached(context.time(), context.height())
                : packet.timeout().reached(context.time());
    }

    /** Whether the destination could still take it, as far as is known here. */
    static Optional<Refusal> mayArrive(ContractContext context, Packet packet, ChannelState channel) {
        if (channel.closed()) {
            return Optional.of(new Refusal(
                    Acknowledgement.CHANNEL_CLOSED,
                    "the ordered channel " + packet.channel() + " is closed: a packet before this one was not taken"));
        }
        if (packet.destination().equals(context.chainId())) {
            return mayNoLongerBeTaken(context, packet)
                    ? Optional.of(new Refusal(
                            Acknowledgement.TIMED_OUT,
                            "the supervision chain is at block " + context.height() + " and takes the packet before "
                                    + packet.timeout() + " only"))
                    : Optional.empty();
        }
        if (ActiveChain.find(context, packet.destination()).isEmpty()) {
            return Optional.of(new Refusal(
                    Acknowledgement.DESTINATION_NOT_ACTIVE,
                    "the chain " + packet.destination() + " is not registered and active"));
        }
        Optional<Height> verified = ClientState.latestHeight(context, packet.destination());
        boolean late = verified.isPresent()
                && packet.timeout().reached(context.time(), verified.get().next());
        return late
                ? Optional.of(new Refusal(
                        Acknowledgement.TIMED_OUT,
                        packet.destination() + " is at block " + verified.get() + ", too far to take the packet before "
                                + packet.timeout()))
                : Optional.empty();
    }
}
