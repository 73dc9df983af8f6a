package io.regchain.ledger.simulation;

import io.regchain.ledger.consensus.Commit;
import io.regchain.ledger.consensus.Payload;
import io.regchain.ledger.consensus.Prepare;
import io.regchain.ledger.consensus.Proposal;
import io.regchain.ledger.consensus.RoundChange;
import io.regchain.ledger.consensus.SignedMessage;
import io.regchain.ledger.validator.PeerMessage;
import io.regchain.protocol.base.Hash32;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What happened, line by line, for people; empty unless somebody wants it. */
final class Transcript {
    private final boolean wanted;
    private final LongSupplier now;
    private final List<String> lines = new ArrayList<>();

    Transcript(boolean wanted, LongSupplier now) {
        this.wanted = wanted;
        this.now = now;
    }

    void line(String text) {
        line(() -> text);
    }

    void line(Supplier<String> text) {
        if (wanted) {
            lines.add(String.format(Locale.ROOT, "%8d ms  %s", now.getAsLong(), text.get()));
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    static String of(PeerMessage message) {
        return switch (message) {
            case PeerMessage.Vote vote -> of(SignedMessage.decode(vote.signed()).payload());
            case PeerMessage.Gossip gossip -> gossip.transactions().size() + " transactions";
            case PeerMessage.Hello hello -> "hello, I am at " + hello.height();
            case PeerMessage.Answer answer -> "answer: I am at " + answer.said().height();
            case PeerMessage.WantBlocks want -> "wants blocks from " + want.from();
            case PeerMessage.Blocks blocks -> blocks.records().size() + " certified blocks";
            case PeerMessage.WantSnapshot want -> "wants to begin with a snapshot";
            case PeerMessage.SnapshotOffer offer ->
                offer.record().isPresent() ? "offers the state of a block" : "has no state to offer";
            case PeerMessage.WantLeaves want ->
                "wants leaves of block " + want.height() + " from " + brief(want.from());
            case PeerMessage.Leaves leaves -> "leaves of block " + leaves.height() + " from " + brief(leaves.from());
        };
    }

    static String of(Payload payload) {
        String place = " " + payload.height() + "/" + payload.round();
        return switch (payload) {
            case Proposal p ->
                "proposal" + place + " of " + brief(p.blockHash()) + " with "
                        + p.block().transactions().size() + " transactions"
                        + (p.justification().isEmpty() ? "" : ", justified");
            case Prepare p -> "prepare" + place + " for " + brief(p.blockHash());
            case Commit c -> "commit" + place + " for " + brief(c.blockHash());
            case RoundChange r ->
                "round change" + place
                        + r.prepared()
                                .map(p -> ", prepared " + brief(p.blockHash()) + " in " + p.round())
                                .orElse("");
        };
    }

    static String brief(Hash32 hash) {
        return hash.toString().substring(0, 8);
    }
}
