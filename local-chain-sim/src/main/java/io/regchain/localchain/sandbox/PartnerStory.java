package io.regchain.localchain.sandbox;

import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.packet.PacketId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the blocks of the partner chain tell of calls to and from the chain under test. */
final class PartnerStory {
    private final ChainId partner;
    private final ChainId chain;

    PartnerStory(ChainId partner, ChainId chain) {
        this.partner = partner;
        this.chain = chain;
    }

    List<Line> of(CertifiedBlock block) {
        List<Line> lines = new ArrayList<>();
        for (Told told : Told.of(block)) {
            if (told.contract().equals("packets") && told.concerns(chain)) {
                line(told).ifPresent(line -> lines.add(line.about(told.packet())));
            }
        }
        return lines;
    }

    private Optional<Line> line(Told told) {
        PacketId id = told.packet();
        return switch (told.name()) {
            case "packetSent" ->
                Optional.of(Line.good(
                        id + " sent by " + partner + " in its block " + told.height() + ": " + told.call(),
                        "next: the hub verifies that block, then its relay fetches the packet"));
            case "packetReceived" ->
                Optional.of(Line.good(
                        id + " received by " + partner + " in its block " + told.height() + ": "
                                + (told.data().path("success").booleanValue()
                                        ? told.call() + " succeeded"
                                        : told.call() + " refused, and its writes are dropped"),
                        "next: the hub verifies that block and takes the acknowledgement"));
            case "packetAcknowledged", "packetTimedOut" ->
                Optional.of(Line.good(
                        id + ": " + partner + " took its end in block " + told.height(),
                        "next: the hub takes the proof of that, and nothing is left to carry"));
            default -> Optional.empty();
        };
    }
}
