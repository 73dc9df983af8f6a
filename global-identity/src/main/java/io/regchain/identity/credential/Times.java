package io.regchain.identity.credential;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/** The dateTime texts of JR/T 0325 (XML Schema dateTime with a zone). */
final class Times {
    private Times() {}

    /** @throws IllegalArgumentException unless the text is a dateTime with a zone, in 1970 or later */
    static Instant parse(String text) {
        Instant time;
        try {
            time = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no dateTime such as 2026-02-10T08:30:00Z", e);
        }
        if (time.isBefore(Instant.EPOCH)) {
            throw new IllegalArgumentException("\"" + text + "\" lies before 1970");
        }
        return time;
    }

    /** To the second, in UTC. */
    static String write(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
