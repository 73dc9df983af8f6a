package io.regchain.localchain.scenario;

import static io.regchain.localchain.scenario.Action.list;
import static io.regchain.localchain.scenario.Action.number;
import static io.regchain.localchain.scenario.Action.object;
import static io.regchain.localchain.scenario.Action.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.ChainNode;
import io.regchain.localchain.federation.LocalMarket;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.settlement.Decision;
import io.regchain.protocol.settlement.LegRecord;
import io.regchain.protocol.settlement.SettlementKeys;
import io.regchain.protocol.settlement.SettlementLeg;
import io.regchain.protocol.settlement.SettlementPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Settlement money, and settlements between chains (R19, R20). */
final class SettlementActions {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private SettlementActions() {}

    static List<Action> all() {
        return List.of(
                Action.ofMarket("open-money", SettlementActions::openMoney, text("code"), text("account")),
                Action.ofMarket("deposit-money", SettlementActions::deposit, text("account"), number("amount-fen")),
                Action.ofMarket(
                        "agree-settlement",
                        SettlementActions::agree,
                        text("reference"),
                        number("minutes"),
                        list("legs")),
                Action.ofMarket("lock-leg", SettlementActions::lock, object("plan"), number("leg")),
                Action.ofMarket(
                        "refuse-leg",
                        SettlementActions::refuse,
                        object("plan"),
                        number("leg"),
                        text("code"),
                        text("message")),
                Action.ofMarket("await-settlement", SettlementActions::await, object("plan"), number("leg")),
                Action.ofMarket("report-settled", SettlementActions::report, object("plan"), number("leg")));
    }

    private static Outcome openMoney(Performance step) {
        return step.submit(
                "money",
                "open",
                CanonicalJson.object()
                        .put("requestId", step.requestId())
                        .put("account", step.text("account"))
                        .put("investorCode", step.text("code")));
    }

    private static Outcome deposit(Performance step) {
        return step.submit(
                "money",
                "deposit",
                CanonicalJson.object()
                        .put("requestId", step.requestId())
                        .put("account", step.text("account"))
                        .put("amountFen", step.number("amount-fen"))
                        .put("voucher", Sm3.hash(Bytes.utf8(step.requestId())).toHex()));
    }

    /** The parties agree; nothing is sent to a chain. The deadline is kept, so that a repeated step agrees on the same. */
    private static Outcome agree(Performance step) {
        JsonNode kept = step.remember("plan", () -> plan(step).toJson());
        SettlementPlan plan = SettlementPlan.fromJson(kept);
        ObjectNode result = CanonicalJson.object().put("settlement", plan.id().toHex());
        result.set("plan", plan.toJson());
        return Outcome.success(result);
    }

    private static SettlementPlan plan(Performance step) {
        List<SettlementLeg> legs = new ArrayList<>();
        try {
            for (JsonNode leg : step.list("legs")) {
                if (!(leg.path("terms") instanceof ObjectNode terms)) {
                    throw new StepFailure("argument legs: each leg has chain, contract and terms, not " + leg);
                }
                legs.add(SettlementLeg.of(
                        new ChainId(leg.path("chain").asText()),
                        leg.path("contract").asText(),
                        terms));
            }
            BlockTime deadline = BlockTime.of(step.now().plus(Duration.ofMinutes(step.number("minutes"))));
            return new SettlementPlan(step.text("reference"), deadline, legs);
        } catch (IllegalArgumentException e) {
            throw new StepFailure("argument legs: " + e.getMessage(), e);
        }
    }

    private static SettlementPlan agreed(Performance step) {
        try {
            return SettlementPlan.fromJson(step.object("plan"));
        } catch (DecodeException e) {
            throw new StepFailure("argument plan should be the plan of an agree-settlement step: " + e.getMessage(), e);
        }
    }

    private static int leg(Performance step, SettlementPlan plan) {
        long leg = step.number("leg");
        if (leg < 0 || leg >= plan.legs().size()) {
            throw new StepFailure("argument leg should be 0 to " + (plan.legs().size() - 1) + " but is " + leg);
        }
        return (int) leg;
    }

    private static ObjectNode entering(Performance step) {
        SettlementPlan plan = agreed(step);
        ObjectNode content = CanonicalJson.object().put("leg", leg(step, plan));
        content.set("plan", plan.toJson());
        return content;
    }

    private static Outcome lock(Performance step) {
        return step.submit(SettlementKeys.CONTRACT, "lock", entering(step));
    }

    private static Outcome refuse(Performance step) {
        return step.submit(
                SettlementKeys.CONTRACT,
                "refuse",
                entering(step).put("code", step.text("code")).put("message", step.text("message")));
    }

    /** The end of this market's leg, which relays bring about; refused, with the reason, unless it was carried out. */
    private static Outcome await(Performance step) {
        SettlementPlan plan = agreed(step);
        LocalMarket market = step.market();
        ChainNode node = market.node(0);
        String key = SettlementKeys.full(SettlementKeys.Local.leg(plan.id(), leg(step, plan)));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Height seen = node.height();
        while (System.nanoTime() < deadline) {
            Optional<LegRecord> record =
                    node.read(seen, key).map(CanonicalJson::decode).map(LegRecord::fromJson);
            if (record.isPresent() && record.get().state() != LegRecord.State.LOCKED) {
                return ended(step, plan, record.get()).seenAt(market.chainId(), seen);
            }
            seen = node.awaitAbove(seen, LOOK_AGAIN).toCompletableFuture().join();
        }
        throw new StepFailure("the settlement " + plan.reference() + " did not end on " + market.chainId() + " within "
                + PATIENCE.toSeconds() + " s");
    }

    private static Outcome ended(Performance step, SettlementPlan plan, LegRecord record) {
        ObjectNode result = CanonicalJson.object().put("state", record.state().name());
        if (record.state() == LegRecord.State.COMMITTED) {
            return Outcome.success(result);
        }
        Optional<Decision> decision = step.federation()
                .hubNode()
                .read(SettlementKeys.full(SettlementKeys.Hub.decision(plan.id())))
                .map(CanonicalJson::decode)
                .map(Decision::fromJson);
        return decision.filter(Decision.Abort.class::isInstance)
                .map(Decision.Abort.class::cast)
                .map(abort ->
                        Outcome.refused(abort.reason().code(), abort.reason().message()))
                .orElseGet(() -> Outcome.refused(
                        "SETTLEMENT_PAST_DEADLINE", "the hub had decided nothing by " + plan.deadline()));
    }

    private static Outcome report(Performance step) {
        SettlementPlan plan = agreed(step);
        LocalMarket market = step.market();
        return step.submit(
                "transfers",
                "report",
                market.desk().reportSettled(step.requestId(), plan.id(), leg(step, plan), market.state(), step.now()));
    }
}
