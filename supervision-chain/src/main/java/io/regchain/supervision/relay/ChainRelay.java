package io.regchain.supervision.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.CertifiedState;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.packet.CarriedSteps;
import io.regchain.ledger.validator.ClockSource;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.ChannelState;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketId;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.wire.StateAnswer;
import io.regchain.supervision.contract.ClientHealth;
import io.regchain.supervision.gateway.StateReader;
import io.regchain.supervision.node.SupervisionLedger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Carries packets, acknowledgements and settlements between one local chain and the supervision chain. A pass looks at the state of
 * both chains, works out what is missing, and submits it with proof; it keeps nothing that a crash could lose, and
 * whatever it repeats is a no-op on the chain. Runs on a thread that may wait; one pass at a time.
 */
public final class ChainRelay {
    private static final int BELIEVED = 16;
    /** Questions to one node under way at a time; its connection takes 256 before it refuses. */
    static final int AT_ONCE = 64;

    private final ChainId chain;
    private final CertifiedState hub;
    private final SupervisionLedger supervision;
    private final LocalLedger local;
    /** What was submitted to the local chain, until the hub has verified the height it was certified at. */
    private final TreeMap<String, Height> underway = new TreeMap<>();

    private final Map<RelayStep.Target, BatchRoom> rooms = new EnumMap<>(RelayStep.Target.class);
    private final SettlementRelay settlements;
    private final ClientRefresh refresh;

    /** A relay that carries as many steps in one transaction as there may be. */
    public ChainRelay(
            ChainId chain, CertifiedState hub, SupervisionLedger supervision, LocalLedger local, ClockSource clock) {
        this(chain, hub, supervision, local, clock, CarriedSteps.MOST);
    }

    /**
     * @param clock only says when a look at the hub's own clock, its blocks, is due
     * @param most steps in one transaction, 1 to {@link CarriedSteps#MOST}
     */
    public ChainRelay(
            ChainId chain,
            CertifiedState hub,
            SupervisionLedger supervision,
            LocalLedger local,
            ClockSource clock,
            int most) {
        this.chain = chain;
        this.hub = hub;
        this.supervision = supervision;
        this.local = local;
        for (RelayStep.Target target : RelayStep.Target.values()) {
            rooms.put(target, new BatchRoom(most));
        }
        this.settlements = new SettlementRelay(chain, this, clock);
        this.refresh = new ClientRefresh(local, clock);
    }

    /**
     * What one pass did: one line per step, for the log, and the refusals it met.
     *
     * @param unreceived packets this chain sent that the hub has not taken
     */
    public record Pass(List<String> done, List<String> refused, List<PacketId> unreceived) {
        public boolean progressed() {
            return !done.isEmpty();
        }
    }

    /** One step of a pass came to this. */
    record Attempt(String what, Optional<Refusal> refusal) {
        static Attempt of(String what, TransactionRecord record) {
            Receipt receipt = record.receipt();
            return new Attempt(
                    what,
                    receipt.succeeded()
                            ? Optional.empty()
                            : Optional.of(new Refusal(receipt.code(), receipt.message())));
        }

        boolean taken() {
            return refusal.isEmpty();
        }
    }

    /**
     * @param node of the local chain, asked for state with proof
     * @throws UnprovenState when its answer does not prove itself; nothing is submitted on its word
     */
    public Pass run(StateReader node) {
        return run(node, CarriedCalls.ALL);
    }

    /**
     * As the other, but only for these calls.
     *
     * @throws UnprovenState when its answer does not prove itself; nothing is submitted on its word
     */
    public Pass run(StateReader node, CarriedCalls calls) {
        Pass pass = new Pass(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Optional<VerifiedState> verified = VerifiedState.latest(hub, chain);
        Optional<HubProof> proof = HubProof.latest(hub);
        if (proof.isEmpty()) {
            return pass;
        }
        if (verified.isEmpty()) {
            note(pass, awaken(proof.get()));
            return pass;
        }
        underway.values().removeIf(height -> height.compareTo(verified.get().height()) <= 0);
        RelayView view = new RelayView(node, verified.get(), proof.get());
        List<PacketId> sent = pendingAtSource(view);
        List<RelayStep> steps = steps(view, sent, calls);
        rooms.values().forEach(room -> room.keepTo(steps));
        Map<PacketId, Attempt> attempts = carry(view, steps);
        attempts.values().forEach(attempt -> note(pass, Optional.of(attempt)));
        for (PacketId id : sent) {
            boolean taken = Optional.ofNullable(attempts.get(id))
                    .map(Attempt::taken)
                    .orElseGet(() -> view.supervision(PacketKeys.Hub.in(id)).isPresent());
            if (!taken) {
                pass.unreceived().add(id);
            }
        }
        if (!calls.paused()) {
            settlements.steps(view).forEach(attempt -> note(pass, Optional.of(attempt)));
        }
        if (pass.done().isEmpty()) { // what was carried brought a header of the hub with it
            note(pass, refreshClient(view));
        }
        return pass;
    }

    /** All that can be carried now. What is to be read of the local chain for it is asked for in turns. */
    private List<RelayStep> steps(RelayView view, List<PacketId> sent, CarriedCalls calls) {
        List<RelayItem> items = pendingAtHub(view).stream()
                .filter(item -> calls.carries(item.id()) && !underway.containsKey("packet " + item.id()))
                .toList();
        List<PacketId> unreceived = sent.stream()
                .filter(id -> calls.carries(id)
                        && !underway.containsKey("packet " + id)
                        && view.supervision(PacketKeys.Hub.in(id)).isEmpty())
                .toList();
        List<RelayStep> steps = new ArrayList<>();
        inTurns(items, item -> item.looksAt().ifPresent(view::ask), item -> step(view, item)
                .ifPresent(steps::add));
        inTurns(unreceived, id -> view.ask(PacketKeys.Local.out(id)), id -> fetchPacket(view, id)
                .ifPresent(steps::add));
        return steps;
    }

    private static Optional<RelayStep> step(RelayView view, RelayItem item) {
        return switch (item.kind()) {
            case PACKET -> bringPacket(view, item.id());
            case ACK -> Optional.of(bringAcknowledgement(view, item.id()));
            case HELD -> expireHeld(view, item.id());
        };
    }

    /** Asks for what some entries need at once, then uses it: a node is asked no more at a time than it can answer. */
    private static <T> void inTurns(List<T> entries, Consumer<T> ask, Consumer<T> use) {
        for (int from = 0; from < entries.size(); from += AT_ONCE) {
            List<T> turn = entries.subList(from, Math.min(entries.size(), from + AT_ONCE));
            turn.forEach(ask);
            turn.forEach(use);
        }
    }

    /** Submits the steps, many in a transaction, and waits for what became of all of them. */
    private Map<PacketId, Attempt> carry(RelayView view, List<RelayStep> steps) {
        Map<Batch, CompletionStage<TransactionRecord>> submitted = new LinkedHashMap<>();
        for (RelayStep.Target target : RelayStep.Target.values()) {
            List<RelayStep> own =
                    steps.stream().filter(step -> step.target() == target).toList();
            for (Batch batch : room(target).batches(own)) {
                submitted.put(batch, submit(view, target, batch));
            }
        }
        Map<PacketId, Attempt> attempts = new LinkedHashMap<>();
        List<Certified> certified = new ArrayList<>();
        List<CompletionException> failures = new ArrayList<>();
        submitted.forEach((batch, stage) -> {
            try {
                certified.add(new Certified(batch, await(stage)));
            } catch (CompletionException e) {
                failures.add(e);
            }
        });
        certified.forEach(each -> attempts.putAll(attempts(view, each)));
        for (RelayStep.Target target : RelayStep.Target.values()) {
            List<Batch> whole = batches(certified, each -> each.batch().target() == target && !each.stopped());
            List<Batch> stopped = batches(certified, each -> each.batch().target() == target && each.stopped());
            room(target).learn(whole, stopped);
        }
        for (CompletionException failure : failures) { // what the others came to is known by now
            throw failure;
        }
        return attempts;
    }

    private BatchRoom room(RelayStep.Target target) {
        return Objects.requireNonNull(rooms.get(target));
    }

    private static List<Batch> batches(List<Certified> certified, Predicate<Certified> which) {
        return certified.stream().filter(which).map(Certified::batch).toList();
    }

    /** A batch and the transaction that it became. */
    private record Certified(Batch batch, TransactionRecord record) {
        boolean stopped() {
            return record.receipt().outcome() == Receipt.Outcome.STOPPED;
        }
    }

    private Map<PacketId, Attempt> attempts(RelayView view, Certified certified) {
        Map<PacketId, Attempt> attempts = new LinkedHashMap<>();
        List<Optional<Refusal>> refusals = certified.batch().refusals(certified.record());
        for (int i = 0; i < refusals.size(); i++) {
            RelayStep step = certified.batch().steps().get(i);
            attempts.put(step.id(), new Attempt(step.what(), refusals.get(i)));
            if (step.target() == RelayStep.Target.LOCAL && refusals.get(i).isEmpty()) {
                underway(view, step.subject(), certified.record());
            }
        }
        return attempts;
    }

    private CompletionStage<TransactionRecord> submit(RelayView view, RelayStep.Target target, Batch batch) {
        return switch (target) {
            case HUB ->
                supervision.submit(PacketKeys.CONTRACT, batch.method(), batch.arguments(CanonicalJson.object()));
            case LOCAL ->
                local.submit(
                        PacketKeys.CONTRACT,
                        batch.method(),
                        batch.arguments(view.hub().shown()));
        };
    }

    private static void note(Pass pass, Optional<Attempt> attempt) {
        attempt.ifPresent(tried -> {
            tried.refusal()
                    .ifPresentOrElse(
                            reason -> pass.refused().add(tried.what() + ": " + reason.message()),
                            () -> pass.done().add(tried.what()));
        });
    }

    /** Keeps both light clients young where no call crosses: blocks are made on demand, so an idle chain shows no header. */
    private Optional<Attempt> refreshClient(RelayView view) {
        Height verified = view.verified().height();
        if (!refresh.worthALook(verified)
                || !refresh.due(ClientRefresh.clockOf(
                        view.local(PacketKeys.Local.HUB).value().map(CanonicalJson::decode)))
                || view.local(PacketKeys.Local.HUB_FROZEN).value().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(Attempt.of("header of the hub to " + chain, refresh.bring(verified, view.hub())));
    }

    /** A chain that has shown no block at all since its admission: nothing of its state is proven, so the hub's client counts. */
    private Optional<Attempt> awaken(HubProof proof) {
        if (!refresh.worthALook(Height.ZERO)
                || !refresh.due(ClientHealth.read(key -> hub.read(key).map(CanonicalJson::decode), chain)
                        .map(ClientHealth::clock))) {
            return Optional.empty();
        }
        return Optional.of(Attempt.of("first header of the hub to " + chain, refresh.bring(Height.ZERO, proof)));
    }

    private List<RelayItem> pendingAtHub(RelayView view) {
        List<RelayItem> items = new ArrayList<>();
        for (String page : pages(view.supervision(PacketKeys.Hub.pending(chain)))) {
            view.supervision(PacketKeys.Hub.pending(chain, page))
                    .ifPresent(sequences -> items.addAll(RelayItem.of(page, sequences)));
        }
        return items;
    }

    private List<PacketId> pendingAtSource(RelayView view) {
        List<String> pages = pages(view.local(PacketKeys.Local.PENDING).value().map(CanonicalJson::decode));
        pages.forEach(page -> view.ask(PacketKeys.Local.pending(page)));
        List<PacketId> ids = new ArrayList<>();
        for (String page : pages) {
            String[] parts = page.split("/", -1);
            view.local(PacketKeys.Local.pending(page))
                    .value()
                    .map(CanonicalJson::decode)
                    .ifPresent(
                            sequences -> ids.addAll(RelayItem.ids(chain, new ChainId(parts[0]), parts[1], sequences)));
        }
        return ids;
    }

    private static List<String> pages(Optional<JsonNode> list) {
        List<String> pages = new ArrayList<>();
        list.ifPresent(names -> names.forEach(name -> pages.add(name.asText())));
        return pages;
    }

    /** Hop 1: a packet this chain sent, to the hub; past its timeout, the proof that the hub has no receipt. */
    private static Optional<RelayStep> fetchPacket(RelayView view, PacketId id) {
        StateAnswer sent = view.local(PacketKeys.Local.out(id));
        if (sent.value().isEmpty()) {
            return Optional.empty();
        }
        Packet packet = Packet.fromJson(CanonicalJson.decode(sent.value().get()));
        if (packet.timeout().reached(view.hub().header().time())) {
            ObjectNode absent = view.hub().proof(PacketKeys.full(PacketKeys.Hub.in(id)));
            absent.set("packet", packet.toJson());
            return Optional.of(toLocal("timeout of packet " + id + " to its source", id, "timeout", absent));
        }
        String channel = PacketKeys.Hub.channel(id.source(), id.destination(), id.channel());
        return mayBeNext(packet, view.supervision(channel))
                ? Optional.of(toHub("packet " + id + " to the hub", id, "receive", proven(packet, sent)))
                : Optional.empty();
    }

    /** Hops 2 and 3: a routed packet to this chain, then its acknowledgement, or its timeout, to the hub. */
    private static Optional<RelayStep> bringPacket(RelayView view, PacketId id) {
        Packet packet = Packet.fromJson(view.supervision(PacketKeys.Hub.out(id)).orElseThrow());
        StateAnswer ack = view.local(PacketKeys.Local.ack(id));
        if (ack.value().isPresent()) {
            ObjectNode arguments = proven(packet, ack);
            arguments.set("ack", CanonicalJson.decode(ack.value().get()));
            return Optional.of(toHub("acknowledgement of " + id + " to the hub", id, "acknowledge", arguments));
        }
        if (packet.timeout()
                .reached(view.verified().time(), view.verified().height().next())) {
            StateAnswer absent = view.local(PacketKeys.Local.in(id));
            return Optional.of(toHub("timeout of packet " + id + " to the hub", id, "timeout", proven(packet, absent)));
        }
        if (packet.channel().isOrdered()) {
            StateAnswer channel = view.local(PacketKeys.Local.channelIn(id.source(), id.channel()));
            if (!mayBeNext(packet, channel.value().map(CanonicalJson::decode))) {
                return Optional.empty();
            }
        }
        ObjectNode arguments = view.hub().proof(PacketKeys.full(PacketKeys.Hub.out(id)));
        arguments.set("packet", packet.toJson());
        return Optional.of(toLocal("packet " + id + " to its destination", id, "receive", arguments));
    }

    /** On an ordered channel whoever is not the next waits, perhaps for a packet that comes no more. */
    private static boolean mayBeNext(Packet packet, Optional<JsonNode> channel) {
        ChannelState state = channel.map(ChannelState::fromJson).orElseGet(() -> ChannelState.before(packet));
        return !packet.channel().isOrdered() || packet.sequence().compareTo(state.next()) <= 0;
    }

    /** What a route holds back becomes an error when nobody has decided in time. */
    private static Optional<RelayStep> expireHeld(RelayView view, PacketId id) {
        Packet packet = Packet.fromJson(view.supervision(PacketKeys.Hub.in(id)).orElseThrow());
        BlockHeader hubs = view.hub().header();
        boolean passed = id.destination().equals(ChainId.SUPERVISION)
                ? packet.timeout().reached(hubs.time(), hubs.height().next())
                : packet.timeout().reached(hubs.time());
        if (!passed) {
            return Optional.empty();
        }
        ObjectNode named = CanonicalJson.object()
                .put("source", id.source().value())
                .put("destination", id.destination().value())
                .put("channel", id.channel())
                .put("sequence", id.sequence().value());
        return Optional.of(toHub("expiry of held packet " + id, id, "expire", named));
    }

    /** Hop 4: the end of a packet to its source, then the proof that the source took it, to the hub. */
    private static RelayStep bringAcknowledgement(RelayView view, PacketId id) {
        Packet packet = Packet.fromJson(view.supervision(PacketKeys.Hub.in(id)).orElseThrow());
        StateAnswer done = view.local(PacketKeys.Local.done(id));
        if (done.value().isPresent()) {
            ObjectNode arguments = proven(packet, done);
            arguments.set("ack", CanonicalJson.decode(done.value().get()));
            return toHub("completion of " + id + " to the hub", id, "complete", arguments);
        }
        JsonNode ack = view.supervision(PacketKeys.Hub.ack(id)).orElseThrow();
        ObjectNode arguments = view.hub().proof(PacketKeys.full(PacketKeys.Hub.ack(id)));
        arguments.set("packet", packet.toJson());
        arguments.set("ack", ack);
        return toLocal("acknowledgement of " + id + " to its source", id, "acknowledge", arguments);
    }

    private static ObjectNode proven(Packet packet, StateAnswer answer) {
        ObjectNode arguments = CanonicalJson.object()
                .put("height", answer.height().value())
                .put("proof", answer.proof().canonical().toHex());
        arguments.set("packet", packet.toJson());
        return arguments;
    }

    private static RelayStep toHub(String what, PacketId id, String method, ObjectNode arguments) {
        return new RelayStep(RelayStep.Target.HUB, what, id, method, arguments);
    }

    private static RelayStep toLocal(String what, PacketId id, String method, ObjectNode arguments) {
        return new RelayStep(RelayStep.Target.LOCAL, what, id, method, arguments);
    }

    Attempt toHub(String what, String contract, String method, ObjectNode arguments) {
        return Attempt.of(what, await(supervision.submit(contract, method, arguments)));
    }

    /**
     * Submitted once per verified state: until the hub has verified the block that took it, there is nothing to add. Which
     * block that is, is the node's word, so it is believed for {@value #BELIEVED} blocks only.
     *
     * @param subject what it is about; of one subject there is one submission under way
     */
    Optional<Attempt> toLocal(
            RelayView view, String what, String subject, String contract, String method, ObjectNode arguments) {
        if (underway.containsKey(subject)) {
            return Optional.empty();
        }
        TransactionRecord record = await(local.submit(contract, method, arguments));
        if (record.receipt().succeeded()) {
            underway(view, subject, record);
        }
        return Optional.of(Attempt.of(what, record));
    }

    private void underway(RelayView view, String subject, TransactionRecord record) {
        long farthest = view.verified().height().value() + BELIEVED;
        underway.put(subject, new Height(Math.min(record.height().value(), farthest)));
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
