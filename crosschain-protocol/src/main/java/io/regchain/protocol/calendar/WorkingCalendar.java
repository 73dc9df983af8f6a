package io.regchain.protocol.calendar;

import java.time.LocalDate;

/** 工作日: weekdays that are not off, and weekend days worked to make up (A14.6). */
public final class WorkingCalendar {
    private final CalendarFacts facts;
    private final DayCount count;

    public WorkingCalendar(CalendarFacts facts) {
        this.facts = facts;
        this.count = new DayCount(facts, this::isWorkingDay);
    }

    /** By the calendar that this program carries. */
    public static WorkingCalendar published() {
        return new WorkingCalendar(CalendarFacts.published());
    }

    public CalendarFacts facts() {
        return facts;
    }

    /** @return by the facts at hand; whether they cover the day is asked of {@link #covers} */
    public boolean isWorkingDay(LocalDate day) {
        return facts.madeUp(day) || !CalendarFacts.weekend(day) && !facts.off(day);
    }

    /** Whether a published calendar speaks of the day. */
    public boolean covers(LocalDate day) {
        return facts.covers(day);
    }

    /**
     * The {@code days}-th working day after {@code start}, which itself is not counted.
     *
     * @throws IllegalArgumentException unless {@code days} lies in 0 to 2000
     */
    public CalendarDate plusWorkingDays(LocalDate start, int days) {
        return count.plus(start, days);
    }

    /** The day itself when it is a working day, else the next that is. */
    public CalendarDate sameOrNext(LocalDate day) {
        return count.sameOrNext(day);
    }

    /**
     * How many working days lie after {@code from} up to and with {@code to}.
     *
     * @throws IllegalArgumentException when {@code to} lies before {@code from}, or more than 6000 days after
     */
    public int workingDaysBetween(LocalDate from, LocalDate to) {
        return count.between(from, to);
    }
}
