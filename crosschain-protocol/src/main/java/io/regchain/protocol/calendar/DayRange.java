package io.regchain.protocol.calendar;

import java.time.LocalDate;

/** Days off with the name of their holiday, both ends included. */
public record DayRange(String name, LocalDate from, LocalDate to) {
    public DayRange {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException(name + " ends on " + to + " before it begins on " + from);
        }
    }

    public boolean contains(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }
}
