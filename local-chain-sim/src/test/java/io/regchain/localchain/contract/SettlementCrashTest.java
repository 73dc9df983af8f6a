package io.regchain.localchain.contract;

import static io.regchain.localchain.contract.SettlementWorld.JIANGSU;
import static io.regchain.localchain.contract.SettlementWorld.JIANGSU_SHARES;
import static io.regchain.localchain.contract.SettlementWorld.MONEY;
import static io.regchain.localchain.contract.SettlementWorld.SHANGHAI;
import static io.regchain.localchain.contract.SettlementWorld.SHENZHEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.localchain.book.Holding;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.settlement.Decision;
import io.regchain.protocol.settlement.LegRecord;
import io.regchain.protocol.settlement.LegRecord.State;
import io.regchain.protocol.settlement.SettlementPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * S5 with a crash of anybody at any step: every run ends settled on all sides or on none, nothing stays locked, nothing is
 * made or lost. The runs of one world follow each other, so what one leaves behind the next would trip over.
 */
class SettlementCrashTest {
    private static final int RUNS_OF_A_WORLD = 40;

    /** Who is struck, at which step, before it takes effect or before its answer arrives, and for how many turns. */
    private record Crash(String victim, int step, boolean after, int turns) {}

    /** The crashes of one run, as they come. */
    private static final class Crashes implements SettlementWorld.Mishap {
        private final List<Crash> planned;
        private final TreeMap<String, Integer> down = new TreeMap<>();
        private int steps;

        Crashes(List<Crash> planned) {
            this.planned = new ArrayList<>(planned);
        }

        @Override
        public void turned() {
            down.replaceAll((who, turns) -> turns - 1);
            down.values().removeIf(turns -> turns <= 0);
        }

        @Override
        public boolean up(Optional<ChainId> chain) {
            return !down.containsKey(name(chain));
        }

        private static String name(Optional<ChainId> chain) {
            return chain.map(ChainId::value).orElse("hub");
        }

        @Override
        public void before(String step, Optional<ChainId> to) {
            steps++;
            strike(step, to, false);
        }

        @Override
        public void after(String step, Optional<ChainId> to) {
            strike(step, to, true);
        }

        private void strike(String step, Optional<ChainId> to, boolean after) {
            planned.removeIf(crash -> {
                boolean now = crash.step() <= steps && crash.after() == after;
                if (now) {
                    down.put(crash.victim(), crash.turns());
                }
                return now;
            });
            if (down.containsKey(name(to))) {
                throw new SettlementWorld.Down(name(to));
            }
            if (step.startsWith("relay") && down.containsKey("relay")) {
                throw new SettlementWorld.Down("the relay");
            }
            if (step.startsWith("operator") && down.containsKey("operator")) {
                throw new SettlementWorld.Down("the operator");
            }
        }
    }

    /** What the operator of a leg does, and in which turn. */
    private record Intent(int leg, String deed, int turn) {}

    private SettlementWorld world = new SettlementWorld();
    private final TreeMap<String, Integer> ends = new TreeMap<>();
    private int runs;

    private void run(String what, SettlementPlan plan, List<Intent> intents, List<Crash> crashes, int minutesATurn) {
        world.strike(new Crashes(crashes));
        List<Intent> left = new ArrayList<>(intents);
        for (int turn = 0; turn < 45; turn++) {
            int now = turn;
            left.removeIf(intent -> intent.turn() <= now && done(plan, intent));
            world.turn();
            world.pass(Duration.ofMinutes(minutesATurn));
        }
        world.strike(SettlementWorld.Mishap.NONE);
        try {
            world.settleDown(plan);
            assertSettledOnAllSidesOrOnNone(
                    plan, intents.stream().anyMatch(i -> i.deed().equals("lock")));
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(what + ", " + intents + ", " + crashes + ": " + e.getMessage(), e);
        }
    }

    /** An operator tries until somebody answers; a refusal is an answer. */
    private boolean done(SettlementPlan plan, Intent intent) {
        try {
            if (intent.deed().equals("lock")) {
                world.lock(plan, intent.leg());
            } else if (intent.deed().equals("refuse")) {
                world.refuse(plan, intent.leg());
            }
            return true;
        } catch (SettlementWorld.Down down) {
            return false;
        }
    }

    private void assertSettledOnAllSidesOrOnNone(SettlementPlan plan, boolean touched) {
        Optional<Decision> decision = world.decision(plan);
        List<Optional<State>> states = new ArrayList<>();
        for (int leg = 0; leg < plan.legs().size(); leg++) {
            states.add(world.leg(plan, leg).map(LegRecord::state));
        }
        if (decision.equals(Optional.of(new Decision.Commit()))) {
            assertThat(states).allMatch(state -> state.equals(Optional.of(State.COMMITTED)));
        } else {
            assertThat(states)
                    .noneMatch(state ->
                            state.equals(Optional.of(State.COMMITTED)) || state.equals(Optional.of(State.LOCKED)));
        }
        assertNothingLockedMadeOrLost();
        String end = decision.map(d -> d.toJson().path("code").asText("COMMIT")).orElse("NEVER_OPENED");
        ends.merge(touched ? end : "NOTHING_LOCKED", 1, Integer::sum);
    }

    private void assertNothingLockedMadeOrLost() {
        for (ChainId chain : List.of(SHENZHEN, JIANGSU)) {
            assertThat(world.money(chain, MarketWorld.FOUNDER, "frozenFen")).isZero();
            assertThat(world.money(chain, MarketWorld.ZHANG, "frozenFen")).isZero();
            assertThat(world.money(chain, MarketWorld.FOUNDER, "availableFen")
                            + world.money(chain, MarketWorld.ZHANG, "availableFen"))
                    .isEqualTo(2 * MONEY);
        }
        assertShares(SHANGHAI, MarketWorld.SHARES);
        assertShares(JIANGSU, JIANGSU_SHARES);
    }

    private void assertShares(ChainId chain, ProductCode product) {
        MarketWorld market = world.markets.get(chain);
        String founder = SettlementWorld.account(MarketWorld.FOUNDER);
        String zhang = SettlementWorld.account(MarketWorld.ZHANG);
        Holding one = market.books().holding(product, founder);
        Holding two = market.books().holding(product, zhang);
        assertThat(one.frozen() + two.frozen()).isZero();
        assertThat(one.available() + two.available()).isEqualTo(MarketWorld.ISSUED);
        assertThat(market.books().reservedPlaces(product)).isZero();
        assertThat(market.chain.read("registration/locked/" + product.stableText() + "/" + founder))
                .isEmpty();
    }

    /** Another world when this one has grown long. */
    private void next() {
        if (++runs % RUNS_OF_A_WORLD == 0) {
            world = new SettlementWorld();
        }
    }

    @Test
    void a_crash_of_each_participant_at_each_step_leaves_both_sides_settled_or_neither() {
        int steps = 16;
        for (String victim : List.of("hub", "shanghai", "shenzhen", "relay", "operator")) {
            for (int step = 1; step <= steps; step++) {
                for (boolean after : new boolean[] {false, true}) {
                    SettlementPlan plan = world.shareForMoney("DVP-" + runs, 1000);
                    run(
                            "crash",
                            plan,
                            List.of(new Intent(0, "lock", 0), new Intent(1, "lock", 0)),
                            List.of(new Crash(victim, step, after, step % 3 == 0 ? 40 : 2)),
                            1);
                    next();
                }
            }
        }
        assertThat(ends).containsKeys("COMMIT", "SETTLEMENT_PAST_DEADLINE");
    }

    /** {@code -Dregchain.settlement.seeds=500} plays more. */
    @Test
    void random_crash_points_leave_all_sides_settled_or_none() {
        int seeds = Integer.getInteger("regchain.settlement.seeds", 150);
        for (int seed = 0; seed < seeds; seed++) {
            Random random = new Random(seed);
            SettlementPlan plan = plan(random, "R-" + seed);
            List<Intent> intents = new ArrayList<>();
            for (int leg = 0; leg < plan.legs().size(); leg++) {
                int dice = random.nextInt(20);
                intents.add(new Intent(
                        leg,
                        dice == 0 ? "nothing" : dice == 1 ? "refuse" : "lock",
                        random.nextInt(8) * random.nextInt(8)));
            }
            List<Crash> crashes = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                List<String> all = List.of("hub", "shanghai", "shenzhen", "jiangsu", "relay", "operator");
                crashes.add(new Crash(
                        all.get(random.nextInt(all.size())),
                        1 + random.nextInt(24),
                        random.nextBoolean(),
                        1 + random.nextInt(35)));
            }
            run("seed " + seed, plan, intents, crashes, random.nextInt(3));
            next();
        }
        assertThat(ends).containsKeys("COMMIT", "SETTLEMENT_PAST_DEADLINE", "SELLER_WITHDREW");
        assertThat(ends.get("COMMIT")).as("%s", ends).isGreaterThan(seeds / 5);
    }

    private SettlementPlan plan(Random random, String reference) {
        long units = 1 + random.nextInt(5000);
        return switch (random.nextInt(4)) {
            case 0 -> world.shareForMoney(reference, units);
            case 1 ->
                world.plan(
                        reference,
                        world.shareLeg(SHANGHAI, MarketWorld.SHARES, MarketWorld.FOUNDER, MarketWorld.ZHANG, units),
                        world.moneyLeg(SHENZHEN, MarketWorld.ZHANG, MarketWorld.FOUNDER, units * 300),
                        world.moneyLeg(JIANGSU, MarketWorld.ZHANG, MarketWorld.FOUNDER, units));
            case 2 ->
                world.plan(
                        reference,
                        world.shareLeg(SHANGHAI, MarketWorld.SHARES, MarketWorld.FOUNDER, MarketWorld.ZHANG, units),
                        world.shareLeg(JIANGSU, JIANGSU_SHARES, MarketWorld.FOUNDER, MarketWorld.ZHANG, units + 1));
            default ->
                world.plan(
                        reference,
                        world.shareLeg(SHANGHAI, MarketWorld.SHARES, MarketWorld.FOUNDER, MarketWorld.ZHANG, units),
                        world.moneyLeg(JIANGSU, MarketWorld.ZHANG, MarketWorld.FOUNDER, units));
        };
    }
}
