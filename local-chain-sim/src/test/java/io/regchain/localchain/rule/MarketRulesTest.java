package io.regchain.localchain.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.localchain.book.LastTrades;
import io.regchain.localchain.book.Side;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.calendar.TradingCalendar;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarketRulesTest {
    private static final ProductCode SHARES = ProductCode.parse("SH000101G.S2601");
    private static final InvestorCode ZHANG = new InvestorCode("Q000000101");

    private final FiveTradingDays rule = new FiveTradingDays(TradingCalendar.published());

    @ParameterizedTest(name = "R04: bought {0}, may be sold from {1}")
    @CsvSource({
        "2026-01-26, 2026-02-02",
        "2026-02-10, 2026-02-25",
        "2026-02-14, 2026-03-02",
        "2026-09-14, 2026-09-21",
        "2026-11-23, 2026-11-30"
    })
    void five_trading_days_lie_between(LocalDate bought, LocalDate earliest) {
        LastTrades last = LastTrades.NONE.with(Side.BUY, bought);
        Refusal early = rule.check(ZHANG, SHARES, Side.SELL, last, earliest.minusDays(1))
                .orElseThrow();
        assertThat(early.code()).isEqualTo("T5_TOO_EARLY");
        assertThat(early.message()).contains("earliest " + earliest).doesNotContain("provisional");
        assertThat(rule.check(ZHANG, SHARES, Side.SELL, last, earliest)).isEmpty();
        assertThat(rule.check(ZHANG, SHARES, Side.BUY, last, bought))
                .as("the same direction")
                .isEmpty();
    }

    @ParameterizedTest(name = "R02: {0} holders, seller has {1}, buyer has {2}, {3} move: {4} holders, {5}")
    @CsvSource({
        "199, 10, 0, 5, 200, ''",
        "200, 10, 0, 5, 201, HOLDER_LIMIT_EXCEEDED",
        "200, 10, 0, 10, 200, ''",
        "200, 10, 1, 5, 200, ''",
        "200, 10, 1, 10, 199, ''",
        "203, 10, 0, 5, 204, HOLDER_LIMIT_EXCEEDED",
        "203, 10, 0, 10, 203, ''",
        "203, 10, 1, 5, 203, ''"
    })
    void holders_are_counted_ahead(int holders, long seller, long buyer, long quantity, int after, String code) {
        int projected = HolderLimit.projected(holders, seller, buyer, quantity);
        assertThat(projected).isEqualTo(after);
        assertThat(HolderLimit.check(SHARES, holders, projected)
                        .map(Refusal::code)
                        .orElse(""))
                .isEqualTo(code);
    }

    @ParameterizedTest(name = "{0} holders: warned {1}")
    @CsvSource({"179, false", "180, true", "200, true"})
    void the_market_is_warned_at_nine_tenths(int holders, boolean warned) {
        assertThat(HolderLimit.warns(holders)).isEqualTo(warned);
    }

    @ParameterizedTest(name = "R10: {0} fen, {1} months: {2}")
    @CsvSource({"49990000, 24, NOT_QUALIFIED", "50000000, 23, NOT_QUALIFIED", "50000000, 24, ''"})
    void a_natural_person_needs_assets_and_experience(long assets, long months, String code) {
        Optional<Refusal> reason = QualifiedInvestorRule.assessNaturalPerson(assets, months);
        assertThat(reason.map(Refusal::code).orElse("")).isEqualTo(code);
    }

    @ParameterizedTest(name = "{0} fen are {1} yuan")
    @CsvSource({"320, 3.2", "160000000, 1600000", "1, 0.01", "0, 0", "305, 3.05"})
    void money_is_shown_in_yuan(long fen, String yuan) {
        assertThat(Money.yuan(fen)).isEqualTo(new BigDecimal(yuan));
        assertThat(Money.yuan(fen).toPlainString()).isEqualTo(yuan);
    }
}
