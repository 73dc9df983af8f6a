package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.settlement.Decision;
import io.regchain.protocol.settlement.LegRecord;
import io.regchain.protocol.settlement.SettlementKeys;
import io.regchain.protocol.settlement.SettlementLeg;
import io.regchain.protocol.settlement.SettlementPlan;
import io.regchain.protocol.settlement.SettlementRules;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A local chain's part in atomic settlements (R20, protocol text section 19). The operator has its leg locked; what
 * happens then is the supervision chain's decision, which anyone may bring with proof. A contract that keeps assets takes
 * part by the methods {@value #LOCK}, {@value #COMMIT} and {@value #RELEASE}, open to this contract only, with
 * {@code {settlement, leg, reference, terms}}; it may refuse a lock, and must carry out what it has locked. Methods:
 *
 * <ul>
 *   <li>{@code lock {plan, leg}} by the operator
 *   <li>{@code refuse {plan, leg, code, message}} by the operator: the others need not wait for the deadline
 *   <li>{@code finish {settlement, decision, header, certificate, nextValidators?, proof}} by anyone
 *   <li>{@code expire {settlement, header, certificate, nextValidators?, proof}} by anyone: no decision at the deadline
 * </ul>
 */
public final class SettlementsContract implements Contract {
    public static final String NAME = SettlementKeys.CONTRACT;
    static final String LOCK = "settlementLock";
    static final String COMMIT = "settlementCommit";
    static final String RELEASE = "settlementRelease";
    private static final String METHODS = "lock, refuse, finish, expire";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        Arguments in = Arguments.of(arguments);
        return switch (method) {
            case "lock" -> lock(context, in);
            case "refuse" -> refuse(context, in);
            case "finish" -> finish(context, in);
            case "expire" -> expire(context, in);
            default -> throw Refusals.unknownMethod(NAME, method, METHODS);
        };
    }

    private static JsonNode lock(ContractContext context, Arguments in) {
        Callers.requireOperator(context, "settlements.lock");
        SettlementPlan plan = plan(in);
        ProvenHub.requireUsable(context);
        int leg = leg(context, in, plan);
        context.call(plan.legs().get(leg).contract(), LOCK, task(plan, leg));
        return enter(context, plan, leg, LegRecord.of(LegRecord.State.LOCKED));
    }

    private static JsonNode refuse(ContractContext context, Arguments in) {
        Callers.requireOperator(context, "settlements.refuse");
        SettlementPlan plan = plan(in);
        int leg = leg(context, in, plan);
        Refusal reason = new Decision.Abort(Refusals.decoded(
                        "BAD_ARGUMENT", "code", () -> new Refusal(in.text("code"), in.text("message"))))
                .reason();
        return enter(context, plan, leg, LegRecord.refused(reason));
    }

    /** The leg named, if it may be locked or refused now. */
    private static int leg(ContractContext context, Arguments in, SettlementPlan plan) {
        long number = in.number("leg");
        Refusals.raise(SettlementRules.leg(plan, number));
        int leg = (int) number;
        Refusals.raise(SettlementRules.lock(
                plan,
                leg,
                context.chainId(),
                context.time(),
                record(context, plan.id(), leg),
                pending(context).size()));
        return leg;
    }

    private static JsonNode enter(ContractContext context, SettlementPlan plan, int leg, LegRecord record) {
        Hash32 id = plan.id();
        context.write(SettlementKeys.plan(id), plan.toJson());
        context.write(SettlementKeys.Local.leg(id, leg), record.toJson());
        ArrayNode pending = pending(context);
        pending.addObject().put("settlement", id.toHex()).put("leg", leg);
        context.write(SettlementKeys.Local.PENDING, pending);
        context.emit("settlementLeg" + capital(record.state()), described(plan, leg, record));
        return CanonicalJson.object()
                .put("settlement", id.toHex())
                .put("state", record.state().name());
    }

    private static JsonNode finish(ContractContext context, Arguments in) {
        SettlementPlan plan = known(context, in);
        Decision decision = Refusals.decoded(
                "BAD_ARGUMENT",
                "decision",
                () -> Decision.fromJson(in.object("decision").node()));
        if (!isPending(context, plan.id())) {
            return noop(plan);
        }
        return underHub(context, in, hub -> {
            hub.requirePresent(decisionKey(plan), decision.toJson(), "DECISION_NOT_PROVEN");
            return conclude(context, plan, decision);
        });
    }

    private static JsonNode expire(ContractContext context, Arguments in) {
        SettlementPlan plan = known(context, in);
        if (!isPending(context, plan.id())) {
            return noop(plan);
        }
        return underHub(context, in, hub -> {
            Refusals.raise(SettlementRules.expire(plan, hub.time()));
            hub.requireAbsent(decisionKey(plan));
            Refusal reason = new Refusal(
                    "SETTLEMENT_PAST_DEADLINE",
                    "the supervision chain had decided nothing by " + plan.deadline()
                            + ", and never commits from then on");
            return conclude(context, plan, new Decision.Abort(reason));
        });
    }

    private static JsonNode underHub(ContractContext context, Arguments in, Function<ProvenHub, JsonNode> then) {
        return ProvenHub.verify(context, in).map(then).orElseGet(() -> new HubCheck.Froze().answer());
    }

    private static String decisionKey(SettlementPlan plan) {
        return SettlementKeys.full(SettlementKeys.Hub.decision(plan.id()));
    }

    /** Every leg this chain has entered follows the decision. */
    private static JsonNode conclude(ContractContext context, SettlementPlan plan, Decision decision) {
        Hash32 id = plan.id();
        IntStream.range(0, plan.legs().size()).forEach(leg -> record(context, id, leg)
                .ifPresent(before -> conclude(context, plan, leg, before, decision)));
        ArrayNode left = CanonicalJson.array();
        pending(context).forEach(entry -> {
            if (!entry.path("settlement").textValue().equals(id.toHex())) {
                left.add(entry);
            }
        });
        context.write(SettlementKeys.Local.PENDING, left);
        return decision.toJson().put("settlement", id.toHex());
    }

    private static void conclude(
            ContractContext context, SettlementPlan plan, int leg, LegRecord before, Decision decision) {
        LegRecord after = before.after(decision);
        if (after.equals(before)) {
            return; // refused: there is nothing to give back
        }
        context.call(
                plan.legs().get(leg).contract(),
                after.state() == LegRecord.State.COMMITTED ? COMMIT : RELEASE,
                task(plan, leg));
        context.write(SettlementKeys.Local.leg(plan.id(), leg), after.toJson());
        context.emit("settlementLeg" + capital(after.state()), described(plan, leg, after));
    }

    /** What a contract that keeps assets is told. */
    private static ObjectNode task(SettlementPlan plan, int leg) {
        ObjectNode task = CanonicalJson.object()
                .put("settlement", plan.id().toHex())
                .put("leg", leg)
                .put("reference", plan.reference());
        task.set("terms", plan.legs().get(leg).termsJson());
        return task;
    }

    private static ObjectNode described(SettlementPlan plan, int leg, LegRecord record) {
        SettlementLeg own = plan.legs().get(leg);
        ObjectNode event = record.toJson()
                .put("settlement", plan.id().toHex())
                .put("reference", plan.reference())
                .put("leg", leg)
                .put("contract", own.contract());
        event.set("terms", own.termsJson());
        return event;
    }

    private static String capital(LegRecord.State state) {
        return state.name().charAt(0) + state.name().substring(1).toLowerCase(Locale.ROOT);
    }

    private static SettlementPlan plan(Arguments in) {
        return Refusals.decoded(
                "SETTLEMENT_MALFORMED",
                "plan",
                () -> SettlementPlan.fromJson(in.object("plan").node()));
    }

    private static SettlementPlan known(ContractContext context, Arguments in) {
        Hash32 id = in.parsed("settlement", "the hash of a settlement plan", Hash32::ofHex);
        return context.read(SettlementKeys.plan(id))
                .map(SettlementPlan::fromJson)
                .orElseThrow(() -> new ContractRefusal(
                        "SETTLEMENT_UNKNOWN", "this chain has neither locked nor refused a leg of settlement " + id));
    }

    private static Optional<LegRecord> record(ContractContext context, Hash32 id, int leg) {
        return context.read(SettlementKeys.Local.leg(id, leg)).map(LegRecord::fromJson);
    }

    private static ArrayNode pending(ContractContext context) {
        return context.read(SettlementKeys.Local.PENDING)
                .map(ArrayNode.class::cast)
                .orElseGet(CanonicalJson::array);
    }

    private static boolean isPending(ContractContext context, Hash32 id) {
        for (JsonNode entry : pending(context)) {
            if (entry.path("settlement").textValue().equals(id.toHex())) {
                return true;
            }
        }
        return false;
    }

    private static ObjectNode noop(SettlementPlan plan) {
        return CanonicalJson.object()
                .put("noop", true)
                .put("reason", "SETTLEMENT_FINISHED")
                .put("message", "the settlement " + plan.reference() + " is finished on this chain");
    }
}
