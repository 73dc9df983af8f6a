package io.regchain.localchain.scenario;

import static io.regchain.localchain.scenario.Action.list;
import static io.regchain.localchain.scenario.Action.number;
import static io.regchain.localchain.scenario.Action.object;
import static io.regchain.localchain.scenario.Action.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.ChainNode;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;
import io.regchain.protocol.lightclient.CertifiedHeader;
import io.regchain.protocol.packet.PacketId;
import io.regchain.supervision.contract.LightClientsContract;
import io.regchain.supervision.contract.Roles;
import io.regchain.supervision.node.HubKeys;
import io.regchain.supervision.node.SupervisionHub;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** What the hub's operator does with its relays, and what its officers and observers sign on the supervision chain. */
final class HubActions {
    private HubActions() {}

    static List<Action> all() {
        return List.of(
                Action.ofHub("pause-relay", HubActions::pause, text("chain")).whileRunning(),
                Action.ofHub("resume-relay", HubActions::resume, text("chain")).whileRunning(),
                Action.ofHub("restart-relay", HubActions::restart, text("chain"))
                        .whileRunning(),
                Action.ofHub("carry", HubActions::carry, list("calls")).whileRunning(),
                Action.ofHub("pass-time", HubActions::passTime, number("minutes")),
                Action.ofHub(
                        "officer",
                        HubActions::officer,
                        text("role"),
                        text("contract"),
                        text("method"),
                        object("arguments")),
                Action.ofHub("report-fork", HubActions::reportFork, text("chain")));
    }

    private static Outcome pause(Performance step) {
        return told(step.federation().hub().pauseRelay(chain(step)));
    }

    private static Outcome resume(Performance step) {
        return told(step.federation().hub().resumeRelay(chain(step)));
    }

    private static Outcome restart(Performance step) {
        step.federation().hub().restartRelay(chain(step));
        return Outcome.success(CanonicalJson.object());
    }

    private static ChainId chain(Performance step) {
        ChainId chain = step.parsed("chain", ChainId::new);
        step.federation().market(chain);
        return chain;
    }

    private static Outcome told(CompletionStage<?> order) {
        try {
            order.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new StepFailure("a relay did not follow the order: " + e.getCause(), e);
        }
        return Outcome.success(CanonicalJson.object());
    }

    /** Calls of which no relay is paused are on their way without an order: to order it all the same is a mistake. */
    private static Outcome carry(Performance step) {
        SupervisionHub hub = step.federation().hub();
        for (JsonNode call : step.list("calls")) {
            PacketId id = Calls.named(call.asText());
            if (!hub.relayPaused(id.source()) && !hub.relayPaused(id.destination())) {
                throw new StepFailure("argument calls: no relay of " + id + " is paused; it is carried by itself");
            }
            told(hub.carry(id));
        }
        return Outcome.success(CanonicalJson.object());
    }

    /** All chains share the clock. A repeated step sets it to the same time. */
    private static Outcome passTime(Performance step) {
        Instant until = Instant.ofEpochMilli(step.remember("until", () -> CanonicalJson.object()
                        .put(
                                "millis",
                                step.now()
                                        .plus(Duration.ofMinutes(step.number("minutes")))
                                        .toEpochMilli()))
                .path("millis")
                .longValue());
        if (step.now().isBefore(until)) {
            step.federation().clock().moveTo(until);
        }
        return Outcome.success(CanonicalJson.object());
    }

    private static Outcome officer(Performance step) {
        String role = step.text("role");
        if (!HubKeys.NAMES.contains(role)) {
            throw new StepFailure("argument role: the hub has " + HubKeys.NAMES + ", and no " + role);
        }
        return signed(step, role, step.text("contract"), step.text("method"), step.object("arguments"));
    }

    /**
     * A transaction of the supervision chain by the key of this role. What was certified before a run was cut off is found
     * on the chain and not done again.
     */
    private static Outcome signed(Performance step, String role, String contract, String method, ObjectNode arguments) {
        ChainNode hub = step.federation().hubNode();
        Height before = new Height(step.remember("hub", () -> CanonicalJson.object()
                        .put("height", hub.height().value()))
                .path("height")
                .longValue());
        return Outcome.offTheMarkets(certified(hub, before, contract, method, CanonicalJson.encode(arguments))
                .orElseGet(() -> step.federation()
                        .officer(role)
                        .submit(contract, method, arguments)
                        .toCompletableFuture()
                        .join()));
    }

    private static Optional<TransactionRecord> certified(
            ChainNode hub, Height before, String contract, String method, Bytes arguments) {
        Height tip = hub.height();
        for (Height height = before.next(); height.compareTo(tip) <= 0; height = height.next()) {
            for (Transaction transaction :
                    hub.block(height).orElseThrow().block().transactions()) {
                if (transaction.contract().equals(contract)
                        && transaction.method().equals(method)
                        && transaction.arguments().equals(arguments)) {
                    return hub.transaction(transaction.id());
                }
            }
        }
        return Optional.empty();
    }

    /** The chain's validators seal a second block at the height the hub has verified last; an observer shows both. */
    private static Outcome reportFork(Performance step) {
        ChainId chain = chain(step);
        ObjectNode evidence = (ObjectNode) step.remember("evidence", () -> {
            CertifiedHeader known = verified(step, chain);
            ObjectNode both = CanonicalJson.object().put("chain", chain.value());
            both.set("first", known.toJson());
            both.set(
                    "second",
                    new ForkedHeader(step.federation(), chain).beside(known).toJson());
            return both;
        });
        return signed(step, Roles.OBSERVER, LightClientsContract.NAME, "misbehaviour", evidence);
    }

    private static CertifiedHeader verified(Performance step, ChainId chain) {
        ChainNode hub = step.federation().hubNode();
        String prefix = LightClientsContract.NAME + "/" + chain;
        try {
            long height = read(hub, prefix + "/latest").path("height").longValue();
            JsonNode header = read(hub, prefix + "/header/" + height);
            ObjectNode shown = CanonicalJson.object();
            shown.set("header", header.path("header"));
            shown.set("certificate", header.path("certificate"));
            return CertifiedHeader.fromJson(JsonFields.of(shown, "header"));
        } catch (DecodeException e) {
            throw new IllegalStateException("the hub holds a header of " + chain + " that does not read", e);
        }
    }

    private static JsonNode read(ChainNode hub, String key) {
        return hub.read(key)
                .map(CanonicalJson::decode)
                .orElseThrow(() -> new StepFailure("the hub has verified no block yet: nothing stands at " + key));
    }
}
