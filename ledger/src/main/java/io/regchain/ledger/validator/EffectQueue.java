package io.regchain.ledger.validator;

import io.regchain.ledger.consensus.ConsensusEffect;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the order of the core's effects: what stands behind something to be stored waits until it is on disk. Effects
 * that come in meanwhile queue up behind.
 */
final class EffectQueue {
    private final ArrayDeque<ConsensusEffect> waiting = new ArrayDeque<>();
    private boolean storing;

    /** What to do next. */
    sealed interface Next {
        /** Store all of these, in this order, with one write; then say {@link EffectQueue#stored()}. */
        record Store(List<ConsensusEffect> effects) implements Next {}

        record Perform(ConsensusEffect effect) implements Next {}

        /** Nothing can be done now. */
        record Pause() implements Next {}
    }

    void add(List<ConsensusEffect> effects) {
        waiting.addAll(effects);
    }

    Next next() {
        if (storing || waiting.isEmpty()) {
            return new Next.Pause();
        }
        if (!toStore(waiting.peek())) {
            return new Next.Perform(waiting.remove());
        }
        List<ConsensusEffect> group = new ArrayList<>();
        while (!waiting.isEmpty() && toStore(waiting.peek())) {
            group.add(waiting.remove());
        }
        storing = true;
        return new Next.Store(group);
    }

    void stored() {
        if (!storing) {
            throw new IllegalStateException("nothing was being stored");
        }
        storing = false;
    }

    private static boolean toStore(ConsensusEffect effect) {
        return switch (effect) {
            case ConsensusEffect.PersistPrepared prepared -> true;
            case ConsensusEffect.PersistVote vote -> true;
            case ConsensusEffect.Broadcast broadcast -> false;
            case ConsensusEffect.Resend resend -> false;
            case ConsensusEffect.ScheduleTimeout timeout -> false;
            case ConsensusEffect.CancelTimeouts cancel -> false;
            case ConsensusEffect.BuildBlock build -> false;
            case ConsensusEffect.ValidateBlock validate -> false;
            case ConsensusEffect.Decide decide -> false;
            case ConsensusEffect.ReportEquivocation report -> false;
            case ConsensusEffect.RequestCatchUp request -> false;
            case ConsensusEffect.ShareDecision share -> false;
        };
    }
}
