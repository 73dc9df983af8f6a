package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.localchain.book.LastTrades;
import io.regchain.localchain.book.MarketBooks;
import io.regchain.localchain.book.Side;
import io.regchain.localchain.book.StateView;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.canonical.CanonicalJson;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The days from which five trading days are counted (R04). A trade that waits in a settlement counts from its lock on; when
 * it comes to nothing, and no other of that side waits, what counts is the last trade that was carried out. State of
 * {@code transfers}: {@code last/<product>/<investor>} is what counts, {@code waiting/<product>/<investor>/<side>} how
 * many trades wait, and the last that was carried out.
 */
final class TradeDays {
    private final ContractContext context;
    private final ProductCode product;

    TradeDays(ContractContext context, ProductCode product) {
        this.context = context;
        this.product = product;
    }

    private record Waiting(int count, Optional<LocalDate> done) {
        static Waiting of(JsonNode json) {
            return new Waiting(
                    json.path("count").intValue(),
                    Optional.ofNullable(json.get("done")).map(day -> LocalDate.parse(day.textValue())));
        }

        ObjectNode toJson() {
            ObjectNode json = CanonicalJson.object().put("count", count);
            done.ifPresent(day -> json.put("done", day.toString()));
            return json;
        }
    }

    void carriedOut(InvestorCode investor, Side side, LocalDate day) {
        count(investor, side, Optional.of(day));
        waiting(investor, side).ifPresent(open -> write(investor, side, new Waiting(open.count(), Optional.of(day))));
    }

    void locked(InvestorCode investor, Side side, LocalDate day) {
        Waiting open = waiting(investor, side)
                .orElseGet(() -> new Waiting(0, last(investor).day(side)));
        write(investor, side, new Waiting(open.count() + 1, open.done()));
        count(investor, side, Optional.of(day));
    }

    /** A trade that waited is carried out. */
    void committed(InvestorCode investor, Side side, LocalDate day) {
        carriedOut(investor, side, day);
        released(investor, side);
    }

    /** A trade waits no longer. */
    void released(InvestorCode investor, Side side) {
        Waiting open = waiting(investor, side)
                .orElseThrow(() -> new IllegalStateException("no trade of " + investor + " in " + product + " waits"));
        if (open.count() > 1) {
            write(investor, side, new Waiting(open.count() - 1, open.done()));
        } else {
            context.delete(key(investor, side));
            count(investor, side, open.done());
        }
    }

    private LastTrades last(InvestorCode investor) {
        return new MarketBooks(StateView.of(context)).lastTrades(product, investor);
    }

    private void count(InvestorCode investor, Side side, Optional<LocalDate> day) {
        context.write(
                LastTrades.key(product.stableText(), investor.text()),
                last(investor).with(side, day).toJson());
    }

    private Optional<Waiting> waiting(InvestorCode investor, Side side) {
        return context.read(key(investor, side)).map(Waiting::of);
    }

    private void write(InvestorCode investor, Side side, Waiting open) {
        context.write(key(investor, side), open.toJson());
    }

    private String key(InvestorCode investor, Side side) {
        return "waiting/" + product.stableText() + "/" + investor.text() + "/" + side;
    }
}
