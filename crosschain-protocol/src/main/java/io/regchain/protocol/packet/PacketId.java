package io.regchain.protocol.packet;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Sequence;
import java.util.Comparator;

/**
 * Names one packet in the whole federation; text form {@code jiangsu/zhejiang/main/7}.
 *
 * @param channel the name of its channel
 */
public record PacketId(ChainId source, ChainId destination, String channel, Sequence sequence)
        implements Comparable<PacketId> {
    private static final Comparator<PacketId> ORDER = Comparator.comparing(PacketId::source)
            .thenComparing(PacketId::destination)
            .thenComparing(PacketId::channel)
            .thenComparing(PacketId::sequence);

    public PacketId {
        Channel.requireName(channel);
    }

    public PacketId withSequence(Sequence other) {
        return new PacketId(source, destination, channel, other);
    }

    @Override
    public int compareTo(PacketId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return source + "/" + destination + "/" + channel + "/" + sequence;
    }
}
