package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.settlement.Decision;
import io.regchain.protocol.settlement.LegRecord;
import io.regchain.protocol.settlement.SettlementKeys;
import io.regchain.protocol.settlement.SettlementLeg;
import io.regchain.protocol.settlement.SettlementPlan;
import io.regchain.protocol.settlement.SettlementRules;
import java.util.Optional;

/**
 * The supervision chain decides atomic settlements between local chains (R20, protocol text section 19): to commit once
 * every leg is proven locked before the deadline, to abort once one is proven refused, a route is missing, or the deadline
 * has passed. It decides once. Anyone with the role of a relayer may bring a proof; nobody's word is taken. Methods:
 *
 * <ul>
 *   <li>{@code prove {plan, leg, height, proof}}: the leg is locked on its chain
 *   <li>{@code refuse {plan, leg, record, height, proof}}: its chain will not lock it
 *   <li>{@code abort {settlement, chain}}: the deadline has passed; {@code chain} takes part in it
 *   <li>{@code finish {settlement, leg, record?, height, proof}}: the leg has taken the decision; no record: it was never
 *       locked
 * </ul>
 */
public final class SettlementsContract implements Contract {
    public static final String NAME = SettlementKeys.CONTRACT;
    private static final String METHODS = "prove, refuse, abort, finish";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        Arguments in = Arguments.of(arguments);
        return switch (method) {
            case "prove" -> prove(context, in);
            case "refuse" -> refuse(context, in);
            case "abort" -> abort(context, in);
            case "finish" -> finish(context, in);
            default -> throw UnknownMethod.refusal(NAME, method, METHODS);
        };
    }

    private static JsonNode prove(ContractContext context, Arguments in) {
        SettlementPlan plan = plan(in);
        Settlement settlement = new Settlement(context, plan);
        Proven proven = proven(context, in, plan, Optional.of(LegRecord.of(LegRecord.State.LOCKED)));
        if (settlement.decision().isPresent()) {
            return noop("SETTLEMENT_DECIDED");
        }
        if (settlement.isRecorded(proven.leg())) {
            return noop("LEG_KNOWN");
        }
        admit(context, settlement, proven);
        settlement.record(proven.leg(), "LOCKED", proven.header());
        context.emit("settlementLegLocked", proven.event(settlement));
        Optional<Refusal> denied = denied(context, plan);
        if (denied.isPresent()) {
            settlement.decide(new Decision.Abort(denied.get()));
        } else if (settlement.allRecorded()) {
            settlement.decide(new Decision.Commit());
        }
        return settlement.described();
    }

    private static void admit(ContractContext context, Settlement settlement, Proven proven) {
        ChainId chain = settlement.plan().legs().get(proven.leg()).chain();
        raise(SettlementRules.prove(settlement.plan(), context.time(), settlement.othersBefore(chain)));
        settlement.standBefore(chain);
    }

    /** Every chain must be active and, by default deny, a route must lead to it from the first leg's chain. */
    private static Optional<Refusal> denied(ContractContext context, SettlementPlan plan) {
        SettlementLeg first = plan.legs().get(0);
        for (SettlementLeg leg : plan.legs()) {
            if (ActiveChain.find(context, leg.chain()).isEmpty()) {
                return Optional.of(
                        new Refusal("CHAIN_NOT_ACTIVE", "the chain " + leg.chain() + " is not registered and active"));
            }
            if (leg.chain().equals(first.chain())) {
                continue;
            }
            RoutesContract.Call call = new RoutesContract.Call(
                    first.chain().value(), NAME, leg.chain().value(), leg.contract(), SettlementKeys.METHOD);
            boolean allowed = RoutesContract.match(context, call, context.time())
                    .map(match -> match.verdict() == RoutesContract.Verdict.ALLOW)
                    .orElse(false);
            if (!allowed) {
                return Optional.of(new Refusal(
                        "ROUTE_DENIED",
                        "no route allows " + first.chain() + "/" + NAME + " to settle with " + leg.chain() + "/"
                                + leg.contract() + " (method " + SettlementKeys.METHOD
                                + "); have one proposed and approved"));
            }
        }
        return Optional.empty();
    }

    private static JsonNode refuse(ContractContext context, Arguments in) {
        SettlementPlan plan = plan(in);
        LegRecord record = record(in).orElseThrow(() -> bad("record", "the refusal that the chain wrote"));
        if (record.state() != LegRecord.State.REFUSED) {
            throw bad("record", "a leg that is REFUSED, not " + record.state());
        }
        Settlement settlement = new Settlement(context, plan);
        Proven proven = proven(context, in, plan, Optional.of(record));
        if (settlement.decision().isPresent()) {
            return noop("SETTLEMENT_DECIDED");
        }
        admit(context, settlement, proven);
        settlement.record(proven.leg(), "REFUSED", proven.header());
        context.emit("settlementLegRefused", proven.event(settlement));
        settlement.decide(new Decision.Abort(record.reason().orElseThrow()));
        return settlement.described();
    }

    private static JsonNode abort(ContractContext context, Arguments in) {
        ChainId chain = in.parsed("chain", "a chain id", ChainId::new);
        Roles.requireRelayer(context, chain);
        Optional<Settlement> found = Settlement.find(context, id(in));
        if (found.isEmpty()) {
            return noop("SETTLEMENT_UNKNOWN"); // what is not opened by its deadline never will be
        }
        Settlement settlement = found.get();
        if (!settlement.plan().chains().contains(chain)) {
            throw new ContractRefusal(
                    "CHAIN_NOT_IN_SETTLEMENT",
                    chain + " has no leg in the settlement " + settlement.plan().reference());
        }
        if (settlement.decision().isPresent()) {
            return noop("SETTLEMENT_DECIDED");
        }
        raise(SettlementRules.abort(settlement.plan(), context.time()));
        settlement.decide(new Decision.Abort(new Refusal(
                "SETTLEMENT_PAST_DEADLINE",
                "not every leg was proven locked before " + settlement.plan().deadline())));
        return settlement.described();
    }

    private static JsonNode finish(ContractContext context, Arguments in) {
        Settlement settlement = known(context, in);
        SettlementPlan plan = settlement.plan();
        Decision decision = settlement
                .decision()
                .orElseThrow(() -> new ContractRefusal(
                        "SETTLEMENT_NOT_DECIDED", "the settlement " + plan.reference() + " is not decided yet"));
        Optional<LegRecord> record = record(in);
        Proven proven = proven(context, in, plan, record);
        if (settlement.isFinished(proven.leg())) {
            return noop("LEG_FINISHED");
        }
        raise(SettlementRules.finish(plan, decision, record, proven.header().time()));
        settlement.finish(proven.leg(), record.map(leg -> leg.state().name()).orElse("NEVER_LOCKED"), proven.header());
        context.emit("settlementLegFinished", proven.event(settlement));
        settlement.completeIfAllFinished();
        return settlement.described();
    }

    // ---- what callers hand in

    /** A leg whose record, or the absence of one, is proven in a verified state of its chain. */
    private record Proven(int leg, ProvenHeader header, String key, StateProof proof) {
        ObjectNode event(Settlement settlement) {
            ObjectNode event = settlement.described().put("leg", leg);
            event.set("provenBy", header.provenBy(key, proof));
            return event;
        }
    }

    private static Proven proven(
            ContractContext context, Arguments in, SettlementPlan plan, Optional<LegRecord> record) {
        long number = in.number("leg");
        raise(SettlementRules.leg(plan, number));
        int leg = (int) number;
        ChainId chain = plan.legs().get(leg).chain();
        Roles.requireRelayer(context, chain);
        ProvenHeader header = ProvenHeader.require(context, chain, new Height(in.number("height")));
        String key = SettlementKeys.full(SettlementKeys.Local.leg(plan.id(), leg));
        StateProof proof = record.isPresent()
                ? header.requirePresent(
                        in, key, CanonicalJson.encode(record.get().toJson()))
                : header.requireAbsent(in, key);
        return new Proven(leg, header, key, proof);
    }

    private static SettlementPlan plan(Arguments in) {
        try {
            return SettlementPlan.fromJson(in.object("plan").node());
        } catch (DecodeException | IllegalArgumentException e) {
            throw bad("plan", "a settlement plan: " + e.getMessage());
        }
    }

    private static Optional<LegRecord> record(Arguments in) {
        try {
            return in.has("record")
                    ? Optional.of(LegRecord.fromJson(in.object("record").node()))
                    : Optional.empty();
        } catch (DecodeException | IllegalArgumentException e) {
            throw bad("record", "the record of a leg: " + e.getMessage());
        }
    }

    private static Hash32 id(Arguments in) {
        return in.parsed("settlement", "the hash of a settlement plan", Hash32::ofHex);
    }

    private static Settlement known(ContractContext context, Arguments in) {
        Hash32 id = id(in);
        return Settlement.find(context, id)
                .orElseThrow(() -> new ContractRefusal(
                        "SETTLEMENT_UNKNOWN", "no leg of a settlement " + id + " was ever proven here"));
    }

    private static ContractRefusal bad(String argument, String should) {
        return new ContractRefusal("BAD_ARGUMENT", "argument " + argument + " should be " + should);
    }

    private static void raise(Optional<Refusal> reason) {
        reason.ifPresent(no -> {
            throw new ContractRefusal(no);
        });
    }

    private static ObjectNode noop(String reason) {
        return CanonicalJson.object().put("noop", true).put("reason", reason);
    }
}
