package io.regchain.protocol.packet;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Refusal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The checks of each step of a packet's way, one ladder per step, without side effects. They stand after the proof:
 * what a ladder is told about another chain was read from a proven state. Every packet has exactly one end, because a
 * chain takes a packet only before its timeout, and an absence counts only in a state at or after it.
 */
public final class PacketRules {
    /** Packets of one chain that have not ended. */
    public static final int MAX_PENDING = 1000;

    public static final Duration LONGEST_LIFE = Duration.ofDays(30);

    private PacketRules() {}

    /**
     * May this chain send the packet?
     *
     * @param self the chain the contract runs on
     * @param now the block's time
     * @param pending how many packets of this chain have not ended
     */
    public static Optional<Refusal> send(Packet packet, ChainId self, BlockTime now, int pending) {
        if (!packet.source().equals(self)) {
            return no(
                    "PACKET_OF_OTHER_CHAIN",
                    "the packet names %s as its source, but this chain is %s",
                    packet.source(),
                    self);
        }
        if (packet.destination().equals(ChainId.SUPERVISION)) {
            return no(
                    "PACKET_DESTINATION_INVALID",
                    "a packet goes to a local chain; the supervision chain only carries it");
        }
        if (packet.timeout().compareTo(now) <= 0) {
            return no("PACKET_TIMEOUT_PAST", "the timeout %s is not after the block's time %s", packet.timeout(), now);
        }
        if (packet.timeout().epochMillis() - now.epochMillis() > LONGEST_LIFE.toMillis()) {
            return no(
                    "PACKET_TIMEOUT_FAR",
                    "the timeout %s lies more than %d days after %s",
                    packet.timeout(),
                    LONGEST_LIFE.toDays(),
                    now);
        }
        if (pending >= MAX_PENDING) {
            return no(
                    "PACKETS_PENDING",
                    "%d packets of %s have not ended; no more are taken until some do",
                    pending,
                    self);
        }
        return Optional.empty();
    }

    /**
     * May the hub take the packet that was proven in the state of {@code provenBy}? Whether a route allows it is asked
     * after this and answered by an acknowledgement, not by a refusal.
     */
    public static Optional<Refusal> receiveAtHub(Packet packet, ChainId provenBy, BlockTime now, PacketStage stage) {
        if (!packet.source().equals(provenBy)) {
            return no(
                    "PACKET_OF_OTHER_CHAIN",
                    "the packet names %s as its source, but was proven by %s",
                    packet.source(),
                    provenBy);
        }
        return unseenAndInTime(packet, now, stage);
    }

    /** May the destination take the packet that was proven in the hub's state? */
    public static Optional<Refusal> receiveAtDestination(
            Packet packet, ChainId self, BlockTime now, PacketStage stage) {
        if (!packet.destination().equals(self)) {
            return no(
                    "PACKET_FOR_OTHER_CHAIN",
                    "the packet goes to %s, but this chain is %s",
                    packet.destination(),
                    self);
        }
        return unseenAndInTime(packet, now, stage);
    }

    private static Optional<Refusal> unseenAndInTime(Packet packet, BlockTime now, PacketStage stage) {
        return switch (stage) {
            case OPEN, ENDED -> no("PACKET_ALREADY_RECEIVED", "packet %s was received before", packet.id());
            case ABSENT ->
                packet.timeout().compareTo(now) > 0
                        ? Optional.empty()
                        : no(
                                "PACKET_TIMED_OUT",
                                "packet %s ended at %s, the block's time is %s",
                                packet.id(),
                                packet.timeout(),
                                now);
        };
    }

    /**
     * May this chain, the source or the hub, take a proven acknowledgement of the packet?
     *
     * @param stage of the packet on this chain
     */
    public static Optional<Refusal> acknowledge(PacketId id, PacketStage stage) {
        return open(id, stage);
    }

    /**
     * May this chain, the source or the hub, end the packet as timed out?
     *
     * @param absentAt the time of the verified header of the next chain on the way, in whose state the packet's receipt
     *     was proven absent
     */
    public static Optional<Refusal> timeOut(Packet packet, BlockTime absentAt, PacketStage stage) {
        Optional<Refusal> notOpen = open(packet.id(), stage);
        if (notOpen.isPresent()) {
            return notOpen;
        }
        return absentAt.compareTo(packet.timeout()) >= 0
                ? Optional.empty()
                : no(
                        "PACKET_NOT_TIMED_OUT",
                        "packet %s may still be received: its absence was proven at %s, before its timeout %s",
                        packet.id(),
                        absentAt,
                        packet.timeout());
    }

    private static Optional<Refusal> open(PacketId id, PacketStage stage) {
        return switch (stage) {
            case ABSENT -> no("PACKET_UNKNOWN", "this chain holds no packet %s", id);
            case ENDED -> no("PACKET_ALREADY_ENDED", "packet %s has ended before", id);
            case OPEN -> Optional.empty();
        };
    }

    private static Optional<Refusal> no(String code, String message, Object... values) {
        return Optional.of(new Refusal(code, String.format(Locale.ROOT, message, values)));
    }
}
