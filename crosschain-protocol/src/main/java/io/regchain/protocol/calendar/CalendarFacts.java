package io.regchain.protocol.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;
import io.regchain.protocol.resource.ClasspathText;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What is published about days off and made-up days, and what may be expected beyond.
 *
 * @param version of this file, for people to compare
 * @param coveredFrom the first day the sources speak of
 * @param coveredUntil the last; every answer that looks past it is provisional
 * @param sources the notices of the State Council
 * @param daysOff holidays with the weekend days they swallow
 * @param makeUpDays Saturdays and Sundays that are worked
 * @param expectedDaysOff statutory days after {@code coveredUntil}, derived without a notice
 */
public record CalendarFacts(
        String version,
        LocalDate coveredFrom,
        LocalDate coveredUntil,
        List<String> sources,
        List<DayRange> daysOff,
        List<LocalDate> makeUpDays,
        List<DayRange> expectedDaysOff) {
    private static final int MAX_ENTRIES = 1000;
    private static final CalendarFacts PUBLISHED =
            parse(Bytes.utf8(ClasspathText.read("io/regchain/protocol/calendar/china.json")));

    public CalendarFacts {
        sources = List.copyOf(sources);
        daysOff = List.copyOf(daysOff);
        makeUpDays = List.copyOf(makeUpDays);
        expectedDaysOff = List.copyOf(expectedDaysOff);
        requireCovered(coveredFrom, coveredUntil, daysOff);
        requireMakeUpDays(coveredFrom, coveredUntil, daysOff, makeUpDays);
        for (DayRange range : expectedDaysOff) {
            if (!range.from().isAfter(coveredUntil)) {
                throw new IllegalArgumentException(
                        "expected days off from " + range.from() + " lie in the covered time");
            }
        }
    }

    private static void requireCovered(LocalDate from, LocalDate until, List<DayRange> daysOff) {
        if (until.isBefore(from)) {
            throw new IllegalArgumentException("the covered time ends on " + until + " before it begins on " + from);
        }
        for (DayRange range : daysOff) {
            if (range.from().isBefore(from) || range.to().isAfter(until)) {
                throw new IllegalArgumentException("days off from " + range.from() + " lie outside the covered time");
            }
        }
    }

    private static void requireMakeUpDays(
            LocalDate from, LocalDate until, List<DayRange> daysOff, List<LocalDate> makeUpDays) {
        TreeSet<LocalDate> seen = new TreeSet<>();
        for (LocalDate day : makeUpDays) {
            boolean wrong = !weekend(day)
                    || day.isBefore(from)
                    || day.isAfter(until)
                    || daysOff.stream().anyMatch(range -> range.contains(day))
                    || !seen.add(day);
            if (wrong) {
                throw new IllegalArgumentException("a made-up day is a weekend day of the covered time, listed once and"
                        + " not off; " + day + " is not");
            }
        }
    }

    /** The calendar that this program carries. */
    public static CalendarFacts published() {
        return PUBLISHED;
    }

    /** @throws DecodeException naming the field that is missing, unknown or wrong */
    public static CalendarFacts parse(Bytes json) {
        JsonFields fields = JsonFields.of(CanonicalJson.decodeObject(json), "");
        try {
            CalendarFacts facts = new CalendarFacts(
                    fields.text("version", 32),
                    fields.parsed("coveredFrom", 10, CalendarFacts::day),
                    fields.parsed("coveredUntil", 10, CalendarFacts::day),
                    texts(fields.value("sources"), "sources"),
                    ranges(fields, "daysOff"),
                    texts(fields.value("makeUpDays"), "makeUpDays").stream()
                            .map(CalendarFacts::day)
                            .toList(),
                    ranges(fields, "expectedDaysOff"));
            fields.end();
            return facts;
        } catch (IllegalArgumentException e) {
            throw new DecodeException("not a calendar: " + e.getMessage(), e);
        }
    }

    private static List<DayRange> ranges(JsonFields fields, String name) {
        List<DayRange> ranges = new ArrayList<>();
        for (JsonFields entry : fields.list(name, MAX_ENTRIES)) {
            ranges.add(new DayRange(
                    entry.text("name", 64),
                    entry.parsed("from", 10, CalendarFacts::day),
                    entry.parsed("to", 10, CalendarFacts::day)));
            entry.end();
        }
        return ranges;
    }

    private static List<String> texts(JsonNode list, String name) {
        if (!list.isArray() || list.size() > MAX_ENTRIES) {
            throw new DecodeException(name + " should be a list of at most " + MAX_ENTRIES + " texts");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode entry : list) {
            if (!entry.isTextual()) {
                throw new DecodeException(name + "[" + texts.size() + "] should be a text");
            }
            texts.add(entry.textValue());
        }
        return texts;
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new DecodeException("a day is written 2026-02-10, not \"" + text + "\"", e);
        }
    }

    /** What a page shows beside a date: {version, coveredFrom, coveredUntil, sources}. */
    public ObjectNode summary() {
        ObjectNode json = CanonicalJson.object()
                .put("version", version)
                .put("coveredFrom", coveredFrom.toString())
                .put("coveredUntil", coveredUntil.toString());
        sources.forEach(json.putArray("sources")::add);
        return json;
    }

    boolean covers(LocalDate day) {
        return !day.isBefore(coveredFrom) && !day.isAfter(coveredUntil);
    }

    boolean off(LocalDate day) {
        return daysOff.stream().anyMatch(range -> range.contains(day))
                || expectedDaysOff.stream().anyMatch(range -> range.contains(day));
    }

    boolean madeUp(LocalDate day) {
        return makeUpDays.contains(day);
    }

    static boolean weekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }
}
