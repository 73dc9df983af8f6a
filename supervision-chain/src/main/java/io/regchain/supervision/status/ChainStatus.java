package io.regchain.supervision.status;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.supervision.observer.ObserverStatus;
import io.regchain.supervision.relay.RelayStatus;
import java.time.Instant;
import java.util.Optional;

/** How a chain is: slow, stuck and dead told apart, with the reason and with who must act. */
public final class ChainStatus {
    private final ChainFacts facts;
    private final Now now;
    private final Diagnosis diagnosis;

    /** From well to worst. */
    public enum Health {
        OK,
        /** It moves, or tries again by itself, but not as it should. */
        SLOW,
        /** Nodes may answer, yet nothing of it counts until somebody acts. */
        STUCK,
        /** No node of it answers. */
        DEAD;

        boolean blocks() {
            return this == STUCK || this == DEAD;
        }
    }

    private ChainStatus(ChainFacts facts, Now now, Diagnosis diagnosis) {
        this.facts = facts;
        this.now = now;
        this.diagnosis = diagnosis;
    }

    public static ChainStatus of(ChainFacts facts, Now now) {
        return new ChainStatus(facts, now, ChainRules.diagnose(facts, now));
    }

    public ChainFacts facts() {
        return facts;
    }

    public Now now() {
        return now;
    }

    public Health health() {
        return diagnosis.health();
    }

    public Words reason() {
        return diagnosis.reason();
    }

    Diagnosis diagnosis() {
        return diagnosis;
    }

    public ChainId chain() {
        return facts.chain();
    }

    /** Who must act, for a program. */
    public String mustAct() {
        return diagnosis.mustAct().name();
    }

    public Optional<Words> unblock() {
        return diagnosis.unblock();
    }

    public Optional<BlockTime> since() {
        return diagnosis.since().map(now::business);
    }

    /** When the observer tries again, or the relay; the earlier of them while both wait after a failure. */
    public Optional<BlockTime> nextRetry() {
        Optional<Instant> observer = facts.observer().flatMap(ObserverStatus::nextTry);
        return earlier(observer, relayRetry()).map(now::business);
    }

    /** When the relay begins its next pass. */
    Optional<BlockTime> nextPass() {
        return facts.relay().flatMap(RelayStatus::nextPass).map(now::business);
    }

    private Optional<Instant> relayRetry() {
        return facts.relay().filter(relay -> relay.failures() > 0).flatMap(RelayStatus::nextPass);
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return one.filter(a -> other.filter(b -> b.isBefore(a)).isEmpty()).or(() -> other);
    }
}
