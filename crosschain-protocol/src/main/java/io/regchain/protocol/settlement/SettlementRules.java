package io.regchain.protocol.settlement;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Refusal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The checks of each step of a settlement, one ladder per step, without side effects; the numbers are those of the
 * protocol text, section 19. The supervision chain commits only before the deadline and a chain releases by itself only
 * on a state of the supervision chain at or after it, so no leg is ever handed over while another is given back.
 */
public final class SettlementRules {
    /** Legs of one chain that the decision has not reached; settlements of one chain that are not finished. */
    public static final int MAX_PENDING = 1000;

    public static final Duration LONGEST = Duration.ofHours(24);

    private SettlementRules() {}

    @SafeVarargs
    private static Optional<Refusal> ladder(Supplier<Optional<Refusal>>... rungs) {
        return Stream.of(rungs).map(Supplier::get).flatMap(Optional::stream).findFirst();
    }

    /** Is there such a leg at all? Asked first at every step that names one. */
    public static Optional<Refusal> leg(SettlementPlan plan, long leg) {
        return no( // D1
                leg < 0 || leg >= plan.legs().size(),
                "LEG_UNKNOWN",
                "the settlement %s has the legs 0 to %d, no leg %d",
                plan.reference(),
                plan.legs().size() - 1,
                leg);
    }

    /**
     * May this chain lock the leg, or say that it will not?
     *
     * @param now the time of the block being made
     * @param known how the leg stands already
     * @param pending legs of this chain that the decision has not reached
     */
    public static Optional<Refusal> lock(
            SettlementPlan plan, int leg, ChainId self, BlockTime now, Optional<LegRecord> known, int pending) {
        return ladder(
                () -> ofThisChain(plan, leg, self), // D2
                () -> untouched(known), // D3
                () -> beforeDeadline(plan, now), // D4
                () -> no( // D5
                        plan.deadline().epochMillis() - now.epochMillis() > LONGEST.toMillis(),
                        "SETTLEMENT_DEADLINE_FAR",
                        "the deadline %s lies more than %d hours after %s",
                        plan.deadline(),
                        LONGEST.toHours(),
                        now),
                () -> no( // D6
                        pending >= MAX_PENDING,
                        "SETTLEMENTS_PENDING",
                        "%d legs of %s wait for a decision; no more are locked until some have one",
                        pending,
                        self));
    }

    /** May the supervision chain take the proof of a lock? Asked while it has not decided. */
    public static Optional<Refusal> prove(SettlementPlan plan, BlockTime now, int pending) {
        return ladder(
                () -> beforeDeadline(plan, now), // D4
                () -> no( // D6
                        pending >= MAX_PENDING,
                        "SETTLEMENTS_PENDING",
                        "a chain of this settlement has %d that are not finished; no more are taken until some are",
                        pending));
    }

    /** May the supervision chain abort since the deadline has passed? Asked while it has not decided. */
    public static Optional<Refusal> abort(SettlementPlan plan, BlockTime now) {
        return pastDeadline(plan, now, "the block's time is"); // D7
    }

    /**
     * May a chain give the asset back on a proof that the supervision chain has decided nothing?
     *
     * @param hubTime of the verified header in whose state the decision was proven absent
     */
    public static Optional<Refusal> expire(SettlementPlan plan, BlockTime hubTime) {
        return pastDeadline(plan, hubTime, "the supervision chain's header is of"); // D7
    }

    /**
     * Does what a chain proves of its leg agree with the decision?
     *
     * @param proven empty when the leg was proven absent
     * @param time of the chain's header the proof is under
     */
    public static Optional<Refusal> finish(
            SettlementPlan plan, Decision decision, Optional<LegRecord> proven, BlockTime time) {
        boolean commit = decision instanceof Decision.Commit;
        return ladder(
                () -> no( // D8
                        proven.map(leg -> leg.state() == LegRecord.State.LOCKED).orElse(commit),
                        "LEG_NOT_FINISHED",
                        "the leg has not taken the decision yet"),
                () -> no( // D9
                        proven.map(leg -> commit != (leg.state() == LegRecord.State.COMMITTED))
                                .orElse(false),
                        "LEG_CONTRADICTS",
                        "the supervision chain decided %s, the leg is %s",
                        commit ? "COMMIT" : "ABORT",
                        proven.map(leg -> leg.state().name()).orElse("absent")),
                () -> proven.isEmpty() // D10: nothing is locked once the deadline has passed
                        ? pastDeadline(plan, time, "the header that shows no lock is of")
                        : Optional.empty());
    }

    private static Optional<Refusal> ofThisChain(SettlementPlan plan, int leg, ChainId self) {
        ChainId chain = plan.legs().get(leg).chain();
        return no(
                !chain.equals(self),
                "LEG_OF_OTHER_CHAIN",
                "leg %d of %s is on %s, but this chain is %s",
                leg,
                plan.reference(),
                chain,
                self);
    }

    private static Optional<Refusal> untouched(Optional<LegRecord> known) {
        return known.flatMap(leg ->
                no(true, "LEG_ALREADY_" + leg.state(), "the leg is %s already; a lock is made once", leg.state()));
    }

    private static Optional<Refusal> beforeDeadline(SettlementPlan plan, BlockTime now) {
        return no(
                now.compareTo(plan.deadline()) >= 0,
                "SETTLEMENT_PAST_DEADLINE",
                "the settlement %s was open before %s only; it is %s",
                plan.reference(),
                plan.deadline(),
                now);
    }

    private static Optional<Refusal> pastDeadline(SettlementPlan plan, BlockTime time, String what) {
        return no(
                time.compareTo(plan.deadline()) < 0,
                "SETTLEMENT_NOT_PAST_DEADLINE",
                "the settlement %s may still be carried out before %s; %s %s",
                plan.reference(),
                plan.deadline(),
                what,
                time);
    }

    private static Optional<Refusal> no(boolean broken, String code, String message, Object... values) {
        return broken ? Optional.of(new Refusal(code, String.format(Locale.ROOT, message, values))) : Optional.empty();
    }
}
