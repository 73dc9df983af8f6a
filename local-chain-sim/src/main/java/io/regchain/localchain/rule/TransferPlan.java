package io.regchain.localchain.rule;

import io.regchain.localchain.book.Account;
import io.regchain.localchain.book.Holding;
import io.regchain.localchain.book.Product;
import io.regchain.localchain.rule.TransferRequest.Cause;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A transfer that every rule allows, with all it changes; what the objects handed in must say.
 *
 * @param holdersBefore distinct investors before
 * @param holdersAfter distinct investors after
 */
public record TransferPlan(
        TransferRequest request,
        LocalDate day,
        Product product,
        Side from,
        Side to,
        int holdersBefore,
        int holdersAfter) {

    /** One account before and after. */
    public record Side(Account account, Holding before, Holding after) {}

    /**
     * What the transfer changes, whether or not the rules allow it; empty when the books do not know the product or an
     * account, the balance is too small, or the amount cannot be counted.
     */
    public static Optional<TransferPlan> of(TransferRequest request, TransferWorld world) {
        boolean known = request.amountCountable()
                && world.product().isPresent()
                && world.register().isPresent()
                && world.from().account().isPresent()
                && world.to().account().isPresent()
                && world.from().holding().available() >= request.quantity();
        return known ? Optional.of(known(request, world)) : Optional.empty();
    }

    private static TransferPlan known(TransferRequest request, TransferWorld world) {
        int holders = world.register().orElseThrow().holders();
        return new TransferPlan(
                request,
                world.day(),
                world.product().orElseThrow(),
                side(world.from(), -request.quantity()),
                side(world.to(), request.quantity()),
                holders,
                HolderLimit.projected(holders, world.from().total(), world.to().total(), request.quantity()));
    }

    private static Side side(TransferWorld.Party party, long change) {
        return new Side(
                party.account().orElseThrow(), party.holding(), party.holding().plusAvailable(change));
    }

    public boolean isTrade() {
        return request.cause() instanceof Cause.Trade;
    }

    /** Price times quantity in fen; 0 when nothing is paid. */
    public long amountFen() {
        return request.amountFen().longValueExact();
    }

    public boolean changesHolderCount() {
        return holdersBefore != holdersAfter;
    }
}
