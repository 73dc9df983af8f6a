package io.regchain.localchain.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.Market;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.base.ResidentId;
import java.time.LocalDate;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class InventedWorldTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 2, 10);

    @Provide
    Arbitrary<Market> markets() {
        return Arbitraries.of(Markets.all());
    }

    @Property(tries = 300)
    void every_person_has_a_valid_number_of_a_region_not_given_to_people(
            @ForAll long seed,
            @ForAll("markets") Market market,
            @ForAll @IntRange(max = InventedWorld.PEOPLE - 1) int number) {
        InventedPerson person = new InventedWorld(seed).person(market, number);
        String id = person.id().reveal();
        assertThat(ResidentId.parse(id, TODAY)).isEqualTo(person.id());
        assertThat(id.substring(0, 6)).isEqualTo(market.administrativeCode()).endsWith("00");
        assertThat(person.name()).matches("\\p{IsHan}{2,3}");
    }

    @Property(tries = 300)
    void every_company_has_valid_codes_of_its_market(
            @ForAll long seed,
            @ForAll("markets") Market market,
            @ForAll @IntRange(max = InventedWorld.COMPANIES - 1) int number) {
        InventedCompany company = new InventedWorld(seed).company(market, number);
        assertThat(company.creditCode().value()).startsWith("91" + market.administrativeCode());
        assertThat(company.code().market()).isEqualTo(market);
        assertThat(company.product().issuer()).isEqualTo(company.code());
        assertThat(company.name()).startsWith(market.region());
        assertThat(company.issued()).isPositive();
    }

    @Property(tries = 20)
    void the_same_seed_gives_the_same_world(@ForAll long seed, @ForAll("markets") Market market) {
        for (int number = 0; number < 50; number++) {
            InventedWorld one = new InventedWorld(seed);
            InventedWorld two = new InventedWorld(seed);
            assertThat(one.person(market, number)).isEqualTo(two.person(market, number));
            assertThat(one.company(market, number)).isEqualTo(two.company(market, number));
            assertThat(one.trade(market, number, 9)).isEqualTo(two.trade(market, number, 9));
        }
    }

    @Property(tries = 10)
    void no_two_people_and_no_two_companies_of_a_market_share_an_identity(
            @ForAll long seed, @ForAll("markets") Market market) {
        InventedWorld world = new InventedWorld(seed);
        TreeSet<String> ids = new TreeSet<>();
        for (int number = 0; number < 2_000; number++) {
            InventedCompany company = world.company(market, number);
            assertThat(ids.add(world.person(market, number).id().reveal())).isTrue();
            assertThat(ids.add(company.creditCode().value())).isTrue();
            assertThat(ids.add(company.name())).isTrue();
            assertThat(ids.add(company.code().stableText())).isTrue();
        }
    }

    @Property(tries = 300)
    void a_trade_has_two_parties(
            @ForAll long seed,
            @ForAll("markets") Market market,
            @ForAll @LongRange(min = 0) long number,
            @ForAll @IntRange(min = 2, max = 500) int investors) {
        InventedTrade trade = new InventedWorld(seed).trade(market, number, investors);
        assertThat(trade.seller()).isBetween(0, investors - 1).isNotEqualTo(trade.buyer());
        assertThat(trade.buyer()).isBetween(0, investors - 1);
        assertThat(trade.quantity()).isPositive();
        assertThat(trade.priceFen()).isPositive();
    }

    @Test
    void one_world_is_known_by_heart() {
        InventedWorld world = new InventedWorld(2026);
        Market jiangsu = Markets.all().get(9);
        assertThat(world.company(jiangsu, 0).code().stableText()).isEqualTo("JS500000");
        assertThat(world.company(jiangsu, 0)).isNotEqualTo(new InventedWorld(2027).company(jiangsu, 0));
    }

    @Test
    void numbers_outside_the_world_are_refused() {
        Market market = Markets.all().get(0);
        assertThatThrownBy(() -> new InventedWorld(1).company(market, InventedWorld.COMPANIES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 19999");
        assertThatThrownBy(() -> new InventedWorld(1).trade(market, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
