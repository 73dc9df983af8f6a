package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.localchain.book.MarketBooks;
import io.regchain.localchain.book.Side;
import io.regchain.localchain.book.StateView;
import io.regchain.localchain.object.References;
import io.regchain.localchain.object.TransferFacts;
import io.regchain.localchain.rule.Exemption;
import io.regchain.localchain.rule.FiveTradingDays;
import io.regchain.localchain.rule.NonTradeReason;
import io.regchain.localchain.rule.SettledTransfer;
import io.regchain.localchain.rule.TransferDecision;
import io.regchain.localchain.rule.TransferPlan;
import io.regchain.localchain.rule.TransferRequest;
import io.regchain.localchain.rule.TransferRequest.Cause;
import io.regchain.localchain.rule.TransferRules;
import io.regchain.localchain.rule.TransferWorld;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.calendar.TradingCalendar;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.object.ObjectType;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;

/**
 * Transfers of registered securities, by agreement only. A transfer passes every rule, moves the register and stores the
 * objects that say so, all in one transaction, or nothing happens.
 *
 * <p>{@code objects} of a trade, in this order: transaction report, registration of the giving side, registration of the
 * receiving side, settlement, and the issuer's subject, which may be left out when the number of holders stays. A
 * non-trade transfer has no settlement.
 */
public final class TransfersContract implements Contract {
    public static final String NAME = "transfers";
    private static final String METHODS =
            "transfer, nonTrade, report, requestTransfer, forwardOrder, onAcknowledgement,"
                    + " settlementLock, settlementCommit, settlementRelease";

    private final TransferRules rules;
    private final OrderDesk orders;
    private final SettlementDesk settlements;

    public TransfersContract(TradingCalendar calendar) {
        FiveTradingDays fiveTradingDays = new FiveTradingDays(calendar);
        this.rules = new TransferRules(fiveTradingDays);
        this.orders = new OrderDesk(fiveTradingDays);
        this.settlements = new SettlementDesk(rules);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        Arguments in = Arguments.of(arguments);
        return switch (method) {
            case "transfer" -> transfer(context, in, method, TransfersContract::trade);
            case "nonTrade" -> transfer(context, in, method, TransfersContract::nonTrade);
            case "report" -> report(context, in);
            case SettlementsContract.LOCK -> settlements.lock(context, in);
            case SettlementsContract.COMMIT -> settlements.commit(context, in);
            case SettlementsContract.RELEASE -> settlements.release(context, in);
            case "requestTransfer" -> orders.request(context, in);
            case "forwardOrder" -> orders.forward(context, in);
            case "onAcknowledgement" -> orders.onAcknowledgement(context, in);
            default -> throw Refusals.unknownMethod(NAME, method, METHODS);
        };
    }

    private JsonNode transfer(ContractContext context, Arguments in, String method, Function<Arguments, Cause> cause) {
        Callers.requireOperator(context, "transfers." + method);
        return Requests.once(context, method, in, id -> {
            TransferRequest request = request(in, id, cause.apply(in));
            MarketBooks books = new MarketBooks(StateView.of(context));
            LocalDate day = context.time().inChina().toLocalDate();
            TransferPlan plan = allowed(rules.decide(request, TransferWorld.read(books, request, day)));
            HandedObjects objects = checkedObjects(context, in, plan, books);
            orders.fill(context, in, plan);
            move(context, plan);
            objects.store();
            context.emit("transferRegistered", described(plan, objects));
            return CanonicalJson.object()
                    .put("requestId", id)
                    .put("holders", plan.holdersAfter())
                    .put("amountFen", plan.amountFen());
        });
    }

    /** The objects of a transfer that a settlement has carried out: the same as those of any other trade. */
    private static JsonNode report(ContractContext context, Arguments in) {
        Callers.requireOperator(context, "transfers.report");
        return Requests.once(context, "report", in, id -> {
            String settlement = in.parsed("settlement", "the hash of a settlement plan", Hash32::ofHex)
                    .toHex();
            StateView state = StateView.of(context);
            MarketBooks books = new MarketBooks(state);
            TransferPlan plan = SettledTransfer.read(state, settlement, in.number("leg"))
                    .map(settled -> settled.plan(books))
                    .orElseThrow(() -> new ContractRefusal(
                            "NOTHING_TO_REPORT",
                            "no transfer of leg " + in.number("leg") + " of settlement " + settlement
                                    + " was carried out here that is not reported yet"));
            HandedObjects objects = checkedObjects(context, in, plan, books);
            objects.store();
            context.delete(SettledTransfer.key(settlement, in.number("leg")));
            context.emit("transferRegistered", described(plan, objects).put("settlement", settlement));
            return CanonicalJson.object().put("requestId", id).put("holders", plan.holdersAfter());
        });
    }

    private static TransferPlan allowed(TransferDecision decision) {
        return switch (decision) {
            case TransferDecision.Allowed allowed -> allowed.plan();
            case TransferDecision.Refused refused -> throw new ContractRefusal(refused.reason());
        };
    }

    private static TransferRequest request(Arguments in, String id, Cause cause) {
        return new TransferRequest(
                id,
                in.parsed("product", "a product code", ProductCode::parse),
                in.text("sellerAccount"),
                in.text("buyerAccount"),
                in.positive("quantity"),
                cause);
    }

    private static Cause trade(Arguments in) {
        return new Cause.Trade(in.text("method"), in.positive("priceFen"), exemption(in));
    }

    private static Optional<Exemption> exemption(Arguments in) {
        if (!in.has("exemption")) {
            return Optional.empty();
        }
        Arguments exemption = in.object("exemption");
        return Optional.of(new Exemption(
                exemption.oneOf("reason", Exemption.Reason.class),
                exemption.parsed("proof", "an SM3 digest", Hash32::ofHex)));
    }

    private static Cause nonTrade(Arguments in) {
        return new Cause.NonTrade(
                in.oneOf("reason", NonTradeReason.class), in.parsed("proof", "an SM3 digest", Hash32::ofHex));
    }

    private static HandedObjects checkedObjects(
            ContractContext context, Arguments in, TransferPlan plan, MarketBooks books) {
        TransferFacts facts = new TransferFacts(plan, new References(books));
        int least = plan.isTrade() ? 4 : 3;
        HandedObjects objects = HandedObjects.of(context, in, plan.changesHolderCount() ? least + 1 : least, least + 1);
        String report = objects.idOf(0) + "/0";
        objects.requireCreated(0, ObjectType.TRANSACTION_REPORT, facts.report());
        objects.requireCreated(1, ObjectType.REGISTRATION, facts.registration(plan.from(), report));
        objects.requireCreated(2, ObjectType.REGISTRATION, facts.registration(plan.to(), report));
        if (plan.isTrade()) {
            objects.requireCreated(3, ObjectType.SETTLEMENT, facts.settlement(report));
        }
        if (objects.size() > least) {
            objects.requireUpdated(least, ObjectType.SUBJECT, plan.product().issuerObjectId(), facts.issuer());
        }
        return objects;
    }

    private static void move(ContractContext context, TransferPlan plan) {
        TransferRequest request = plan.request();
        JsonNode moved = context.call(
                RegistrationContract.NAME,
                "move",
                CanonicalJson.object()
                        .put("product", request.product().text())
                        .put("from", request.from())
                        .put("to", request.to())
                        .put("quantity", request.quantity())
                        .put("kind", kind(request.cause()))
                        .put("requestId", request.requestId()));
        if (moved.get("holders").intValue() != plan.holdersAfter()) {
            throw new IllegalStateException("the register counts " + moved + ", the plan " + plan.holdersAfter());
        }
        if (plan.isTrade()) {
            TradeDays days = new TradeDays(context, request.product());
            days.carriedOut(plan.from().account().investor(), Side.SELL, plan.day());
            days.carriedOut(plan.to().account().investor(), Side.BUY, plan.day());
        }
        countExemption(context, plan);
    }

    private static String kind(Cause cause) {
        return switch (cause) {
            case Cause.Trade ignored -> "TRADE";
            case Cause.NonTrade nonTrade -> nonTrade.reason().name();
        };
    }

    /** R11: who took securities without being qualified is counted by reason. */
    private static void countExemption(ContractContext context, TransferPlan plan) {
        Optional<String> reason =
                switch (plan.request().cause()) {
                    case Cause.Trade trade ->
                        trade.exemption().map(e -> e.reason().name());
                    case Cause.NonTrade nonTrade ->
                        Optional.of(nonTrade.reason().name());
                };
        reason.ifPresent(name -> {
            String key = "exempt/" + plan.request().product().stableText();
            ObjectNode counts = context.read(key).map(ObjectNode.class::cast).orElseGet(CanonicalJson::object);
            context.write(key, counts.put(name, counts.path(name).asLong() + 1));
        });
    }

    private static ObjectNode described(TransferPlan plan, HandedObjects objects) {
        TransferRequest request = plan.request();
        ObjectNode data = CanonicalJson.object()
                .put("requestId", request.requestId())
                .put("product", request.product().text())
                .put("seller", plan.from().account().investor().text())
                .put("buyer", plan.to().account().investor().text())
                .put("sellerAccount", request.from())
                .put("buyerAccount", request.to())
                .put("quantity", request.quantity())
                .put("amountFen", plan.amountFen())
                .put("kind", kind(request.cause()))
                .put("holders", plan.holdersAfter());
        data.set("objects", objects.named());
        return data;
    }
}
