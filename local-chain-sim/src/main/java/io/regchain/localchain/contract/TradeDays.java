package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.node.LongNode;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.localchain.book.LastTrades;
import io.regchain.localchain.book.MarketBooks;
import io.regchain.localchain.book.Side;
import io.regchain.localchain.book.StateView;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.base.ProductCode;
import java.time.LocalDate;

/**
 * What five trading days are counted from (R04): the last trade carried out on each side, and trades that wait in
 * settlements, which count as of today until they end ({@link MarketBooks#standingTrades}). State of {@code transfers}:
 * {@code last/<product>/<investor>}, {@code waiting/<product>/<investor>/<side>} → how many.
 */
final class TradeDays {
    private final ContractContext context;
    private final ProductCode product;

    TradeDays(ContractContext context, ProductCode product) {
        this.context = context;
        this.product = product;
    }

    void carriedOut(InvestorCode investor, Side side, LocalDate day) {
        context.write(
                LastTrades.key(product.stableText(), investor.text()),
                books().lastTrades(product, investor).with(side, day).toJson());
    }

    /** A trade begins to wait. */
    void locked(InvestorCode investor, Side side) {
        waiting(investor, side, 1);
    }

    /** A trade that waited is carried out. */
    void committed(InvestorCode investor, Side side, LocalDate day) {
        carriedOut(investor, side, day);
        released(investor, side);
    }

    /** A trade waits no longer. */
    void released(InvestorCode investor, Side side) {
        waiting(investor, side, -1);
    }

    private void waiting(InvestorCode investor, Side side, int change) {
        long left = books().waitingTrades(product, investor, side) + change;
        if (left < 0) {
            throw new IllegalStateException("no trade of " + investor + " in " + product + " waits");
        }
        String key = LastTrades.waitingKey(product.stableText(), investor.text(), side);
        if (left == 0) {
            context.delete(key);
        } else {
            context.write(key, LongNode.valueOf(left));
        }
    }

    private MarketBooks books() {
        return new MarketBooks(StateView.of(context));
    }
}
