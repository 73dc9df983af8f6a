package io.regchain.supervision.contract;

import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketId;

/** What callers of the contract {@code packets} hand in; refused with {@code BAD_ARGUMENT} when it is not that. */
final class PacketArguments {
    private PacketArguments() {}

    static Packet packet(Arguments in) {
        try {
            return Packet.fromJson(in.object("packet").node());
        } catch (DecodeException | IllegalArgumentException e) {
            throw new ContractRefusal("BAD_ARGUMENT", "argument packet should be a packet: " + e.getMessage());
        }
    }

    static Acknowledgement acknowledgement(Arguments in) {
        try {
            return Acknowledgement.fromJson(in.object("ack").node());
        } catch (DecodeException | IllegalArgumentException e) {
            throw new ContractRefusal("BAD_ARGUMENT", "argument ack should be an acknowledgement: " + e.getMessage());
        }
    }

    /** {@code source, destination, channel, sequence}. */
    static PacketId id(Arguments in) {
        try {
            return new PacketId(
                    new ChainId(in.text("source")),
                    new ChainId(in.text("destination")),
                    in.text("channel"),
                    new Sequence(in.number("sequence")));
        } catch (IllegalArgumentException e) {
            throw new ContractRefusal("BAD_ARGUMENT", "the arguments should name a packet: " + e.getMessage());
        }
    }
}
