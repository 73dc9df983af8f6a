package io.regchain.localchain.rule;

import io.regchain.localchain.book.LastTrades;
import io.regchain.localchain.book.Side;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.calendar.CalendarDate;
import io.regchain.protocol.calendar.TradingCalendar;
import java.time.LocalDate;
import java.util.Optional;

/**
 * R04 (order 11 article 4): between buying and selling one security, either way round, lie at least five trading days.
 * The investor is the global code, so a second account or another province changes nothing.
 */
public final class FiveTradingDays {
    public static final int DAYS = 5;

    private final TradingCalendar calendar;

    public FiveTradingDays(TradingCalendar calendar) {
        this.calendar = calendar;
    }

    /** The first day on which the other side may be traded: the fifth trading day after {@code traded}. */
    public CalendarDate earliest(LocalDate traded) {
        return calendar.plusTradingDays(traded, DAYS);
    }

    /** May this investor trade on {@code side} on {@code day}? */
    public Optional<Refusal> check(
            InvestorCode investor, ProductCode product, Side side, LastTrades last, LocalDate day) {
        return last.opposite(side)
                .filter(traded -> day.isBefore(earliest(traded).date()))
                .map(traded -> tooEarly(investor, product, side, traded, day));
    }

    private Refusal tooEarly(InvestorCode investor, ProductCode product, Side side, LocalDate traded, LocalDate day) {
        CalendarDate earliest = earliest(traded);
        String did = side == Side.SELL ? "bought" : "sold";
        String may = side == Side.SELL ? "sell" : "buy";
        String provisional = earliest.provisional()
                ? " (provisional: the calendar is published up to "
                        + calendar.facts().coveredUntil() + ")"
                : "";
        return new Refusal(
                "T5_TOO_EARLY",
                investor + " " + did + " " + product + " on " + traded + " and may " + may
                        + " it from the fifth trading day after: earliest " + earliest.date() + provisional
                        + "; the day is " + day + " (R04)");
    }
}
