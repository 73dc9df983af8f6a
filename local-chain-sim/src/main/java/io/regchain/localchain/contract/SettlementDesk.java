package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.localchain.book.Account;
import io.regchain.localchain.book.Holding;
import io.regchain.localchain.book.MarketBooks;
import io.regchain.localchain.book.Side;
import io.regchain.localchain.book.StateView;
import io.regchain.localchain.rule.LockedTransfer;
import io.regchain.localchain.rule.SettledTransfer;
import io.regchain.localchain.rule.TransferDecision;
import io.regchain.localchain.rule.TransferPlan;
import io.regchain.localchain.rule.TransferRequest;
import io.regchain.localchain.rule.TransferRequest.Cause;
import io.regchain.localchain.rule.TransferRules;
import io.regchain.localchain.rule.TransferWorld;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.canonical.CanonicalJson;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Securities as a leg of a settlement between chains (R20); terms {@code {product, sellerAccount, buyerAccount, quantity,
 * method, priceFen}}. All rules are asked when the units are locked, and what they count is counted from then on, so that
 * a lock can always be carried out. State of {@code transfers}: {@code locked/<settlement>/<leg>},
 * {@code reserved/<product>}, and {@code settled/<settlement>/<leg>} until the operator has reported the objects.
 */
final class SettlementDesk {
    private final TransferRules rules;

    SettlementDesk(TransferRules rules) {
        this.rules = rules;
    }

    JsonNode lock(ContractContext context, Arguments in) {
        requireSettlements(context);
        Arguments terms = in.object("terms");
        TransferRequest request = new TransferRequest(
                in.text("reference") + "." + in.number("leg"),
                terms.parsed("product", "a product code", ProductCode::parse),
                terms.text("sellerAccount"),
                terms.text("buyerAccount"),
                terms.positive("quantity"),
                new Cause.Trade(terms.text("method"), terms.positive("priceFen"), Optional.empty()));
        MarketBooks books = books(context);
        LocalDate day = context.time().inChina().toLocalDate();
        TransferPlan plan =
                switch (rules.decide(request, TransferWorld.read(books, request, day))) {
                    case TransferDecision.Allowed allowed -> allowed.plan();
                    case TransferDecision.Refused refused -> throw new ContractRefusal(refused.reason());
                };
        InvestorCode seller = plan.from().account().investor();
        InvestorCode buyer = plan.to().account().investor();
        LockedTransfer locked = new LockedTransfer(request, day, books.investorTotal(request.product(), buyer) == 0);
        context.write(LockedTransfer.key(in.text("settlement"), in.number("leg")), locked.toJson());
        register(context, "reserve", request);
        TradeDays days = new TradeDays(context, request.product());
        days.locked(seller, Side.SELL);
        days.locked(buyer, Side.BUY);
        keepPlace(context, locked, 1);
        return CanonicalJson.object().put("requestId", request.requestId()).put("amountFen", plan.amountFen());
    }

    JsonNode commit(ContractContext context, Arguments in) {
        requireSettlements(context);
        LockedTransfer locked = locked(context, in);
        TransferRequest request = locked.request();
        MarketBooks books = books(context);
        Holding given = books.holding(request.product(), request.from());
        Holding taken = books.holding(request.product(), request.to());
        int holders = holders(books, request);
        register(context, "moveReserved", request);
        keepPlace(context, locked, -1);
        LocalDate day = context.time().inChina().toLocalDate();
        TradeDays days = new TradeDays(context, request.product());
        days.committed(investor(books, request.from()), Side.SELL, day);
        days.committed(investor(books, request.to()), Side.BUY, day);
        SettledTransfer settled = new SettledTransfer(
                request,
                day,
                new SettledTransfer.Movement(given, books.holding(request.product(), request.from())),
                new SettledTransfer.Movement(taken, books.holding(request.product(), request.to())),
                holders(books, request) != holders);
        context.delete(LockedTransfer.key(in.text("settlement"), in.number("leg")));
        context.write(SettledTransfer.key(in.text("settlement"), in.number("leg")), settled.toJson());
        ObjectNode event = settled.toJson().put("settlement", in.text("settlement"));
        context.emit("transferSettled", event);
        return event;
    }

    private static int holders(MarketBooks books, TransferRequest request) {
        return books.register(request.product()).orElseThrow().holders();
    }

    JsonNode release(ContractContext context, Arguments in) {
        requireSettlements(context);
        LockedTransfer locked = locked(context, in);
        TransferRequest request = locked.request();
        register(context, "unreserve", request);
        MarketBooks books = books(context);
        TradeDays days = new TradeDays(context, request.product());
        days.released(investor(books, request.from()), Side.SELL);
        days.released(investor(books, request.to()), Side.BUY);
        keepPlace(context, locked, -1);
        context.delete(LockedTransfer.key(in.text("settlement"), in.number("leg")));
        return CanonicalJson.object().put("requestId", request.requestId());
    }

    private static void requireSettlements(ContractContext context) {
        Callers.requireContract(context, SettlementsContract.NAME, "a settlement's transfer");
    }

    private static MarketBooks books(ContractContext context) {
        return new MarketBooks(StateView.of(context));
    }

    private static LockedTransfer locked(ContractContext context, Arguments in) {
        return context.read(LockedTransfer.key(in.text("settlement"), in.number("leg")))
                .map(LockedTransfer::fromJson)
                .orElseThrow(() -> new IllegalStateException("no units are locked for " + in.node()));
    }

    private static void register(ContractContext context, String method, TransferRequest request) {
        context.call(
                RegistrationContract.NAME,
                method,
                CanonicalJson.object()
                        .put("product", request.product().text())
                        .put("from", request.from())
                        .put("to", request.to())
                        .put("quantity", request.quantity())
                        .put("requestId", request.requestId()));
    }

    private static InvestorCode investor(MarketBooks books, String number) {
        return books.account(number).map(Account::investor).orElseThrow();
    }

    private static void keepPlace(ContractContext context, LockedTransfer locked, long change) {
        if (locked.entering()) {
            String key = LockedTransfer.reservedKey(locked.request().product().stableText());
            long kept = context.read(key).map(JsonNode::longValue).orElse(0L) + change;
            context.write(key, LongNode.valueOf(kept));
        }
    }
}
