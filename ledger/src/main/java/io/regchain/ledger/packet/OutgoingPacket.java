package io.regchain.ledger.packet;

import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.ContractCode;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.Channel;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketId;
import io.regchain.protocol.packet.Timeout;
import java.util.Optional;
import java.util.function.Function;

/** The arguments of {@code packets.send}, the same on every chain. */
@ContractCode
public final class OutgoingPacket {
    private OutgoingPacket() {}

    /**
     * What a contract of this chain asks to have sent: {@code {destination, destinationContract, method, payload,
     * timeoutMillis, timeoutHeight?, channel?, ordered?}}; most calls go over the main channel.
     *
     * @param next tells the sequence of the next packet of the channel that this packet is the first of
     * @throws ContractRefusal {@code BAD_ARGUMENT}, {@code PACKET_MALFORMED}
     */
    public static Packet of(Arguments in, ChainId source, String sender, Function<PacketId, Sequence> next) {
        ChainId destination = in.parsed("destination", "the id of a chain", ChainId::new);
        try {
            Channel channel = new Channel(
                    in.has("channel") ? in.text("channel") : Channel.MAIN.name(),
                    Channel.Ordering.of(in.has("ordered") && in.flag("ordered")));
            PacketId first = new PacketId(source, destination, channel.name(), Sequence.ZERO);
            return new Packet(
                    source,
                    destination,
                    channel,
                    sender,
                    in.text("destinationContract"),
                    in.text("method"),
                    next.apply(first),
                    CanonicalJson.encode(in.object("payload").node()),
                    timeout(in));
        } catch (DecodeException | IllegalArgumentException e) {
            throw new ContractRefusal("PACKET_MALFORMED", "this cannot be sent as a packet: " + e.getMessage());
        }
    }

    private static Timeout timeout(Arguments in) {
        return new Timeout(
                new BlockTime(in.number("timeoutMillis")),
                in.has("timeoutHeight") ? Optional.of(new Height(in.number("timeoutHeight"))) : Optional.empty());
    }
}
