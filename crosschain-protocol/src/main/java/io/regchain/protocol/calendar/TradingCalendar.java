package io.regchain.protocol.calendar;

import java.time.LocalDate;

/** 交易日: weekdays that are not off. A weekend day worked to make up is no trading day, as at the exchanges; R04 counts by these. */
public final class TradingCalendar {
    private final CalendarFacts facts;
    private final DayCount count;

    public TradingCalendar(CalendarFacts facts) {
        this.facts = facts;
        this.count = new DayCount(facts, this::isTradingDay);
    }

    /** By the calendar that this program carries. */
    public static TradingCalendar published() {
        return new TradingCalendar(CalendarFacts.published());
    }

    public CalendarFacts facts() {
        return facts;
    }

    /** @return by the facts at hand; whether they cover the day is asked of {@link #covers} */
    public boolean isTradingDay(LocalDate day) {
        return !CalendarFacts.weekend(day) && !facts.off(day);
    }

    /** Whether a published calendar speaks of the day. */
    public boolean covers(LocalDate day) {
        return facts.covers(day);
    }

    /**
     * The {@code days}-th trading day after {@code start}, which itself is not counted.
     *
     * @throws IllegalArgumentException unless {@code days} lies in 0 to 2000
     */
    public CalendarDate plusTradingDays(LocalDate start, int days) {
        return count.plus(start, days);
    }

    /** The day itself when it is a trading day, else the next that is. */
    public CalendarDate sameOrNext(LocalDate day) {
        return count.sameOrNext(day);
    }

    /**
     * How many trading days lie after {@code from} up to and with {@code to}.
     *
     * @throws IllegalArgumentException when {@code to} lies before {@code from}, or more than 6000 days after
     */
    public int tradingDaysBetween(LocalDate from, LocalDate to) {
        return count.between(from, to);
    }
}
