package io.regchain.protocol.calendar;

import java.time.LocalDate;

/**
 * A day that a calendar computed.
 *
 * @param provisional whether a day was looked at that no published calendar covers, so that a coming notice may move
 *     the result; whoever shows the date must say so
 */
public record CalendarDate(LocalDate date, boolean provisional) {
    /** The reason code that goes with a provisional date. */
    public static final String NOT_PUBLISHED = "CALENDAR_NOT_PUBLISHED";

    @Override
    public String toString() {
        return date + (provisional ? " (provisional)" : "");
    }
}
