package io.regchain.protocol.packet;

/** How far a packet has come in the state of one chain. */
public enum PacketStage {
    /** Not in this chain's state. */
    ABSENT,
    /** Sent (at the source) or received and carried on (at the hub), and not ended yet. */
    OPEN,
    /** Its acknowledgement is written here; nothing about it changes any more. */
    ENDED;

    /** @param received whether the packet or its receipt is in the state; @param ended whether its acknowledgement is */
    public static PacketStage of(boolean received, boolean ended) {
        if (ended) {
            return ENDED;
        }
        return received ? OPEN : ABSENT;
    }
}
