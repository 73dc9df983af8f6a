package io.regchain.localchain.vectors;

import static io.regchain.localchain.vectors.RecordedFederation.JIANGSU;
import static io.regchain.localchain.vectors.RecordedFederation.RELAY;
import static io.regchain.localchain.vectors.RecordedFederation.ZHEJIANG;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.settlement.Decision;
import io.regchain.protocol.settlement.SettlementKeys;
import io.regchain.protocol.settlement.SettlementLeg;
import io.regchain.protocol.settlement.SettlementPlan;
import java.time.Duration;
import java.util.List;

/** Settlements between Zhejiang and Jiangsu: carried out, called off by one side, and run out of time. */
final class SettlementLife {
    private static final Duration OPEN = Duration.ofMinutes(30);
    private static final String SETTLEMENTS = SettlementKeys.CONTRACT;

    private final RecordedFederation federation = new RecordedFederation();
    private final LifeRecord record = new LifeRecord(federation);
    private final ContractHarness hub = federation.hub;
    private final ForgedShowings forged = new ForgedShowings(hub);

    ObjectNode file() {
        SettlementPlan forgotten = plan("DVP-2026-0003");
        locked("zhejiang locks its leg of a settlement that nobody else will ever enter", forgotten, 0);
        SettlementPlan carriedOut = carriedOut();
        SettlementPlan calledOff = calledOff();
        outOfTime(forgotten, calledOff);
        trustRunsOut(carriedOut);
        return record.file("Settlements between zhejiang and jiangsu, decided by the hub, as each chain sees them.");
    }

    private SettlementPlan plan(String reference) {
        return new SettlementPlan(reference, later(OPEN), List.of(leg(ZHEJIANG, "股份"), leg(JIANGSU, "资金")));
    }

    private static SettlementLeg leg(ChainId chain, String what) {
        return SettlementLeg.of(chain, Desk.NAME, CanonicalJson.object().put("asset", what));
    }

    private BlockTime later(Duration duration) {
        return new BlockTime(federation.now().epochMillis() + duration.toMillis());
    }

    private static ObjectNode entering(SettlementPlan plan, long leg) {
        ObjectNode arguments = CanonicalJson.object().put("leg", leg);
        arguments.set("plan", plan.toJson());
        return arguments;
    }

    private static Sm2PrivateKey operator(ChainId chain) {
        return RecordedFederation.operatorKey(chain);
    }

    private void locked(String name, SettlementPlan plan, int leg) {
        ChainId chain = plan.legs().get(leg).chain();
        record.call(name, chain, operator(chain), SETTLEMENTS, "lock", entering(plan, leg));
    }

    private void notLocked(String name, String rule, String code, ObjectNode arguments) {
        record.refused(name, rule, code, ZHEJIANG, operator(ZHEJIANG), SETTLEMENTS, "lock", arguments);
    }

    private String key(String path) {
        return SettlementKeys.full(path);
    }

    private String decisionKey(SettlementPlan plan) {
        return key(SettlementKeys.Hub.decision(plan.id()));
    }

    private JsonNode decision(SettlementPlan plan) {
        return hub.read(decisionKey(plan)).orElseThrow();
    }

    private void showLeg(String name, SettlementPlan plan, int leg) {
        ContractHarness market = federation.market(plan.legs().get(leg).chain());
        record.show(name, market, key(SettlementKeys.Local.leg(plan.id(), leg)));
    }

    /** The hub is brought what stands of a leg on its chain. */
    private void hubIsShown(String method, SettlementPlan plan, int leg) {
        ContractHarness market = federation.market(plan.legs().get(leg).chain());
        String key = key(SettlementKeys.Local.leg(plan.id(), leg));
        ObjectNode arguments = federation.proven(market, key).put("leg", leg);
        if (method.equals("finish")) {
            arguments.put("settlement", plan.id().toHex());
        } else {
            arguments.set("plan", plan.toJson());
        }
        if (!method.equals("prove")) {
            market.read(key).ifPresent(leg0 -> arguments.set("record", leg0));
        }
        federation.relay(SETTLEMENTS, method, arguments);
    }

    private ObjectNode finishing(SettlementPlan plan) {
        ObjectNode arguments =
                CanonicalJson.object().put("settlement", plan.id().toHex());
        arguments.set("decision", decision(plan));
        return shown(arguments, plan);
    }

    private ObjectNode shown(ObjectNode arguments, SettlementPlan plan) {
        arguments.setAll(federation.shownHub());
        return arguments.put("proof", federation.hubProof(decisionKey(plan)));
    }

    private ObjectNode expiring(SettlementPlan plan) {
        hub.at(federation.now()).emptyBlock();
        return shown(CanonicalJson.object().put("settlement", plan.id().toHex()), plan);
    }

    private void finished(String name, ChainId chain, SettlementPlan plan) {
        record.call(name, chain, RELAY, SETTLEMENTS, "finish", finishing(plan));
    }

    private void refused(String name, String rule, String code, String method, ObjectNode arguments) {
        record.refused(name, rule, code, ZHEJIANG, RELAY, SETTLEMENTS, method, arguments);
    }

    private SettlementPlan carriedOut() {
        SettlementPlan plan = plan("DVP-2026-0001");
        notToBeLocked(plan);
        locked("zhejiang locks its leg", plan, 0);
        notLocked("zhejiang locks it again", "D3", "LEG_ALREADY_LOCKED", entering(plan, 0));
        showLeg("zhejiang holds the lock", plan, 0);
        hubIsShown("prove", plan, 0);
        record.show("one of two legs is locked: nothing is decided", hub, decisionKey(plan));
        ObjectNode early = shown(finishingWith(plan, new Decision.Commit()), plan);
        refused("a decision that the hub has not made", "D14", "DECISION_NOT_PROVEN", "finish", early);
        locked("jiangsu locks its leg", plan, 1);
        showLeg("jiangsu holds the lock", plan, 1);
        hubIsShown("prove", plan, 1);
        record.show("the hub has decided to commit", hub, decisionKey(plan));
        notToBeFinished(plan);
        finished("zhejiang hands over", ZHEJIANG, plan);
        finished("zhejiang is brought the decision again", ZHEJIANG, plan);
        finished("jiangsu hands over", JIANGSU, plan);
        showLeg("zhejiang's leg is carried out", plan, 0);
        showLeg("jiangsu's leg is carried out", plan, 1);
        notLocked("what was carried out is locked again", "D3", "LEG_ALREADY_COMMITTED", entering(plan, 0));
        return plan;
    }

    private void notToBeLocked(SettlementPlan plan) {
        record.refused(
                "somebody else locks",
                "D12",
                "NOT_THE_OPERATOR",
                ZHEJIANG,
                RELAY,
                SETTLEMENTS,
                "lock",
                entering(plan, 0));
        notLocked("a leg that the plan has not", "D1", "LEG_UNKNOWN", entering(plan, 2));
        notLocked("a leg of another chain", "D2", "LEG_OF_OTHER_CHAIN", entering(plan, 1));
        ObjectNode single = entering(plan, 0);
        single.withObject("/plan").withArray("legs").remove(1);
        notLocked("a plan with one leg", "D11", "SETTLEMENT_MALFORMED", single);
        ObjectNode past = entering(plan, 0);
        past.withObject("/plan")
                .put("deadlineMillis", later(Duration.ofSeconds(1)).epochMillis());
        notLocked("the deadline is now", "D4", "SETTLEMENT_PAST_DEADLINE", past);
        ObjectNode far = entering(plan, 0);
        far.withObject("/plan")
                .put(
                        "deadlineMillis",
                        later(Duration.ofSeconds(1)).epochMillis()
                                + 1
                                + Duration.ofHours(24).toMillis());
        notLocked("the deadline lies a millisecond too far ahead", "D5", "SETTLEMENT_DEADLINE_FAR", far);
        ObjectNode empty = entering(plan, 0);
        empty.withObject("/plan/legs/0/terms").put("empty", true);
        notLocked("the contract that keeps the asset says no", "D16", "NOTHING_TO_LOCK", empty);
    }

    private static ObjectNode finishingWith(SettlementPlan plan, Decision decision) {
        ObjectNode arguments =
                CanonicalJson.object().put("settlement", plan.id().toHex());
        arguments.set("decision", decision.toJson());
        return arguments;
    }

    private void notToBeFinished(SettlementPlan plan) {
        ObjectNode unknown = finishing(plan).put("settlement", "00".repeat(32));
        refused("a settlement that zhejiang does not know", "D13", "SETTLEMENT_UNKNOWN", "finish", unknown);
        ObjectNode abort = finishing(plan);
        abort.set("decision", new Decision.Abort(new Refusal("SELLER_WITHDREW", "no")).toJson());
        refused("another decision than the hub's", "D14", "DECISION_NOT_PROVEN", "finish", abort);
        ObjectNode other = finishing(plan).put("proof", federation.hubProof("settlements/pending/zhejiang"));
        refused("the proof of another key", "D14", "DECISION_NOT_PROVEN", "finish", other);
        refused("two seals of four", "11.6", "QUORUM_NOT_REACHED", "finish", forged.sealedBy(finishing(plan), 0, 1));
        refused(
                "a seal by a foreign key",
                "11.4",
                "SEAL_BY_UNREGISTERED_KEY",
                "finish",
                forged.sealedBy(finishing(plan), 0, 1, 9));
    }

    private SettlementPlan calledOff() {
        SettlementPlan plan = plan("DVP-2026-0002");
        locked("zhejiang locks its leg of another settlement", plan, 0);
        showLeg("zhejiang holds that lock", plan, 0);
        hubIsShown("prove", plan, 0);
        record.call(
                "jiangsu will not lock its own",
                JIANGSU,
                operator(JIANGSU),
                SETTLEMENTS,
                "refuse",
                entering(plan, 1).put("code", "BUYER_WITHDREW").put("message", "the buyer has changed his mind"));
        showLeg("jiangsu's refusal stands", plan, 1);
        hubIsShown("refuse", plan, 1);
        record.show("the hub has decided to abort", hub, decisionKey(plan));
        finished("zhejiang gives back", ZHEJIANG, plan);
        showLeg("zhejiang's leg is its owner's again", plan, 0);
        return plan;
    }

    private void outOfTime(SettlementPlan plan, SettlementPlan decided) {
        refused(
                "nothing is decided, before the deadline",
                "D7",
                "SETTLEMENT_NOT_PAST_DEADLINE",
                "expire",
                expiring(plan));
        federation.pass(OPEN);
        record.call("jiangsu lets time pass", JIANGSU, RELAY, Desk.NAME, "onAcknowledgement", CanonicalJson.object());
        ObjectNode notAbsent = expiring(plan).put("proof", federation.hubProof(decisionKey(decided)));
        refused("the proof of what is decided", "D15", "ABSENCE_NOT_PROVEN", "expire", notAbsent);
        record.refused(
                "what is decided does not expire",
                "D15",
                "ABSENCE_NOT_PROVEN",
                JIANGSU,
                RELAY,
                SETTLEMENTS,
                "expire",
                expiring(decided));
        ObjectNode silence = expiring(plan);
        record.show("the hub has decided nothing by the deadline", hub, decisionKey(plan));
        record.call("zhejiang gives back", ZHEJIANG, RELAY, SETTLEMENTS, "expire", silence);
        record.call("zhejiang is told again", ZHEJIANG, RELAY, SETTLEMENTS, "expire", silence);
        finished("jiangsu's refused leg is over", JIANGSU, decided);
        showLeg("zhejiang's leg of the forgotten one is its owner's again", plan, 0);
    }

    /** No header for the whole trust period: nothing is locked, and no decision counts. */
    private void trustRunsOut(SettlementPlan finished) {
        SettlementPlan last = plan("DVP-2026-0004");
        locked("zhejiang locks once more", last, 0);
        federation.pass(Duration.ofDays(14));
        SettlementPlan next = plan("DVP-2026-0005");
        notLocked("the client of the hub has expired", "L2", "CLIENT_EXPIRED", entering(next, 0));
        refused("no header counts any more", "L2", "CLIENT_EXPIRED", "expire", expiring(last));
        finished("what is over stays over", ZHEJIANG, finished);
    }
}
