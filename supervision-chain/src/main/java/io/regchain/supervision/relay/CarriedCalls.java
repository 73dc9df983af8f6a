package io.regchain.supervision.relay;

import io.regchain.protocol.packet.PacketId;
import java.util.ArrayList;
import java.util.List;

/**
 * Which calls a relay carries: all of them, or, while the hub's operator has paused it, only those the operator chose. A
 * paused relay carries no settlement, but keeps the light clients young: a pause must not end in an expiry.
 *
 * @param chosen carried although the relay is paused
 */
public record CarriedCalls(boolean paused, List<PacketId> chosen) {
    public static final CarriedCalls ALL = new CarriedCalls(false, List.of());
    public static final CarriedCalls NONE = new CarriedCalls(true, List.of());

    public CarriedCalls {
        chosen = List.copyOf(chosen);
    }

    public boolean carries(PacketId id) {
        return !paused || chosen.contains(id);
    }

    public CarriedCalls and(PacketId more) {
        List<PacketId> longer = new ArrayList<>(chosen);
        longer.add(more);
        return new CarriedCalls(paused, longer);
    }
}
