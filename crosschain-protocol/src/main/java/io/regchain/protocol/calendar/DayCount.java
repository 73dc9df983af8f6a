package io.regchain.protocol.calendar;

import java.time.LocalDate;
import java.util.function.Predicate;

/** Counting days of one kind, the start day excluded (民法典 201). */
final class DayCount {
    /** About eight years of working days. */
    static final int MAX_DAYS = 2000;

    private final CalendarFacts facts;
    private final Predicate<LocalDate> counts;

    DayCount(CalendarFacts facts, Predicate<LocalDate> counts) {
        this.facts = facts;
        this.counts = counts;
    }

    CalendarDate plus(LocalDate start, int days) {
        if (days < 0 || days > MAX_DAYS) {
            throw new IllegalArgumentException("a deadline counts 0 to " + MAX_DAYS + " days, not " + days);
        }
        LocalDate day = start;
        boolean provisional = !facts.covers(start);
        for (int left = days; left > 0; ) {
            day = day.plusDays(1);
            provisional |= !facts.covers(day);
            if (counts.test(day)) {
                left--;
            }
        }
        return new CalendarDate(day, provisional);
    }

    CalendarDate sameOrNext(LocalDate day) {
        LocalDate found = day;
        boolean provisional = !facts.covers(day);
        while (!counts.test(found)) {
            found = found.plusDays(1);
            provisional |= !facts.covers(found);
        }
        return new CalendarDate(found, provisional);
    }

    /** Days of the kind after {@code from} up to and with {@code to}. */
    int between(LocalDate from, LocalDate to) {
        if (to.isBefore(from) || from.plusDays(3L * MAX_DAYS).isBefore(to)) {
            throw new IllegalArgumentException("cannot count from " + from + " to " + to);
        }
        return (int) from.plusDays(1).datesUntil(to.plusDays(1)).filter(counts).count();
    }
}
