package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Hash32;

/** Messages and effects in words. */
final class Transcript {
    private Transcript() {}

    static String effect(ConsensusEffect effect) {
        return switch (effect) {
            case ConsensusEffect.PersistPrepared p ->
                "locks " + p.certificate().blockHash().shortHex() + " of round "
                        + p.certificate().round();
            case ConsensusEffect.PersistVote p -> "stores " + payload(p.payload());
            case ConsensusEffect.Broadcast b -> "sends " + payload(b.payload());
            case ConsensusEffect.Resend r -> "repeats " + payload(r.message().payload());
            case ConsensusEffect.ScheduleTimeout t -> "timer " + t.id().height() + "/" + t.id().round();
            case ConsensusEffect.CancelTimeouts c -> "no timer";
            case ConsensusEffect.BuildBlock b -> "builds for " + b.height() + "/" + b.round();
            case ConsensusEffect.ValidateBlock v ->
                "validates " + short8(v.block().header().hash());
            case ConsensusEffect.Decide d ->
                "decides " + d.block().header().height() + "/"
                        + d.certificate().round() + " " + short8(d.certificate().blockHash()) + " with "
                        + d.certificate().seals().size() + " seals";
            case ConsensusEffect.ReportEquivocation r ->
                "reports two of " + r.evidence().kind();
            case ConsensusEffect.RequestCatchUp r -> "asks for block " + r.height();
            case ConsensusEffect.ShareDecision s -> "shares block " + s.height();
        };
    }

    static String payload(Payload payload) {
        String place = payload.height() + "/" + payload.round();
        return switch (payload) {
            case Proposal p ->
                "proposal " + place + " " + short8(p.blockHash())
                        + (p.justification().isEmpty() ? "" : " justified");
            case Prepare p -> "prepare " + place + " " + short8(p.blockHash());
            case Commit c -> "commit " + place + " " + short8(c.blockHash());
            case RoundChange r ->
                "round change " + place
                        + r.prepared()
                                .map(p -> " prepared " + short8(p.blockHash()) + " in " + p.round())
                                .orElse("");
        };
    }

    private static String short8(Hash32 hash) {
        return hash.shortHex();
    }
}
