package io.regchain.localchain.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.localchain.book.Holding;
import io.regchain.localchain.book.MarketBooks;
import io.regchain.localchain.book.StateView;
import io.regchain.protocol.canonical.CanonicalJson;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A transfer that a settlement has carried out and the operator has still to report with its objects (JR/T 0314 6.5).
 *
 * @param day on which the units moved
 * @param holdersChanged whether the number of holders changed by it
 */
public record SettledTransfer(
        TransferRequest request, LocalDate day, Movement from, Movement to, boolean holdersChanged) {

    /** One account's holding before and after. */
    public record Movement(Holding before, Holding after) {
        private ObjectNode toJson() {
            ObjectNode json = CanonicalJson.object();
            json.set("before", before.toJson());
            json.set("after", after.toJson());
            return json;
        }

        private static Movement fromJson(JsonNode json) {
            return new Movement(Holding.fromJson(json.get("before")), Holding.fromJson(json.get("after")));
        }
    }

    public static String key(String settlement, long leg) {
        return "settled/" + settlement + "/" + leg;
    }

    public static Optional<SettledTransfer> read(StateView state, String settlement, long leg) {
        return state.read("transfers/" + key(settlement, leg)).map(SettledTransfer::fromJson);
    }

    /** What its objects must say; the number of holders is today's. */
    public TransferPlan plan(MarketBooks books) {
        int holders = books.register(request.product()).orElseThrow().holders();
        return new TransferPlan(
                request,
                day,
                books.product(request.product()).orElseThrow(),
                side(books, request.from(), from),
                side(books, request.to(), to),
                holdersChanged ? holders - 1 : holders,
                holders);
    }

    private static TransferPlan.Side side(MarketBooks books, String account, Movement movement) {
        return new TransferPlan.Side(books.account(account).orElseThrow(), movement.before(), movement.after());
    }

    public ObjectNode toJson() {
        ObjectNode json =
                LockedTransfer.toJson(request).put("day", day.toString()).put("holdersChanged", holdersChanged);
        json.set("from", from.toJson());
        json.set("to", to.toJson());
        return json;
    }

    private static SettledTransfer fromJson(JsonNode json) {
        return new SettledTransfer(
                LockedTransfer.request(json),
                LocalDate.parse(json.get("day").textValue()),
                Movement.fromJson(json.get("from")),
                Movement.fromJson(json.get("to")),
                json.get("holdersChanged").booleanValue());
    }
}
