package io.regchain.protocol.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.settlement.Decision;
import io.regchain.protocol.settlement.LegRecord;
import io.regchain.protocol.settlement.SettlementKeys;
import io.regchain.protocol.settlement.SettlementLeg;
import io.regchain.protocol.settlement.SettlementPlan;
import io.regchain.protocol.settlement.SettlementRules;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Settlement plans with their names, what stands of them in state, and what each step answers. */
final class SettlementVectors implements VectorFile {
    private static final ChainId SHANGHAI = new ChainId("shanghai");
    private static final ChainId SHENZHEN = new ChainId("shenzhen");
    private static final ChainId JIANGSU = new ChainId("jiangsu");
    /** 2026-02-10T02:00:00Z. */
    private static final long DEADLINE = 1_770_688_800_000L;

    private static final long DAY = SettlementRules.LONGEST.toMillis();
    private static final Refusal WITHDRAWN = new Refusal("SELLER_WITHDREW", "卖方撤回");

    private static final SettlementPlan SHARES_FOR_MONEY = plan(
            "DVP-2026-0001",
            SettlementLeg.of(SHANGHAI, "transfers", terms("SH000101G.S2601", 500)),
            SettlementLeg.of(SHENZHEN, "money", terms("人民币", 160_000)));

    private static SettlementPlan plan(String reference, SettlementLeg... legs) {
        return new SettlementPlan(reference, new BlockTime(DEADLINE), List.of(legs));
    }

    private static ObjectNode terms(String what, long quantity) {
        return Json.object().put("quantity", quantity).put("asset", what);
    }

    @Override
    public String name() {
        return "settlement.json";
    }

    @Override
    public ObjectNode content() {
        ObjectNode file =
                Json.object().put("description", "Settlements between chains: plans and their names, state, rules.");
        ArrayNode plans = file.putArray("plans");
        SettlementPlan three = plan(
                "swap_3.a",
                SettlementLeg.of(SHENZHEN, "money", terms("人民币", 1)),
                SettlementLeg.of(JIANGSU, "transfers", Json.object()),
                SettlementLeg.of(SHENZHEN, "transfers", terms("SZ000101G.S2601", 1)));
        for (SettlementPlan plan : List.of(SHARES_FOR_MONEY, three)) {
            plans.addObject()
                    .put("bytes", plan.canonical().toHex())
                    .put("settlement", plan.id().toHex())
                    .set("json", plan.toJson());
        }
        ArrayNode records = file.putArray("records");
        for (LegRecord.State state : LegRecord.State.values()) {
            records.add(record(state).toJson());
        }
        ArrayNode decisions = file.putArray("decisions");
        decisions.add(new Decision.Commit().toJson());
        decisions.add(new Decision.Abort(WITHDRAWN).toJson());
        keys(file.putObject("keys"));
        refused(file.putArray("refused"));
        rules(file.putArray("rules"));
        return file;
    }

    private static LegRecord record(LegRecord.State state) {
        return state == LegRecord.State.REFUSED ? LegRecord.refused(WITHDRAWN) : LegRecord.of(state);
    }

    /** Of the first leg of the first plan. */
    private static void keys(ObjectNode keys) {
        keys.put("plan", SettlementKeys.full(SettlementKeys.plan(SHARES_FOR_MONEY.id())));
        keys.putObject("local")
                .put("leg", SettlementKeys.full(SettlementKeys.Local.leg(SHARES_FOR_MONEY.id(), 0)))
                .put("pending", SettlementKeys.full(SettlementKeys.Local.PENDING));
        keys.putObject("hub")
                .put("leg", SettlementKeys.full(SettlementKeys.Hub.leg(SHARES_FOR_MONEY.id(), 0)))
                .put("decision", SettlementKeys.full(SettlementKeys.Hub.decision(SHARES_FOR_MONEY.id())))
                .put("pending", SettlementKeys.full(SettlementKeys.Hub.pending(SHANGHAI)));
    }

    private static void refused(ArrayNode cases) {
        plan(cases, "one leg", json -> json.withArray("legs").remove(1));
        plan(cases, "all legs on one chain", json -> leg(json, 1).put("chain", "shanghai"));
        plan(cases, "a leg on the supervision chain", json -> leg(json, 1).put("chain", "supervision"));
        plan(cases, "seventeen legs", json -> {
            for (int i = 2; i < 17; i++) {
                json.withArray("legs").add(leg(json, 0).deepCopy());
            }
        });
        plan(cases, "a reference with a space", json -> json.put("reference", "DVP 1"));
        plan(cases, "no reference", json -> json.put("reference", ""));
        plan(cases, "a contract that begins with a capital", json -> leg(json, 0)
                .put("contract", "Transfers"));
        plan(cases, "terms that are no object", json -> leg(json, 0).put("terms", "all"));
        plan(cases, "terms of 4,097 bytes", json -> leg(json, 0)
                .putObject("terms")
                .put("x", "x".repeat(4_089)));
        plan(cases, "terms that nest 33 deep", json -> leg(json, 0).set("terms", nested(33)));
        plan(cases, "a deadline before 1970", json -> json.put("deadlineMillis", -1));
        plan(cases, "a field of its own", json -> json.put("note", ""));
        plan(cases, "a leg with a field of its own", json -> leg(json, 0).put("note", ""));
        refuse(cases, "record", "a lock with a reason", record(LegRecord.State.LOCKED), json -> json.put("code", "NO"));
        refuse(cases, "record", "a refusal without a reason", refusal(), json -> json.without("code"));
        refuse(cases, "record", "a state that there is not", refusal(), json -> json.put("state", "OPEN"));
        refuse(cases, "decision", "an abort without a reason", abort(), json -> json.without("code"));
        refuse(cases, "decision", "neither of the two", abort(), json -> json.put("decision", "WAIT"));
        refuse(
                cases,
                "decision",
                "a reason of 1,025 characters",
                abort(),
                json -> json.put("message", "长".repeat(1_025)));
    }

    private static LegRecord refusal() {
        return record(LegRecord.State.REFUSED);
    }

    private static Decision abort() {
        return new Decision.Abort(WITHDRAWN);
    }

    private static ObjectNode leg(ObjectNode plan, int number) {
        return (ObjectNode) plan.get("legs").get(number);
    }

    private static ObjectNode nested(int depth) {
        ObjectNode inner = Json.object();
        for (int i = 1; i < depth; i++) {
            ObjectNode outer = Json.object();
            outer.set("a", inner);
            inner = outer;
        }
        return inner;
    }

    private static void plan(ArrayNode cases, String why, Consumer<ObjectNode> harm) {
        refuse(cases, "plan", why, SHARES_FOR_MONEY.toJson(), SettlementPlan::fromJson, json -> {
            harm.accept(json);
            return json;
        });
    }

    private static void refuse(
            ArrayNode cases, String what, String why, LegRecord record, UnaryOperator<ObjectNode> harm) {
        refuse(cases, what, why, record.toJson(), LegRecord::fromJson, harm);
    }

    private static void refuse(
            ArrayNode cases, String what, String why, Decision decision, UnaryOperator<ObjectNode> harm) {
        refuse(cases, what, why, decision.toJson(), Decision::fromJson, harm);
    }

    private static void refuse(
            ArrayNode cases,
            String what,
            String why,
            ObjectNode good,
            Consumer<JsonNode> reader,
            UnaryOperator<ObjectNode> harm) {
        JsonNode bad = CanonicalJson.decode(CanonicalJson.encode(harm.apply(good)));
        try {
            reader.accept(bad);
        } catch (DecodeException e) {
            cases.addObject().put("what", what).put("why", why).set("json", bad);
            return;
        }
        throw new AssertionError("accepted: " + why);
    }

    /** Of the first plan. */
    private static void rules(ArrayNode rows) {
        lock(rows, "D1", 2, SHANGHAI, DEADLINE - 1, Optional.empty(), 0);
        lock(rows, "", 0, SHANGHAI, DEADLINE - 1, Optional.empty(), 0);
        lock(rows, "D2", 1, SHANGHAI, DEADLINE - 1, Optional.empty(), 0);
        for (LegRecord.State state : LegRecord.State.values()) {
            lock(rows, "D3", 0, SHANGHAI, DEADLINE - 1, Optional.of(record(state)), 0);
        }
        lock(rows, "D4", 0, SHANGHAI, DEADLINE, Optional.empty(), 0);
        lock(rows, "", 0, SHANGHAI, DEADLINE - DAY, Optional.empty(), 0);
        lock(rows, "D5", 0, SHANGHAI, DEADLINE - DAY - 1, Optional.empty(), 0);
        lock(rows, "", 0, SHANGHAI, DEADLINE - 1, Optional.empty(), SettlementRules.MAX_PENDING - 1);
        lock(rows, "D6", 0, SHANGHAI, DEADLINE - 1, Optional.empty(), SettlementRules.MAX_PENDING);
        for (long offset : new long[] {-1, 0}) {
            BlockTime time = new BlockTime(DEADLINE + offset);
            row(rows, "prove", offset < 0 ? "" : "D4", SettlementRules.prove(SHARES_FOR_MONEY, time, 0))
                    .put("timeMillis", time.epochMillis())
                    .put("pending", 0);
            row(rows, "abort", offset < 0 ? "D7" : "", SettlementRules.abort(SHARES_FOR_MONEY, time))
                    .put("timeMillis", time.epochMillis());
            row(rows, "expire", offset < 0 ? "D7" : "", SettlementRules.expire(SHARES_FOR_MONEY, time))
                    .put("timeMillis", time.epochMillis());
        }
        BlockTime early = new BlockTime(DEADLINE - 1);
        row(rows, "prove", "D6", SettlementRules.prove(SHARES_FOR_MONEY, early, SettlementRules.MAX_PENDING))
                .put("timeMillis", early.epochMillis())
                .put("pending", SettlementRules.MAX_PENDING);
        for (Decision decision : List.of(new Decision.Commit(), new Decision.Abort(WITHDRAWN))) {
            boolean commit = decision instanceof Decision.Commit;
            finish(rows, commit ? "D8" : "D10", decision, Optional.empty(), DEADLINE - 1);
            finish(rows, commit ? "D8" : "", decision, Optional.empty(), DEADLINE);
            finish(rows, "D8", decision, Optional.of(record(LegRecord.State.LOCKED)), DEADLINE);
            finish(rows, commit ? "D9" : "", decision, Optional.of(refusal()), DEADLINE - 1);
            finish(rows, commit ? "" : "D9", decision, Optional.of(record(LegRecord.State.COMMITTED)), DEADLINE);
            finish(rows, commit ? "D9" : "", decision, Optional.of(record(LegRecord.State.RELEASED)), DEADLINE);
        }
    }

    private static void lock(
            ArrayNode rows, String rule, int leg, ChainId self, long time, Optional<LegRecord> known, int pending) {
        BlockTime now = new BlockTime(time);
        Optional<Refusal> answer = SettlementRules.leg(SHARES_FOR_MONEY, leg)
                .or(() -> SettlementRules.lock(SHARES_FOR_MONEY, leg, self, now, known, pending));
        ObjectNode row = row(rows, "lock", rule, answer)
                .put("leg", leg)
                .put("self", self.value())
                .put("timeMillis", time)
                .put("pending", pending);
        row.set("known", known.<JsonNode>map(LegRecord::toJson).orElseGet(row::nullNode));
    }

    /** @param proven empty when the leg is proven absent under a header of this time */
    private static void finish(ArrayNode rows, String rule, Decision decision, Optional<LegRecord> proven, long time) {
        ObjectNode row = row(
                        rows,
                        "finish at the hub",
                        rule,
                        SettlementRules.finish(SHARES_FOR_MONEY, decision, proven, new BlockTime(time)))
                .put("timeMillis", time);
        row.set("decision", decision.toJson());
        row.set("proven", proven.<JsonNode>map(LegRecord::toJson).orElseGet(row::nullNode));
    }

    /** @param rule that refuses it; empty when it is allowed */
    private static ObjectNode row(ArrayNode rows, String step, String rule, Optional<Refusal> answer) {
        if (answer.isPresent() == rule.isEmpty()) {
            throw new AssertionError(step + ": " + answer);
        }
        ObjectNode row = rows.addObject()
                .put("step", step)
                .put("outcome", answer.map(Refusal::code).orElse("ALLOWED"));
        return rule.isEmpty() ? row : row.put("rule", rule);
    }
}
