package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.settlement.Decision;
import io.regchain.protocol.settlement.SettlementKeys;
import io.regchain.protocol.settlement.SettlementPlan;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** One settlement in the state of the supervision chain. */
final class Settlement {
    private final ContractContext context;
    private final SettlementPlan plan;
    private final Hash32 id;

    Settlement(ContractContext context, SettlementPlan plan) {
        this.context = context;
        this.plan = plan;
        this.id = plan.id();
    }

    static Optional<Settlement> find(ContractContext context, Hash32 id) {
        return context.read(SettlementKeys.plan(id))
                .map(SettlementPlan::fromJson)
                .map(plan -> new Settlement(context, plan));
    }

    SettlementPlan plan() {
        return plan;
    }

    /**
     * Puts the settlement before a chain that has proven a leg, and keeps the plan when it is the first. Nobody else can put
     * it there: a chain's list is filled by that chain alone.
     */
    void standBefore(ChainId chain) {
        ArrayNode listed = pending(chain);
        if (without(listed).size() == listed.size()) {
            context.write(SettlementKeys.Hub.pending(chain), listed.add(id.toHex()));
        }
        if (context.read(SettlementKeys.plan(id)).isEmpty()) {
            context.write(SettlementKeys.plan(id), plan.toJson());
            ObjectNode event = described();
            event.set("plan", plan.toJson());
            context.emit("settlementOpened", event);
        }
    }

    /** How many other settlements stand before the chain. */
    int othersBefore(ChainId chain) {
        return without(pending(chain)).size();
    }

    private ArrayNode pending(ChainId chain) {
        return context.read(SettlementKeys.Hub.pending(chain))
                .map(ArrayNode.class::cast)
                .orElseGet(CanonicalJson::array);
    }

    // ---- legs

    private Optional<JsonNode> leg(int leg) {
        return context.read(SettlementKeys.Hub.leg(id, leg));
    }

    boolean isRecorded(int leg) {
        return leg(leg).isPresent();
    }

    boolean allRecorded() {
        return legs(this::isRecorded);
    }

    boolean isFinished(int leg) {
        return leg(leg).map(entry -> entry.path("finished").booleanValue()).orElse(false);
    }

    private boolean legs(IntPredicate test) {
        return IntStream.range(0, plan.legs().size()).allMatch(test);
    }

    void record(int leg, String state, ProvenHeader header) {
        write(leg, state, false, header);
    }

    void finish(int leg, String state, ProvenHeader header) {
        write(leg, state, true, header);
    }

    private void write(int leg, String state, boolean finished, ProvenHeader header) {
        context.write(
                SettlementKeys.Hub.leg(id, leg),
                CanonicalJson.object()
                        .put("state", state)
                        .put("finished", finished)
                        .put("height", header.height().value())
                        .put("headerHash", header.hash().toHex()));
    }

    // ---- the decision

    Optional<Decision> decision() {
        return context.read(SettlementKeys.Hub.decision(id)).map(Decision::fromJson);
    }

    void decide(Decision decision) {
        if (decision().isPresent()) {
            throw new IllegalStateException("the settlement " + id + " is decided");
        }
        context.write(SettlementKeys.Hub.decision(id), decision.toJson());
        context.emit("settlementDecided", described().setAll(decision.toJson()));
    }

    /** Once every leg of a chain is finished it does not stand before that chain; before none, it is over. */
    void completeIfAllFinished() {
        boolean removed = false;
        boolean open = false;
        for (ChainId chain : plan.chains()) {
            ArrayNode listed = pending(chain);
            ArrayNode others = without(listed);
            if (others.size() == listed.size()) {
                continue;
            }
            if (legs(leg -> !plan.legs().get(leg).chain().equals(chain) || isFinished(leg))) {
                context.write(SettlementKeys.Hub.pending(chain), others);
                removed = true;
            } else {
                open = true;
            }
        }
        if (removed && !open) {
            context.emit("settlementCompleted", described());
        }
    }

    private ArrayNode without(ArrayNode list) {
        ArrayNode left = CanonicalJson.array();
        list.forEach(other -> {
            if (!other.textValue().equals(id.toHex())) {
                left.add(other);
            }
        });
        return left;
    }

    ObjectNode described() {
        ObjectNode json = CanonicalJson.object()
                .put("settlement", id.toHex())
                .put("reference", plan.reference())
                .put("deadlineMillis", plan.deadline().epochMillis());
        ArrayNode chains = json.putArray("chains");
        plan.chains().forEach(chain -> chains.add(chain.value()));
        decision().ifPresent(made -> json.setAll(made.toJson()));
        return json;
    }
}
