package io.regchain.protocol.packet;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Sequence;
import java.util.Comparator;

/** Names one packet in the whole federation; text form {@code jiangsu/zhejiang/7}. */
public record PacketId(ChainId source, ChainId destination, Sequence sequence) implements Comparable<PacketId> {
    private static final Comparator<PacketId> ORDER = Comparator.comparing(PacketId::source)
            .thenComparing(PacketId::destination)
            .thenComparing(PacketId::sequence);

    @Override
    public int compareTo(PacketId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return source + "/" + destination + "/" + sequence;
    }
}
