package io.regchain.supervision.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.validator.ClockSource;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.settlement.Decision;
import io.regchain.protocol.settlement.LegRecord;
import io.regchain.protocol.settlement.SettlementKeys;
import io.regchain.protocol.settlement.SettlementPlan;
import io.regchain.protocol.wire.StateAnswer;
import io.regchain.supervision.relay.ChainRelay.Attempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The part of a relay's pass that is about settlements: locks and refusals of this chain to the hub, the decision, or the
 * proof that there is none, back to this chain, and that it was followed to the hub. Keeps nothing.
 */
final class SettlementRelay {
    /** How far the relay's clock may be ahead of the hub's blocks. */
    private static final Duration SKEW = Duration.ofSeconds(2);

    private final ChainId chain;
    private final ChainRelay relay;
    private final ClockSource clock;

    SettlementRelay(ChainId chain, ChainRelay relay, ClockSource clock) {
        this.chain = chain;
        this.relay = relay;
        this.clock = clock;
    }

    List<Attempt> steps(RelayView view) {
        List<Attempt> done = new ArrayList<>();
        TreeSet<Hash32> concluded = new TreeSet<>();
        for (JsonNode entry : pendingHere(view)) {
            Hash32 id = Hash32.ofHex(entry.path("settlement").asText());
            if (concluded.add(id)) {
                conclude(view, plan(view, id)).ifPresent(done::add);
            }
            bring(view, plan(view, id), entry.path("leg").intValue()).ifPresent(done::add);
        }
        for (JsonNode id : pendingAtHub(view)) {
            done.addAll(finish(view, Hash32.ofHex(id.asText())));
        }
        return done;
    }

    private static JsonNode pendingHere(RelayView view) {
        return view.localKey(SettlementKeys.full(SettlementKeys.Local.PENDING))
                .value()
                .map(CanonicalJson::decode)
                .orElseGet(CanonicalJson::array);
    }

    private JsonNode pendingAtHub(RelayView view) {
        return view.supervisionKey(SettlementKeys.full(SettlementKeys.Hub.pending(chain)))
                .orElseGet(CanonicalJson::array);
    }

    private static SettlementPlan plan(RelayView view, Hash32 id) {
        return SettlementPlan.fromJson(CanonicalJson.decode(view.localKey(SettlementKeys.full(SettlementKeys.plan(id)))
                .value()
                .orElseThrow()));
    }

    private static Optional<JsonNode> decision(RelayView view, SettlementPlan plan) {
        return view.supervisionKey(SettlementKeys.full(SettlementKeys.Hub.decision(plan.id())));
    }

    private static boolean knownToHub(RelayView view, SettlementPlan plan) {
        return view.supervisionKey(SettlementKeys.full(SettlementKeys.plan(plan.id())))
                .isPresent();
    }

    private static boolean pastDeadline(RelayView view, SettlementPlan plan) {
        return view.hub().header().time().compareTo(plan.deadline()) >= 0;
    }

    private boolean overdue(SettlementPlan plan) {
        return clock.now().epochMillis() > plan.deadline().epochMillis() + SKEW.toMillis();
    }

    /** A lock or a refusal to the hub, while it may still decide by it. */
    private Optional<Attempt> bring(RelayView view, SettlementPlan plan, int leg) {
        boolean known = view.supervisionKey(SettlementKeys.full(SettlementKeys.Hub.leg(plan.id(), leg)))
                .isPresent();
        boolean late = pastDeadline(view, plan) || clock.now().compareTo(plan.deadline()) >= 0;
        if (known || late || decision(view, plan).isPresent()) {
            return Optional.empty();
        }
        StateAnswer answer = view.localKey(SettlementKeys.full(SettlementKeys.Local.leg(plan.id(), leg)));
        LegRecord record =
                LegRecord.fromJson(CanonicalJson.decode(answer.value().orElseThrow()));
        ObjectNode arguments = proven(answer).put("leg", leg);
        arguments.set("plan", plan.toJson());
        return switch (record.state()) {
            case LOCKED -> toHub("lock of leg " + leg + " of " + plan.reference() + " to the hub", "prove", arguments);
            case REFUSED -> {
                arguments.set("record", record.toJson());
                yield toHub("refusal of leg " + leg + " of " + plan.reference() + " to the hub", "refuse", arguments);
            }
            case COMMITTED, RELEASED -> Optional.empty();
        };
    }

    /** The decision to this chain; past the deadline without one, the proof that the hub never commits. */
    private Optional<Attempt> conclude(RelayView view, SettlementPlan plan) {
        String key = SettlementKeys.full(SettlementKeys.Hub.decision(plan.id()));
        Optional<JsonNode> decision = decision(view, plan);
        if (decision.isPresent()) {
            ObjectNode arguments =
                    view.hub().arguments(key).put("settlement", plan.id().toHex());
            arguments.set("decision", decision.get());
            return toLocal(view, "decision about " + plan.reference() + " to its chain", plan, "finish", arguments);
        }
        if (!pastDeadline(view, plan)) {
            // A hub that has nothing to do makes no block whose time would show that the deadline has passed.
            return overdue(plan) ? abort(plan) : Optional.empty();
        }
        return knownToHub(view, plan)
                ? abort(plan)
                : toLocal(
                        view,
                        "proof that nothing was decided about " + plan.reference() + " to its chain",
                        plan,
                        "expire",
                        view.hub().arguments(key).put("settlement", plan.id().toHex()));
    }

    private Optional<Attempt> abort(SettlementPlan plan) {
        return toHub(
                "deadline of " + plan.reference() + " to the hub",
                "abort",
                CanonicalJson.object().put("settlement", plan.id().toHex()).put("chain", chain.value()));
    }

    /** Settlements this chain takes part in, as the hub sees them: what it has still to be told about their end here. */
    private List<Attempt> finish(RelayView view, Hash32 id) {
        SettlementPlan plan = SettlementPlan.fromJson(view.supervisionKey(SettlementKeys.full(SettlementKeys.plan(id)))
                .orElseThrow());
        Optional<Decision> decision = decision(view, plan).map(Decision::fromJson);
        List<Attempt> done = new ArrayList<>();
        if (decision.isEmpty()) {
            if (pastDeadline(view, plan) || overdue(plan)) {
                abort(plan).ifPresent(done::add);
            }
            return done;
        }
        for (int leg = 0; leg < plan.legs().size(); leg++) {
            if (plan.legs().get(leg).chain().equals(chain) && !finished(view, id, leg)) {
                finish(view, plan, leg).ifPresent(done::add);
            }
        }
        return done;
    }

    private static boolean finished(RelayView view, Hash32 id, int leg) {
        return view.supervisionKey(SettlementKeys.full(SettlementKeys.Hub.leg(id, leg)))
                .map(entry -> entry.path("finished").booleanValue())
                .orElse(false);
    }

    private Optional<Attempt> finish(RelayView view, SettlementPlan plan, int leg) {
        StateAnswer answer = view.localKey(SettlementKeys.full(SettlementKeys.Local.leg(plan.id(), leg)));
        Optional<LegRecord> record = answer.value().map(CanonicalJson::decode).map(LegRecord::fromJson);
        boolean waits = record.map(own -> own.state() == LegRecord.State.LOCKED)
                .orElseGet(() -> view.verified().time().compareTo(plan.deadline()) < 0);
        if (waits) {
            return Optional.empty();
        }
        ObjectNode arguments =
                proven(answer).put("settlement", plan.id().toHex()).put("leg", leg);
        record.ifPresent(own -> arguments.set("record", own.toJson()));
        return toHub("end of leg " + leg + " of " + plan.reference() + " to the hub", "finish", arguments);
    }

    private static ObjectNode proven(StateAnswer answer) {
        return CanonicalJson.object()
                .put("height", answer.height().value())
                .put("proof", answer.proof().canonical().toHex());
    }

    private Optional<Attempt> toHub(String what, String method, ObjectNode arguments) {
        return Optional.of(relay.toHub(what, SettlementKeys.CONTRACT, method, arguments));
    }

    private Optional<Attempt> toLocal(
            RelayView view, String what, SettlementPlan plan, String method, ObjectNode arguments) {
        return relay.toLocal(view, what, "settlement " + plan.id(), SettlementKeys.CONTRACT, method, arguments);
    }
}
