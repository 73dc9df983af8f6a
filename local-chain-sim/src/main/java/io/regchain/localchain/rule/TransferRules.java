package io.regchain.localchain.rule;

import io.regchain.localchain.book.Account;
import io.regchain.localchain.book.Product;
import io.regchain.localchain.book.Register;
import io.regchain.localchain.book.Side;
import io.regchain.localchain.rule.TransferRequest.Cause;
import io.regchain.localchain.rule.TransferWorld.Party;
import io.regchain.protocol.base.Refusal;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The ladder every transfer climbs: the first rule that says no gives the reason. No side effects. */
public final class TransferRules {
    private final FiveTradingDays fiveTradingDays;

    public TransferRules(FiveTradingDays fiveTradingDays) {
        this.fiveTradingDays = fiveTradingDays;
    }

    public TransferDecision decide(TransferRequest request, TransferWorld world) {
        Optional<Refusal> reason = firstOf(
                () -> productActive(request, world),
                () -> method(request.cause()),
                () -> amount(request),
                () -> open("the giving account " + request.from(), world.from()),
                () -> open("the receiving account " + request.to(), world.to()),
                () -> twoInvestors(world),
                () -> qualified(request.cause(), world),
                () -> holderLimit(request, world),
                () -> apart(request, world.from(), Side.SELL, world),
                () -> apart(request, world.to(), Side.BUY, world),
                () -> balance(request, world.from()));
        return reason.<TransferDecision>map(TransferDecision.Refused::new)
                .orElseGet(() -> new TransferDecision.Allowed(
                        TransferPlan.of(request, world).orElseThrow()));
    }

    @SafeVarargs
    static Optional<Refusal> firstOf(Supplier<Optional<Refusal>>... checks) {
        return Stream.of(checks).map(Supplier::get).flatMap(Optional::stream).findFirst();
    }

    private static Optional<Refusal> productActive(TransferRequest request, TransferWorld world) {
        return TransferRules.productActive(request.product().text(), world.product());
    }

    static Optional<Refusal> productActive(String code, Optional<Product> product) {
        if (product.isEmpty()) {
            return no("PRODUCT_UNKNOWN", "this market has no product " + code + "; create it with products.create");
        }
        Product.State state = product.get().state();
        return state == Product.State.ACTIVE
                ? Optional.empty()
                : no(
                        "PRODUCT_NOT_ACTIVE",
                        "product " + code + " is " + state + "; only an ACTIVE product is transferred");
    }

    // R05, order 11 article 4: agreements only, no centralised trading
    private static Optional<Refusal> method(Cause cause) {
        if (cause instanceof Cause.Trade trade
                && TransferMethod.of(trade.method()).isEmpty()) {
            return no(
                    "METHOD_NOT_AGREEMENT",
                    "the method " + trade.method() + " is not an agreement; a transfer is an ONLINE_AGREEMENT or an"
                            + " OFFLINE_AGREEMENT (R05)");
        }
        return Optional.empty();
    }

    private static Optional<Refusal> amount(TransferRequest request) {
        return request.amountCountable()
                ? Optional.empty()
                : no(
                        "AMOUNT_OUT_OF_RANGE",
                        "price times quantity is " + request.amountFen() + " fen; it is at most 2^53-1");
    }

    // R14: only an account opened in real name trades
    static Optional<Refusal> open(String what, Party party) {
        if (party.account().isEmpty()) {
            return no("ACCOUNT_UNKNOWN", what + " does not exist in this market; open it with accounts.open (R14)");
        }
        Account.State state = party.account().get().state();
        return state == Account.State.OPEN
                ? Optional.empty()
                : no("ACCOUNT_NOT_OPEN", what + " is " + state + "; only an OPEN account moves securities (R14)");
    }

    private static Optional<Refusal> twoInvestors(TransferWorld world) {
        Account from = account(world.from());
        return from.investor().equals(account(world.to()).investor())
                ? no("SAME_INVESTOR", "both accounts belong to " + from.investor() + "; a transfer has two investors")
                : Optional.empty();
    }

    // R10, and R11 for who is exempt from it
    private static Optional<Refusal> qualified(Cause cause, TransferWorld world) {
        boolean asked = cause instanceof Cause.Trade trade && trade.exemption().isEmpty();
        return asked ? QualifiedInvestorRule.check(account(world.to()), world.day()) : Optional.empty();
    }

    // R02; a non-trade acquirer counts but is not refused (R11)
    private static Optional<Refusal> holderLimit(TransferRequest request, TransferWorld world) {
        return request.cause() instanceof Cause.Trade
                ? HolderLimit.check(
                        request.product(),
                        register(world).holders() + world.reserved(),
                        projected(request, world) + world.reserved())
                : Optional.empty();
    }

    private Optional<Refusal> apart(TransferRequest request, Party party, Side side, TransferWorld world) {
        return request.cause() instanceof Cause.Trade
                ? fiveTradingDays.check(account(party).investor(), request.product(), side, party.last(), world.day())
                : Optional.empty();
    }

    private static Optional<Refusal> balance(TransferRequest request, Party from) {
        return balance(request.quantity(), from);
    }

    static Optional<Refusal> balance(long quantity, Party from) {
        long available = from.holding().available();
        return available >= quantity
                ? Optional.empty()
                : no(
                        "BALANCE_TOO_SMALL",
                        quantity + " units are asked for, account "
                                + account(from).number() + " has " + available
                                + " available (" + from.holding().pledged() + " pledged, "
                                + from.holding().frozen() + " frozen)");
    }

    private static int projected(TransferRequest request, TransferWorld world) {
        return HolderLimit.projected(
                register(world).holders(), world.from().total(), world.to().total(), request.quantity());
    }

    private static Account account(Party party) {
        return party.account().orElseThrow();
    }

    private static Register register(TransferWorld world) {
        return world.register().orElseThrow();
    }

    static Optional<Refusal> no(String code, String message) {
        return Optional.of(new Refusal(code, message));
    }
}
