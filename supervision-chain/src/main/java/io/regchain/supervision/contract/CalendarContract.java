package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.calendar.CalendarDate;
import io.regchain.protocol.calendar.TradingCalendar;
import io.regchain.protocol.calendar.WorkingCalendar;
import io.regchain.protocol.canonical.CanonicalJson;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/**
 * The hub's calendars, for whoever asks, over a packet as well. Methods, with {@code from} written {@code 2026-02-10} and
 * {@code days} in [0, 2000]; the start day is not counted (A14.6):
 *
 * <ul>
 *   <li>{@code tradingDays {from, days}}: the trading day so many after it (R04)
 *   <li>{@code workingDays {from, days}}: the working day so many after it (A14)
 * </ul>
 *
 * Both answer {@code {date, provisional, version, coveredUntil}}: a provisional date looked past what is published.
 */
public final class CalendarContract implements Contract {
    public static final String NAME = "calendar";
    private static final int MOST = 2000;

    private final TradingCalendar trading = TradingCalendar.published();
    private final WorkingCalendar working = WorkingCalendar.published();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        Arguments in = Arguments.of(arguments);
        return switch (method) {
            case "tradingDays" -> answer(trading.plusTradingDays(from(in), days(in)));
            case "workingDays" -> answer(working.plusWorkingDays(from(in), days(in)));
            default -> throw UnknownMethod.refusal(NAME, method, "tradingDays, workingDays");
        };
    }

    private static LocalDate from(Arguments in) {
        String text = in.text("from");
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new ContractRefusal("BAD_ARGUMENT", "argument from should be a day such as 2026-02-10");
        }
    }

    private static int days(Arguments in) {
        long days = in.number("days");
        if (days < 0 || days > MOST) {
            throw new ContractRefusal("BAD_ARGUMENT", "argument days should lie in 0 to " + MOST);
        }
        return (int) days;
    }

    private ObjectNode answer(CalendarDate day) {
        return CanonicalJson.object()
                .put("date", day.date().toString())
                .put("provisional", day.provisional())
                .put("version", trading.facts().version())
                .put("coveredUntil", trading.facts().coveredUntil().toString());
    }
}
