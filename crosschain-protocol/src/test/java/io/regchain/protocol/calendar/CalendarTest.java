package io.regchain.protocol.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.resource.ClasspathText;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarTest {
    private static final WorkingCalendar WORKING = WorkingCalendar.published();
    private static final TradingCalendar TRADING = TradingCalendar.published();
    private static final LocalDate FIRST = LocalDate.of(2025, 1, 1);

    @ParameterizedTest
    @CsvSource({
        "2026-01-26, 2026-02-28, 2026-02-02, 2026-02-02",
        "2026-02-10, 2026-03-16, 2026-02-25, 2026-02-24",
        "2026-09-14, 2026-10-16, 2026-09-21, 2026-09-20",
        "2026-11-23, 2026-12-21, 2026-11-30, 2026-11-30"
    })
    void theWorkedExamples(LocalDate from, LocalDate plus20Working, LocalDate plus5Trading, LocalDate plus5Working) {
        assertThat(WORKING.plusWorkingDays(from, 20)).isEqualTo(new CalendarDate(plus20Working, false));
        assertThat(TRADING.plusTradingDays(from, 5)).isEqualTo(new CalendarDate(plus5Trading, false));
        assertThat(WORKING.plusWorkingDays(from, 5)).isEqualTo(new CalendarDate(plus5Working, false));
    }

    @ParameterizedTest
    @CsvSource({"2026-12-07, 2027-01-05", "2026-12-14, 2027-01-12"})
    void aDeadlineThatRunsPastThePublishedCalendarSaysSo(LocalDate from, LocalDate twentieth) {
        assertThat(WORKING.plusWorkingDays(from, 20)).isEqualTo(new CalendarDate(twentieth, true));
    }

    @Test
    void theLastCoveredDayIsStillCertainAndTheNextIsNot() {
        LocalDate last = LocalDate.of(2026, 12, 31);
        assertThat(WORKING.plusWorkingDays(LocalDate.of(2026, 12, 30), 1)).isEqualTo(new CalendarDate(last, false));
        assertThat(WORKING.plusWorkingDays(last, 0)).isEqualTo(new CalendarDate(last, false));
        assertThat(TRADING.plusTradingDays(last, 1)).isEqualTo(new CalendarDate(LocalDate.of(2027, 1, 4), true));
        assertThat(WORKING.plusWorkingDays(LocalDate.of(2024, 12, 31), 1).provisional())
                .isTrue();
        assertThat(TRADING.plusTradingDays(LocalDate.of(2027, 6, 1), 0).provisional())
                .isTrue();
        assertThat(TRADING.sameOrNext(LocalDate.of(2027, 2, 5)))
                .isEqualTo(new CalendarDate(LocalDate.of(2027, 2, 9), true));
        assertThat(new CalendarDate(last, true)).hasToString("2026-12-31 (provisional)");
    }

    @ParameterizedTest
    @CsvSource({"2025, 248, 243", "2026, 248, 242"})
    void theYearsHaveTheirKnownCounts(int year, int working, int trading) {
        LocalDate before = LocalDate.of(year - 1, 12, 31);
        LocalDate last = LocalDate.of(year, 12, 31);
        assertThat(WORKING.workingDaysBetween(before, last)).isEqualTo(working);
        assertThat(TRADING.tradingDaysBetween(before, last)).isEqualTo(trading);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-14", "2026-02-28", "2026-09-20", "2025-10-11"})
    void aDayWorkedToMakeUpIsAWorkingDayAndNoTradingDay(LocalDate day) {
        assertThat(WORKING.isWorkingDay(day)).isTrue();
        assertThat(TRADING.isTradingDay(day)).isFalse();
        assertThat(WORKING.sameOrNext(day).date()).isEqualTo(day);
        assertThat(TRADING.sameOrNext(day).date()).isAfter(day);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-16", "2026-02-21", "2026-10-07", "2025-05-05", "2027-02-08", "2026-03-01"})
    void aDayOffIsNeither(LocalDate day) {
        assertThat(WORKING.isWorkingDay(day)).isFalse();
        assertThat(TRADING.isTradingDay(day)).isFalse();
    }

    @Property
    void countingForwardAndCountingBetweenAgree(
            @ForAll @IntRange(max = 900) int offset, @ForAll @IntRange(max = 60) int days) {
        LocalDate start = FIRST.plusDays(offset);
        LocalDate working = WORKING.plusWorkingDays(start, days).date();
        LocalDate trading = TRADING.plusTradingDays(start, days).date();
        assertThat(WORKING.workingDaysBetween(start, working)).isEqualTo(days);
        assertThat(TRADING.tradingDaysBetween(start, trading)).isEqualTo(days);
        assertThat(trading).isAfterOrEqualTo(working);
        assertThat(days == 0 || WORKING.isWorkingDay(working)).isTrue();
        assertThat(ChronoUnit.DAYS.between(start, working)).isGreaterThanOrEqualTo(days);
        assertThat(WORKING.plusWorkingDays(start, days).provisional()).isEqualTo(working.getYear() > 2026);
    }

    @Test
    void whatCannotBeCountedIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> WORKING.plusWorkingDays(FIRST, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> WORKING.plusWorkingDays(FIRST, 2001));
        assertThatIllegalArgumentException().isThrownBy(() -> TRADING.tradingDaysBetween(FIRST, FIRST.minusDays(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> TRADING.tradingDaysBetween(FIRST, FIRST.plusDays(6001)));
    }

    static Stream<Arguments> brokenCalendars() {
        return Stream.of(
                row("version", o -> o.remove("version")),
                row("coveredFrom", o -> o.put("coveredFrom", "2025-1-1")),
                row("coveredUntil", o -> o.put("coveredUntil", "2025-02-30")),
                row("before it begins", o -> o.put("coveredUntil", "2024-12-31")),
                row("outside the covered time", o -> o.put("coveredUntil", "2026-06-30")),
                row("sources", o -> o.put("sources", "x")),
                row("daysOff", o -> o.remove("daysOff")),
                row("daysOff[13].to", o -> range(o, "daysOff", "2026-12-01", "2026-12-41")),
                row("before it begins", o -> range(o, "daysOff", "2026-12-02", "2026-12-01")),
                row("made-up day", o -> o.withArray("makeUpDays").add("2026-12-01")),
                row("made-up day", o -> o.withArray("makeUpDays").add("2026-02-14")),
                row("made-up day", o -> o.withArray("makeUpDays").add("2026-02-21")),
                row("made-up day", o -> o.withArray("makeUpDays").add("2027-01-02")),
                row("makeUpDays[11]", o -> o.withArray("makeUpDays").add(1)),
                row("a day is written", o -> o.withArray("makeUpDays").add("14.2.2026")),
                row("lie in the covered time", o -> range(o, "expectedDaysOff", "2026-12-31", "2027-01-01")),
                row("unknown field note", o -> o.put("note", "x")));
    }

    private static Arguments row(String reason, Consumer<ObjectNode> damage) {
        return Arguments.of(reason, damage);
    }

    private static void range(ObjectNode calendar, String list, String from, String to) {
        calendar.withArray(list).addObject().put("name", "x").put("from", from).put("to", to);
    }

    @ParameterizedTest
    @MethodSource("brokenCalendars")
    void aBrokenCalendarIsRefusedTellingWhy(String reason, Consumer<ObjectNode> damage) {
        Bytes file = Bytes.utf8(ClasspathText.read("io/regchain/protocol/calendar/china.json"));
        assertThat(CalendarFacts.parse(file)).isEqualTo(CalendarFacts.published());
        ObjectNode json = CanonicalJson.decodeObject(file);
        damage.accept(json);
        assertThatThrownBy(() -> CalendarFacts.parse(CanonicalJson.encode(json)))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aCalendarTellsWhereItComesFrom() {
        ObjectNode summary = CalendarFacts.published().summary();
        assertThat(summary.path("coveredUntil").textValue()).isEqualTo("2026-12-31");
        assertThat(summary.path("sources")).hasSize(2);
    }
}
