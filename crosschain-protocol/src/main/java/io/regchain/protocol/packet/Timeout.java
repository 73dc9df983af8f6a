package io.regchain.protocol.packet;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Height;
import java.util.Optional;

/**
 * From when on a packet is taken no more: from this block time on by the hub and by its destination, and, where it is
 * given, from this height of the destination on.
 */
public record Timeout(BlockTime time, Optional<Height> height) {
    public Timeout {
        if (height.equals(Optional.of(Height.ZERO))) {
            throw new IllegalArgumentException("a timeout height is at least 1; none is said by leaving it out");
        }
    }

    public static Timeout at(BlockTime time) {
        return new Timeout(time, Optional.empty());
    }

    /** As it is written: 0 stands for no height. */
    static Timeout of(long millis, long height) {
        return new Timeout(new BlockTime(millis), height == 0 ? Optional.empty() : Optional.of(new Height(height)));
    }

    long heightOrZero() {
        return height.map(Height::value).orElse(0L);
    }

    /** On the hub, whose heights a packet does not know. */
    public boolean reached(BlockTime now) {
        return time.compareTo(now) <= 0;
    }

    /** On the destination: in a block of this time and height. */
    public boolean reached(BlockTime now, Height at) {
        return reached(now) || height.filter(limit -> limit.compareTo(at) <= 0).isPresent();
    }

    @Override
    public String toString() {
        return time + height.map(limit -> " or block " + limit).orElse("");
    }
}
