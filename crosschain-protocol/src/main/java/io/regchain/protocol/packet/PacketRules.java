package io.regchain.protocol.packet;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Sequence;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The checks of each step of a packet's way, one ladder per step, without side effects; the numbers are those of the
 * protocol text, section 17. They stand after the proof: what a ladder is told about another chain was read from a
 * proven state. Every packet has exactly one end, because a chain takes a packet only before its timeout, and an absence
 * counts only in a state at or after it.
 */
public final class PacketRules {
    /** Packets of one chain that have not ended. */
    public static final int MAX_PENDING = 1000;

    /** Packets of one channel that have not ended, at its source. */
    public static final int MAX_OPEN = 500;

    /** By so many packets a channel's {@code settled} grows in one call; what is left grows with the next. */
    public static final int MAX_SETTLED = 16;

    /** Packets whose entries one call removes. */
    public static final int MAX_CLEANED = 100;

    public static final Duration LONGEST_LIFE = Duration.ofDays(30);

    private PacketRules() {}

    @SafeVarargs
    private static Optional<Refusal> ladder(Supplier<Optional<Refusal>>... rungs) {
        return Stream.of(rungs).map(Supplier::get).flatMap(Optional::stream).findFirst();
    }

    /**
     * May this chain send the packet?
     *
     * @param self the chain the contract runs on
     * @param now the block's time
     * @param channel before this packet
     * @param pending how many packets of this chain have not ended
     */
    public static Optional<Refusal> send(
            Packet packet, ChainId self, BlockTime now, ChannelState channel, int pending) {
        return ladder(
                () -> no( // P1
                        !packet.source().equals(self),
                        "PACKET_OF_OTHER_CHAIN",
                        "the packet names %s as its source, but this chain is %s",
                        packet.source(),
                        self),
                () -> no( // P3
                        packet.timeout().reached(now),
                        "PACKET_TIMEOUT_PAST",
                        "the timeout %s is not after the block's time %s",
                        packet.timeout(),
                        now),
                () -> no( // P4
                        packet.timeout().time().epochMillis() - now.epochMillis() > LONGEST_LIFE.toMillis(),
                        "PACKET_TIMEOUT_FAR",
                        "the timeout %s lies more than %d days after %s",
                        packet.timeout(),
                        LONGEST_LIFE.toDays(),
                        now),
                () -> otherChannel(packet, channel), // P5, P6
                () -> no( // P7
                        channel.closed(),
                        "CHANNEL_CLOSED",
                        "the ordered channel %s to %s was closed when a packet of it was not taken; use another channel",
                        packet.channel(),
                        packet.destination()),
                () -> no( // P8
                        channel.open() >= MAX_OPEN,
                        "CHANNEL_FULL",
                        "%d packets of channel %s to %s have not ended; no more are taken until some do",
                        channel.open(),
                        packet.channel(),
                        packet.destination()),
                () -> tooManyOpen(self, pending)); // P9
    }

    private static Optional<Refusal> tooManyOpen(ChainId source, int open) {
        return no(
                open >= MAX_PENDING,
                "PACKETS_PENDING",
                "%d packets of %s have not ended; no more are taken until some do",
                open,
                source);
    }

    /**
     * May the hub take the packet that was proven in the state of {@code provenBy}? Whether it is carried on is asked
     * after this and answered by an acknowledgement, not by a refusal.
     */
    public static Optional<Refusal> receiveAtHub(
            Packet packet, ChainId provenBy, BlockTime now, PacketStage stage, ChannelState channel, int open) {
        return ladder(
                () -> no( // P10
                        !packet.source().equals(provenBy),
                        "PACKET_OF_OTHER_CHAIN",
                        "the packet names %s as its source, but was proven by %s",
                        packet.source(),
                        provenBy),
                () -> received(packet, stage), // P11
                () -> timedOut(packet, packet.timeout().reached(now), "time " + now), // P12
                () -> otherChannel(packet, channel), // P5, P6
                () -> outOfOrder(packet, channel), // P13
                () -> tooManyOpen(packet.source(), open)); // P9
    }

    /**
     * May the destination take the packet that was proven in the hub's state?
     *
     * @param now the time of the block being made
     * @param height the height of the block being made
     */
    public static Optional<Refusal> receiveAtDestination(
            Packet packet, ChainId self, BlockTime now, Height height, PacketStage stage, ChannelState channel) {
        return ladder(
                () -> no( // P14
                        !packet.destination().equals(self),
                        "PACKET_FOR_OTHER_CHAIN",
                        "the packet goes to %s, but this chain is %s",
                        packet.destination(),
                        self),
                () -> received(packet, stage), // P11
                () -> timedOut( // P15
                        packet, packet.timeout().reached(now, height), "time " + now + " and block " + height),
                () -> otherChannel(packet, channel), // P5, P6
                () -> outOfOrder(packet, channel)); // P13
    }

    private static Optional<Refusal> received(Packet packet, PacketStage stage) {
        return no(stage != PacketStage.ABSENT, "PACKET_ALREADY_RECEIVED", "packet %s was received before", packet.id());
    }

    private static Optional<Refusal> timedOut(Packet packet, boolean reached, String now) {
        return no(
                reached,
                "PACKET_TIMED_OUT",
                "packet %s is taken before %s only; it is %s",
                packet.id(),
                packet.timeout(),
                now);
    }

    private static Optional<Refusal> otherChannel(Packet packet, ChannelState channel) {
        return ladder(
                () -> no( // P5
                        packet.channel().ordering() != channel.ordering(),
                        "CHANNEL_KIND_DIFFERS",
                        "channel %s to %s is %s; this packet says otherwise",
                        packet.channel(),
                        packet.destination(),
                        channel.ordering()),
                () -> no( // P6
                        channel.isOrdered() && !channel.owner().equals(packet.sourceContract()),
                        "CHANNEL_OF_OTHER_CONTRACT",
                        "the ordered channel %s to %s belongs to the contract %s, not to %s",
                        packet.channel(),
                        packet.destination(),
                        channel.owner(),
                        packet.sourceContract()));
    }

    private static Optional<Refusal> outOfOrder(Packet packet, ChannelState channel) {
        return no(
                channel.isOrdered() && !packet.sequence().equals(channel.next()),
                "PACKET_OUT_OF_ORDER",
                "the next packet of the ordered channel %s is %s, not %s",
                packet.channel(),
                channel.next(),
                packet.sequence());
    }

    /** May the hub take a proven acknowledgement of the packet? */
    public static Optional<Refusal> acknowledgeAtHub(PacketId id, PacketStage stage) {
        return open(id, stage);
    }

    /** May the source take a proven acknowledgement of the packet? */
    public static Optional<Refusal> acknowledgeAtSource(Packet packet, PacketStage stage, ChannelState channel) {
        return ladder(() -> open(packet.id(), stage), () -> endsOutOfOrder(packet, channel));
    }

    /**
     * May the hub end the packet as timed out?
     *
     * @param time of the verified header of the destination in whose state the packet's receipt was proven absent
     * @param height of that header; what is absent in a state of this height can only be taken in a higher block
     */
    public static Optional<Refusal> timeOutAtHub(Packet packet, BlockTime time, Height height, PacketStage stage) {
        return ladder(
                () -> open(packet.id(), stage),
                () -> notTimedOut( // P18
                        packet, packet.timeout().reached(time, height.next()), time + ", block " + height));
    }

    /**
     * May the source end the packet as timed out?
     *
     * @param time of the verified header of the hub in whose state the packet's receipt was proven absent
     */
    public static Optional<Refusal> timeOutAtSource(
            Packet packet, BlockTime time, PacketStage stage, ChannelState channel) {
        return ladder(
                () -> open(packet.id(), stage),
                () -> notTimedOut(packet, packet.timeout().reached(time), time.toString()), // P19
                () -> endsOutOfOrder(packet, channel));
    }

    private static Optional<Refusal> notTimedOut(Packet packet, boolean reached, String at) {
        return no(
                !reached,
                "PACKET_NOT_TIMED_OUT",
                "packet %s may still be received: its absence was proven at %s, before its timeout %s",
                packet.id(),
                at,
                packet.timeout());
    }

    private static Optional<Refusal> open(PacketId id, PacketStage stage) {
        return ladder(
                () -> no(stage == PacketStage.ABSENT, "PACKET_UNKNOWN", "this chain holds no packet %s", id), // P16
                () -> no( // P17
                        stage == PacketStage.ENDED, "PACKET_ALREADY_ENDED", "packet %s has ended before", id));
    }

    private static Optional<Refusal> endsOutOfOrder(Packet packet, ChannelState channel) {
        return no( // P20
                channel.isOrdered() && !packet.sequence().equals(channel.settled()),
                "ACKNOWLEDGEMENT_OUT_OF_ORDER",
                "the next packet of the ordered channel %s to end is %s, not %s",
                packet.channel(),
                channel.settled(),
                packet.sequence());
    }

    /**
     * May the entries of all packets below be removed?
     *
     * @param channel on the hub; elsewhere as the hub is proven to hold it
     */
    public static Optional<Refusal> clean(Sequence below, ChannelState channel) {
        return no( // P21
                below.compareTo(channel.settled()) > 0,
                "PACKETS_NOT_SETTLED",
                "packets are settled below %s only; those from there on may still be asked for",
                channel.settled());
    }

    private static Optional<Refusal> no(boolean broken, String code, String message, Object... values) {
        return broken ? Optional.of(new Refusal(code, String.format(Locale.ROOT, message, values))) : Optional.empty();
    }
}
