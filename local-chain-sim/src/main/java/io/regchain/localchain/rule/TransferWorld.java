package io.regchain.localchain.rule;

import io.regchain.localchain.book.Account;
import io.regchain.localchain.book.Holding;
import io.regchain.localchain.book.LastTrades;
import io.regchain.localchain.book.MarketBooks;
import io.regchain.localchain.book.Product;
import io.regchain.localchain.book.Register;
import io.regchain.protocol.base.ProductCode;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What the books say before a transfer.
 *
 * @param day the block's day in China
 * @param reserved places among the holders that are kept for buyers of units locked in settlements
 */
public record TransferWorld(
        LocalDate day, Optional<Product> product, Optional<Register> register, int reserved, Party from, Party to) {

    /**
     * One side's standing.
     *
     * @param total units of the investor over all accounts of this market
     */
    public record Party(Optional<Account> account, Holding holding, long total, LastTrades last) {
        static Party read(MarketBooks books, ProductCode product, String number, LocalDate day) {
            Optional<Account> account = books.account(number);
            return new Party(
                    account,
                    books.holding(product, number),
                    account.map(a -> books.investorTotal(product, a.investor())).orElse(0L),
                    account.map(a -> books.standingTrades(product, a.investor(), day))
                            .orElse(LastTrades.NONE));
        }
    }

    public static TransferWorld read(MarketBooks books, TransferRequest request, LocalDate day) {
        return new TransferWorld(
                day,
                books.product(request.product()),
                books.register(request.product()),
                books.reservedPlaces(request.product()),
                Party.read(books, request.product(), request.from(), day),
                Party.read(books, request.product(), request.to(), day));
    }
}
