package io.regchain.supervision.relay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.packet.PacketId;

/**
 * What a relay would have the contract {@code packets} of one of its two chains do.
 *
 * @param what for people
 * @param arguments without a header of the hub: what goes to the local chain is shown one for all
 */
record RelayStep(Target target, String what, PacketId id, String method, ObjectNode arguments) {
    enum Target {
        HUB,
        LOCAL
    }

    /** Of one subject a local chain is given one thing at a time. */
    String subject() {
        return "packet " + id;
    }
}
