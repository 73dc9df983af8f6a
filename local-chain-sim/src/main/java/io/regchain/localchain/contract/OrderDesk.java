package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.localchain.book.Account;
import io.regchain.localchain.book.Holding;
import io.regchain.localchain.book.LastTrades;
import io.regchain.localchain.book.MarketBooks;
import io.regchain.localchain.book.Side;
import io.regchain.localchain.book.StateView;
import io.regchain.localchain.rule.FiveTradingDays;
import io.regchain.localchain.rule.OrderRules;
import io.regchain.localchain.rule.TransferPlan;
import io.regchain.localchain.rule.TransferWorld;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.PacketKeys;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Orders across provinces. The market where the investor asks forwards the order to the market that keeps the register,
 * which judges it by its own books and the investor's global code, and answers with an order id or a reason.
 */
final class OrderDesk {
    /** How long a forwarded order may travel. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    /** How many orders of other markets were taken. */
    private static final String ORDERS = "orders";

    private final OrderRules rules;

    OrderDesk(FiveTradingDays fiveTradingDays) {
        this.rules = new OrderRules(fiveTradingDays);
    }

    /** At the register's market, by packet: {@code {investorCode, product, side, quantity}}. */
    JsonNode request(ContractContext context, Arguments in) {
        ChainId market = callingMarket(context);
        InvestorCode investor = in.parsed("investorCode", "an investor code", InvestorCode::new);
        ProductCode product = in.parsed("product", "a product code", ProductCode::parse);
        Side side = side(in);
        long quantity = in.positive("quantity");
        MarketBooks books = new MarketBooks(StateView.of(context));
        LocalDate day = context.time().inChina().toLocalDate();
        TransferWorld.Party party = party(books, product, investor, day);
        TransferWorld world = new TransferWorld(
                day, books.product(product), books.register(product), books.reservedPlaces(product), party, party);
        Refusals.raise(rules.check(investor, product, side, quantity, world, party));
        long number = context.read(ORDERS).map(JsonNode::longValue).orElse(0L);
        String orderId = market + "-" + number;
        ObjectNode order = CanonicalJson.object()
                .put("orderId", orderId)
                .put("from", market.value())
                .put("investorCode", investor.text())
                .put("product", product.text())
                .put("side", side.name())
                .put("quantity", quantity)
                .put("state", "ACCEPTED")
                .put("time", context.time().epochMillis());
        context.write(ORDERS, LongNode.valueOf(number + 1));
        context.write(orderKey(orderId), order);
        context.emit("orderAccepted", order);
        return CanonicalJson.object().put("orderId", orderId);
    }

    private static ChainId callingMarket(ContractContext context) {
        if (context.caller() instanceof Caller.OfChain caller
                && caller.contract().equals(TransfersContract.NAME)) {
            return caller.chain();
        }
        throw new ContractRefusal(
                "CALLER_NOT_ALLOWED",
                "transfers.requestTransfer is for the contract transfers of another chain, through a proven packet, not"
                        + " for " + context.caller());
    }

    private static TransferWorld.Party party(
            MarketBooks books, ProductCode product, InvestorCode investor, LocalDate day) {
        Optional<Account> account = books.accountOf(investor);
        return new TransferWorld.Party(
                account,
                account.map(a -> books.holding(product, a.number())).orElse(Holding.NONE),
                books.investorTotal(product, investor),
                account.map(a -> books.standingTrades(product, investor, day)).orElse(LastTrades.NONE));
    }

    private static Side side(Arguments in) {
        return in.oneOf("side", Side.class);
    }

    private static String orderKey(String orderId) {
        return "order/" + orderId;
    }

    /** A transfer that names an order must be what was ordered; the order is then filled. */
    void fill(ContractContext context, Arguments in, TransferPlan plan) {
        Optional<String> orderId = in.optionalText("orderId");
        if (orderId.isEmpty()) {
            return;
        }
        ObjectNode order = context.read(orderKey(orderId.get()))
                .map(ObjectNode.class::cast)
                .orElseThrow(() -> new ContractRefusal("ORDER_UNKNOWN", "this market took no order " + orderId.get()));
        Refusals.unless(
                order.get("state").textValue().equals("ACCEPTED"),
                "ORDER_NOT_OPEN",
                () -> "the order " + orderId.get() + " is " + order.get("state").textValue());
        boolean sells = order.get("side").textValue().equals(Side.SELL.name());
        TransferPlan.Side party = sells ? plan.from() : plan.to();
        boolean same = order.get("investorCode")
                        .textValue()
                        .equals(party.account().investor().text())
                && ProductCode.parse(order.get("product").textValue())
                        .stable()
                        .equals(plan.request().product().stable())
                && order.get("quantity").longValue() == plan.request().quantity();
        Refusals.unless(
                same,
                "ORDER_DIFFERS",
                () -> "the transfer is not what was ordered: "
                        + CanonicalJson.encode(order).toUtf8());
        context.write(
                orderKey(orderId.get()),
                order.deepCopy()
                        .put("state", "FILLED")
                        .put("requestId", plan.request().requestId()));
    }

    /** At the investor's market, by the operator: sends the order on. */
    JsonNode forward(ContractContext context, Arguments in) {
        Callers.requireOperator(context, "transfers.forwardOrder");
        return Requests.once(context, "forwardOrder", in, id -> {
            Account account = openAccount(context, in.text("account"));
            ChainId destination = in.parsed("destination", "the id of a local chain", ChainId::new);
            ProductCode product = in.parsed("product", "a product code", ProductCode::parse);
            ObjectNode payload = CanonicalJson.object()
                    .put("investorCode", account.investor().text())
                    .put("product", product.text())
                    .put("side", side(in).name())
                    .put("quantity", in.positive("quantity"));
            long sequence = send(context, in, destination, payload);
            ObjectNode order = payload.deepCopy()
                    .put("requestId", id)
                    .put("destination", destination.value())
                    .put("sequence", sequence)
                    .put("state", "SENT");
            context.write(forwardedKey(id), order);
            context.write(sentKey(destination, sequence), TextNode.valueOf(id));
            context.emit("orderForwarded", order);
            return CanonicalJson.object().put("requestId", id).put("sequence", sequence);
        });
    }

    private static Account openAccount(ContractContext context, String number) {
        Account account = new MarketBooks(StateView.of(context))
                .account(number)
                .orElseThrow(() -> new ContractRefusal("ACCOUNT_UNKNOWN", "this market has no account " + number));
        Refusals.unless(
                account.state() == Account.State.OPEN,
                "ACCOUNT_NOT_OPEN",
                () -> "account " + number + " is " + account.state() + "; only an OPEN account gives orders (R14)");
        return account;
    }

    private static long send(ContractContext context, Arguments in, ChainId destination, ObjectNode payload) {
        long timeout = in.has("timeoutMillis")
                ? in.number("timeoutMillis")
                : context.time().epochMillis() + PATIENCE.toMillis();
        ObjectNode packet = CanonicalJson.object()
                .put("destination", destination.value())
                .put("destinationContract", TransfersContract.NAME)
                .put("method", "requestTransfer")
                .put("timeoutMillis", timeout);
        packet.set("payload", payload);
        return context.call(PacketKeys.CONTRACT, "send", packet).get("sequence").longValue();
    }

    private static String forwardedKey(String requestId) {
        return "forwarded/" + requestId;
    }

    private static String sentKey(ChainId destination, long sequence) {
        return "sent/" + destination + "/" + sequence;
    }

    /** The end of a forwarded order: accepted with its id, or refused with the register's own reason. */
    JsonNode onAcknowledgement(ContractContext context, Arguments in) {
        Callers.requireContract(context, PacketKeys.CONTRACT, "transfers.onAcknowledgement");
        ChainId destination = in.parsed("destination", "the id of a local chain", ChainId::new);
        String id = context.read(sentKey(destination, in.number("sequence")))
                .map(JsonNode::textValue)
                .orElseThrow(() -> new ContractRefusal(
                        "ORDER_UNKNOWN", "no order was sent to " + destination + " with this sequence"));
        ObjectNode order = (ObjectNode) context.read(forwardedKey(id)).orElseThrow();
        if (in.flag("success")) {
            order.put("state", "ACCEPTED").put("orderId", in.object("result").text("orderId"));
        } else {
            order.put("state", "REFUSED").put("code", in.text("code")).put("message", in.text("message"));
        }
        context.write(forwardedKey(id), order);
        context.emit("orderAnswered", order);
        return CanonicalJson.object().put("state", order.get("state").textValue());
    }
}
