package io.regchain.localchain.rule;

import io.regchain.localchain.book.Register;
import io.regchain.localchain.book.Side;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.base.Refusal;
import java.util.Optional;

/** May this investor give an order? The rules of a transfer that need no counterparty. */
public final class OrderRules {
    private final FiveTradingDays fiveTradingDays;

    public OrderRules(FiveTradingDays fiveTradingDays) {
        this.fiveTradingDays = fiveTradingDays;
    }

    /** @param party the investor's standing in the market that keeps the register */
    public Optional<Refusal> check(
            InvestorCode investor,
            ProductCode product,
            Side side,
            long quantity,
            TransferWorld world,
            TransferWorld.Party party) {
        return TransferRules.firstOf(
                () -> TransferRules.productActive(product.text(), world.product()),
                () -> TransferRules.open("the account of " + investor, party),
                () -> side == Side.BUY ? admission(product, world, party) : Optional.empty(),
                () -> fiveTradingDays.check(investor, product, side, party.last(), world.day()),
                () -> side == Side.SELL ? TransferRules.balance(quantity, party) : Optional.empty());
    }

    private static Optional<Refusal> admission(ProductCode product, TransferWorld world, TransferWorld.Party party) {
        int holders = world.register().map(Register::holders).orElse(0);
        int projected = party.total() == 0 ? holders + 1 : holders;
        return TransferRules.firstOf(
                () -> QualifiedInvestorRule.check(party.account().orElseThrow(), world.day()),
                () -> HolderLimit.check(product, holders, projected));
    }
}
