package io.regchain.protocol.settlement;

import static io.regchain.protocol.settlement.SettlementPlans.DEADLINE;
import static io.regchain.protocol.settlement.SettlementPlans.SHANGHAI;
import static io.regchain.protocol.settlement.SettlementPlans.SHENZHEN;
import static io.regchain.protocol.settlement.SettlementPlans.dvp;
import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.settlement.LegRecord.State;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule at its bound and one past it; the good world of each step first. */
class SettlementRulesTest {
    private static final Decision COMMIT = new Decision.Commit();
    private static final Decision ABORT = new Decision.Abort(new Refusal("SELLER_WITHDREW", ""));
    private static final Optional<LegRecord> NONE = Optional.empty();

    private static BlockTime at(long fromDeadline) {
        return new BlockTime(DEADLINE.epochMillis() + fromDeadline);
    }

    private static Optional<LegRecord> in(State state) {
        return Optional.of(
                state == State.REFUSED ? LegRecord.refused(new Refusal("SELLER_WITHDREW", "")) : LegRecord.of(state));
    }

    private static Optional<Refusal> lock(int leg, ChainId self, long now, Optional<LegRecord> known, int pending) {
        return SettlementRules.lock(dvp(), leg, self, at(now), known, pending);
    }

    static Stream<Arguments> rows() {
        long day = SettlementRules.LONGEST.toMillis();
        return Stream.of(
                row("D1 the first leg", "", SettlementRules.leg(dvp(), 0)),
                row("D1 the last leg", "", SettlementRules.leg(dvp(), 1)),
                row("D1 one past the last leg", "LEG_UNKNOWN", SettlementRules.leg(dvp(), 2)),
                row("D1 a leg below the first", "LEG_UNKNOWN", SettlementRules.leg(dvp(), -1)),
                row("D1 a leg no int counts", "LEG_UNKNOWN", SettlementRules.leg(dvp(), 1L << 32)),
                row("lock: the good world", "", lock(0, SHANGHAI, -1000, NONE, 0)),
                row("D2 on another chain", "LEG_OF_OTHER_CHAIN", lock(0, SHENZHEN, -1000, NONE, 0)),
                row("D3 locked", "LEG_ALREADY_LOCKED", lock(0, SHANGHAI, -1000, in(State.LOCKED), 0)),
                row("D3 refused", "LEG_ALREADY_REFUSED", lock(0, SHANGHAI, -1000, in(State.REFUSED), 0)),
                row("D3 committed", "LEG_ALREADY_COMMITTED", lock(0, SHANGHAI, -1000, in(State.COMMITTED), 0)),
                row("D3 released", "LEG_ALREADY_RELEASED", lock(0, SHANGHAI, -1000, in(State.RELEASED), 0)),
                row("D4 one before the deadline", "", lock(0, SHANGHAI, -1, NONE, 0)),
                row("D4 at the deadline", "SETTLEMENT_PAST_DEADLINE", lock(0, SHANGHAI, 0, NONE, 0)),
                row("D5 a day ahead", "", lock(0, SHANGHAI, -day, NONE, 0)),
                row("D5 one more than a day", "SETTLEMENT_DEADLINE_FAR", lock(0, SHANGHAI, -day - 1, NONE, 0)),
                row("D6 one below the limit", "", lock(0, SHANGHAI, -1, NONE, SettlementRules.MAX_PENDING - 1)),
                row("D6 at the limit", "SETTLEMENTS_PENDING", lock(0, SHANGHAI, -1, NONE, SettlementRules.MAX_PENDING)),
                row("prove: one before the deadline", "", SettlementRules.prove(dvp(), at(-1), 0)),
                row("prove: at the deadline", "SETTLEMENT_PAST_DEADLINE", SettlementRules.prove(dvp(), at(0), 0)),
                row(
                        "prove: one below the limit",
                        "",
                        SettlementRules.prove(dvp(), at(-1), SettlementRules.MAX_PENDING - 1)),
                row(
                        "prove: at the limit",
                        "SETTLEMENTS_PENDING",
                        SettlementRules.prove(dvp(), at(-1), SettlementRules.MAX_PENDING)),
                row("D7 abort at the deadline", "", SettlementRules.abort(dvp(), at(0))),
                row("D7 abort one before it", "SETTLEMENT_NOT_PAST_DEADLINE", SettlementRules.abort(dvp(), at(-1))),
                row("D7 expire at the deadline", "", SettlementRules.expire(dvp(), at(0))),
                row("D7 expire one before it", "SETTLEMENT_NOT_PAST_DEADLINE", SettlementRules.expire(dvp(), at(-1))),
                row("finish: committed", "", finish(COMMIT, in(State.COMMITTED), -1)),
                row("finish: released", "", finish(ABORT, in(State.RELEASED), -1)),
                row("finish: refused", "", finish(ABORT, in(State.REFUSED), -1)),
                row("finish: never locked, at the deadline", "", finish(ABORT, NONE, 0)),
                row("D8 still locked under commit", "LEG_NOT_FINISHED", finish(COMMIT, in(State.LOCKED), 0)),
                row("D8 still locked under abort", "LEG_NOT_FINISHED", finish(ABORT, in(State.LOCKED), 0)),
                row("D8 not there under commit", "LEG_NOT_FINISHED", finish(COMMIT, NONE, 0)),
                row("D9 committed under abort", "LEG_CONTRADICTS", finish(ABORT, in(State.COMMITTED), 0)),
                row("D9 released under commit", "LEG_CONTRADICTS", finish(COMMIT, in(State.RELEASED), 0)),
                row("D9 refused under commit", "LEG_CONTRADICTS", finish(COMMIT, in(State.REFUSED), 0)),
                row(
                        "D10 never locked, one before the deadline",
                        "SETTLEMENT_NOT_PAST_DEADLINE",
                        finish(ABORT, NONE, -1)));
    }

    private static Optional<Refusal> finish(Decision decision, Optional<LegRecord> proven, long time) {
        return SettlementRules.finish(dvp(), decision, proven, at(time));
    }

    private static Arguments row(String name, String code, Optional<Refusal> answer) {
        return Arguments.of(name, code, answer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void each_rule_gives_its_own_reason(String name, String code, Optional<Refusal> answer) {
        assertThat(answer.map(Refusal::code).orElse("")).isEqualTo(code);
    }
}
