package io.regchain.localchain.contract;

import static io.regchain.localchain.contract.SettlementWorld.JIANGSU;
import static io.regchain.localchain.contract.SettlementWorld.JIANGSU_SHARES;
import static io.regchain.localchain.contract.SettlementWorld.MONEY;
import static io.regchain.localchain.contract.SettlementWorld.SHANGHAI;
import static io.regchain.localchain.contract.SettlementWorld.SHENZHEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.localchain.book.Holding;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.settlement.Decision;
import io.regchain.protocol.settlement.LegRecord;
import io.regchain.protocol.settlement.LegRecord.State;
import io.regchain.protocol.settlement.SettlementPlan;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** S5 and its kin, with the contracts and relays that production has. */
class SettlementsTest {
    private final SettlementWorld world = new SettlementWorld();

    private Holding holding(ChainId chain, ProductCode product, InvestorCode investor) {
        return world.markets.get(chain).books().holding(product, SettlementWorld.account(investor));
    }

    private void assertState(SettlementPlan plan, State state) {
        for (int leg = 0; leg < plan.legs().size(); leg++) {
            assertThat(world.leg(plan, leg)).contains(LegRecord.of(state));
        }
    }

    private void lockAll(SettlementPlan plan) {
        for (int leg = 0; leg < plan.legs().size(); leg++) {
            var record = world.lock(plan, leg);
            assertThat(record.receipt().succeeded())
                    .as(record.receipt().message())
                    .isTrue();
        }
    }

    @Test
    void shares_and_money_change_hands_together() {
        SettlementPlan plan = world.shareForMoney("DVP-1", 500_000);
        lockAll(plan);
        assertThat(holding(SHANGHAI, MarketWorld.SHARES, MarketWorld.FOUNDER))
                .isEqualTo(new Holding(MarketWorld.ISSUED - 500_000, 0, 500_000));

        world.settleDown(plan);

        assertThat(world.decision(plan)).contains(new Decision.Commit());
        assertState(plan, State.COMMITTED);
        assertThat(holding(SHANGHAI, MarketWorld.SHARES, MarketWorld.FOUNDER))
                .isEqualTo(new Holding(MarketWorld.ISSUED - 500_000, 0, 0));
        assertThat(holding(SHANGHAI, MarketWorld.SHARES, MarketWorld.ZHANG)).isEqualTo(new Holding(500_000, 0, 0));
        assertThat(world.money(SHENZHEN, MarketWorld.FOUNDER, "availableFen")).isEqualTo(MONEY + 160_000_000);
        assertThat(world.money(SHENZHEN, MarketWorld.ZHANG, "availableFen")).isEqualTo(MONEY - 160_000_000);
        assertThat(world.money(SHENZHEN, MarketWorld.ZHANG, "frozenFen")).isZero();
        assertThat(world.refused).isEmpty();
    }

    @Test
    void three_parties_settle_in_one() {
        SettlementPlan plan = world.plan(
                "DVP-3",
                world.shareLeg(SHANGHAI, MarketWorld.SHARES, MarketWorld.FOUNDER, MarketWorld.ZHANG, 1000),
                world.moneyLeg(SHENZHEN, MarketWorld.ZHANG, MarketWorld.FOUNDER, 300_000),
                world.moneyLeg(JIANGSU, MarketWorld.ZHANG, MarketWorld.FOUNDER, 20_000));
        lockAll(plan);
        world.settleDown(plan);
        assertState(plan, State.COMMITTED);
        assertThat(world.money(JIANGSU, MarketWorld.FOUNDER, "availableFen")).isEqualTo(MONEY + 20_000);
    }

    @Test
    void shares_are_swapped_for_shares() {
        SettlementPlan plan = world.plan(
                "SWAP-1",
                world.shareLeg(SHANGHAI, MarketWorld.SHARES, MarketWorld.FOUNDER, MarketWorld.ZHANG, 1000),
                world.shareLeg(JIANGSU, JIANGSU_SHARES, MarketWorld.FOUNDER, MarketWorld.ZHANG, 2000));
        lockAll(plan);
        world.settleDown(plan);
        assertState(plan, State.COMMITTED);
        assertThat(holding(JIANGSU, JIANGSU_SHARES, MarketWorld.ZHANG)).isEqualTo(new Holding(2000, 0, 0));
    }

    @Test
    void when_one_side_never_locks_the_other_is_released_at_the_deadline() {
        SettlementPlan plan = world.shareForMoney("DVP-1", 500_000);
        world.lock(plan, 0);
        world.turn();
        world.pass(Duration.ofMinutes(29));
        world.settleDown(plan);

        assertThat(world.decision(plan)).hasValueSatisfying(decision -> assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Abort.class,
                        abort -> assertThat(abort.reason().code()).isEqualTo("SETTLEMENT_PAST_DEADLINE")));
        assertThat(world.leg(plan, 0)).contains(LegRecord.of(State.RELEASED));
        assertThat(world.leg(plan, 1)).isEmpty();
        assertThat(holding(SHANGHAI, MarketWorld.SHARES, MarketWorld.FOUNDER))
                .isEqualTo(new Holding(MarketWorld.ISSUED, 0, 0));
    }

    @Test
    void a_refusal_releases_the_other_side_at_once() {
        SettlementPlan plan = world.shareForMoney("DVP-1", 500_000);
        world.lock(plan, 1);
        world.refuse(plan, 0);
        while (world.turn()) {}

        assertThat(world.now()).isLessThan(plan.deadline());
        assertThat(world.leg(plan, 1)).contains(LegRecord.of(State.RELEASED));
        assertThat(world.decision(plan))
                .hasValueSatisfying(decision ->
                        assertThat(decision.toJson().path("code").asText()).isEqualTo("SELLER_WITHDREW"));
    }

    @Test
    void the_rules_are_asked_when_the_units_are_locked() {
        SettlementPlan plan = world.shareForMoney("DVP-1", MarketWorld.ISSUED + 1);
        assertThat(world.lock(plan, 0).receipt().code()).isEqualTo("BALANCE_TOO_SMALL");
        assertThat(world.leg(plan, 0)).isEmpty();
    }

    @Test
    void what_one_settlement_has_locked_is_not_there_for_another_nor_for_anybody() {
        SettlementPlan first = world.shareForMoney("DVP-1", MarketWorld.ISSUED);
        SettlementPlan second = world.shareForMoney("DVP-2", 1);
        lockAll(first);
        assertThat(world.lock(first, 0).receipt().code()).isEqualTo("LEG_ALREADY_LOCKED");
        assertThat(world.lock(second, 0).receipt().code()).isEqualTo("BALANCE_TOO_SMALL");
        MarketWorld shanghai = world.markets.get(SHANGHAI);
        assertThat(shanghai.refuse(
                                "registration",
                                "release",
                                shanghai.desk.restrict(
                                        "REL-1",
                                        MarketWorld.SHARES,
                                        SettlementWorld.account(MarketWorld.FOUNDER),
                                        "FROZEN",
                                        -1,
                                        "释放",
                                        shanghai.books(),
                                        shanghai.now()))
                        .code())
                .isEqualTo("UNITS_LOCKED");
    }
}
