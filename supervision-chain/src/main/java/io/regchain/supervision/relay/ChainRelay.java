package io.regchain.supervision.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.CertifiedState;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.validator.ClockSource;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.ChannelState;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketId;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.wire.StateAnswer;
import io.regchain.supervision.contract.ClientHealth;
import io.regchain.supervision.gateway.StateReader;
import io.regchain.supervision.node.SupervisionLedger;
import io.regchain.supervision.observer.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/**
 * Carries packets, acknowledgements and settlements between one local chain and the supervision chain. A pass looks at the state of
 * both chains, works out what is missing, and submits it with proof; it keeps nothing that a crash could lose, and
 * whatever it repeats is a no-op on the chain. Runs on a thread that may wait; one pass at a time.
 */
public final class ChainRelay {
    private static final int BELIEVED = 16;

    private final ChainId chain;
    private final CertifiedState hub;
    private final SupervisionLedger supervision;
    private final LocalLedger local;
    /** What was submitted to the local chain, until the hub has verified the height it was certified at. */
    private final TreeMap<String, Height> underway = new TreeMap<>();

    private final SettlementRelay settlements;
    private final ClientRefresh refresh;

    /** @param clock only says when a look at the hub's own clock, its blocks, is due */
    public ChainRelay(
            ChainId chain, CertifiedState hub, SupervisionLedger supervision, LocalLedger local, ClockSource clock) {
        this.chain = chain;
        this.hub = hub;
        this.supervision = supervision;
        this.local = local;
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
    record Attempt(String what, TransactionRecord record) {}

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
        View view = new View(node, verified.get(), proof.get());
        for (RelayItem item : pendingAtHub(view)) {
            note(pass, calls.carries(item.id()) ? bring(view, item) : Optional.empty());
        }
        for (PacketId id : pendingAtSource(view)) {
            Optional<Attempt> fetched = calls.carries(id) ? fetchPacket(view, id) : Optional.empty();
            note(pass, fetched);
            boolean taken = fetched.map(tried -> tried.record().receipt().succeeded())
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

    private Optional<Attempt> bring(View view, RelayItem item) {
        return switch (item.kind()) {
            case PACKET -> bringPacket(view, item.id());
            case ACK -> bringAcknowledgement(view, item.id());
            case HELD -> expireHeld(view, item.id());
        };
    }

    private static void note(Pass pass, Optional<Attempt> attempt) {
        attempt.ifPresent(tried -> {
            if (tried.record().receipt().succeeded()) {
                pass.done().add(tried.what());
            } else {
                pass.refused()
                        .add(tried.what() + ": " + tried.record().receipt().message());
            }
        });
    }

    /** Both chains at fixed heights: the local one as far as the hub has verified it, the hub at its last block. */
    record View(StateReader node, VerifiedState verified, HubProof hub) {
        /** @throws UnprovenState when the answer does not prove itself */
        StateAnswer local(String path) {
            return localKey(PacketKeys.full(path));
        }

        /** @throws UnprovenState when the answer does not prove itself */
        StateAnswer localKey(String key) {
            StateAnswer answer = await(node.readState(key, Optional.of(verified.height())));
            verified.problem(key, answer).ifPresent(reason -> {
                throw new UnprovenState(Finding.of(verified.height(), node.node(), reason));
            });
            return answer;
        }

        Optional<JsonNode> supervision(String path) {
            return supervisionKey(PacketKeys.full(path));
        }

        Optional<JsonNode> supervisionKey(String key) {
            return hub.read(key);
        }
    }

    /** Keeps both light clients young where no call crosses: blocks are made on demand, so an idle chain shows no header. */
    private Optional<Attempt> refreshClient(View view) {
        Height verified = view.verified().height();
        if (!refresh.worthALook(verified)
                || !refresh.due(ClientRefresh.clockOf(
                        view.local(PacketKeys.Local.HUB).value().map(CanonicalJson::decode)))
                || view.local(PacketKeys.Local.HUB_FROZEN).value().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new Attempt("header of the hub to " + chain, refresh.bring(verified, view.hub())));
    }

    /** A chain that has shown no block at all since its admission: nothing of its state is proven, so the hub's client counts. */
    private Optional<Attempt> awaken(HubProof proof) {
        if (!refresh.worthALook(Height.ZERO)
                || !refresh.due(ClientHealth.read(key -> hub.read(key).map(CanonicalJson::decode), chain)
                        .map(ClientHealth::clock))) {
            return Optional.empty();
        }
        return Optional.of(new Attempt("first header of the hub to " + chain, refresh.bring(Height.ZERO, proof)));
    }

    private List<RelayItem> pendingAtHub(View view) {
        List<RelayItem> items = new ArrayList<>();
        view.supervision(PacketKeys.Hub.pending(chain))
                .ifPresent(list -> list.forEach(i -> items.add(RelayItem.of(i))));
        return items;
    }

    private List<PacketId> pendingAtSource(View view) {
        List<PacketId> ids = new ArrayList<>();
        view.local(PacketKeys.Local.PENDING)
                .value()
                .map(CanonicalJson::decode)
                .ifPresent(list -> list.forEach(entry -> ids.add(new PacketId(
                        chain,
                        new ChainId(entry.path("destination").asText()),
                        entry.path("channel").asText(),
                        new Sequence(entry.path("sequence").longValue())))));
        return ids;
    }

    /** Hop 1: a packet this chain sent, to the hub; past its timeout, the proof that the hub has no receipt. */
    private Optional<Attempt> fetchPacket(View view, PacketId id) {
        if (view.supervision(PacketKeys.Hub.in(id)).isPresent()) {
            return Optional.empty();
        }
        StateAnswer sent = view.local(PacketKeys.Local.out(id));
        if (sent.value().isEmpty()) {
            return Optional.empty();
        }
        Packet packet = Packet.fromJson(CanonicalJson.decode(sent.value().get()));
        if (!packet.timeout().reached(view.hub().header().time())) {
            String channel = PacketKeys.Hub.channel(id.source(), id.destination(), id.channel());
            if (!mayBeNext(packet, view.supervision(channel))) {
                return Optional.empty();
            }
            return Optional.of(toHub("packet " + id + " to the hub", "receive", proven(packet, sent)));
        }
        ObjectNode absent = view.hub().arguments(PacketKeys.full(PacketKeys.Hub.in(id)));
        absent.set("packet", packet.toJson());
        return packetToLocal(view, "timeout of packet " + id + " to its source", id, "timeout", absent);
    }

    /** Hops 2 and 3: a routed packet to this chain, then its acknowledgement, or its timeout, to the hub. */
    private Optional<Attempt> bringPacket(View view, PacketId id) {
        Packet packet = Packet.fromJson(view.supervision(PacketKeys.Hub.out(id)).orElseThrow());
        StateAnswer ack = view.local(PacketKeys.Local.ack(id));
        if (ack.value().isPresent()) {
            ObjectNode arguments = proven(packet, ack);
            arguments.set("ack", CanonicalJson.decode(ack.value().get()));
            return Optional.of(toHub("acknowledgement of " + id + " to the hub", "acknowledge", arguments));
        }
        if (packet.timeout()
                .reached(view.verified().time(), view.verified().height().next())) {
            StateAnswer absent = view.local(PacketKeys.Local.in(id));
            return Optional.of(toHub("timeout of packet " + id + " to the hub", "timeout", proven(packet, absent)));
        }
        if (packet.channel().isOrdered()) {
            StateAnswer channel = view.local(PacketKeys.Local.channelIn(id.source(), id.channel()));
            if (!mayBeNext(packet, channel.value().map(CanonicalJson::decode))) {
                return Optional.empty();
            }
        }
        ObjectNode arguments = view.hub().arguments(PacketKeys.full(PacketKeys.Hub.out(id)));
        arguments.set("packet", packet.toJson());
        return packetToLocal(view, "packet " + id + " to its destination", id, "receive", arguments);
    }

    /** On an ordered channel whoever is not the next waits, perhaps for a packet that comes no more. */
    private static boolean mayBeNext(Packet packet, Optional<JsonNode> channel) {
        ChannelState state = channel.map(ChannelState::fromJson).orElseGet(() -> ChannelState.before(packet));
        return !packet.channel().isOrdered() || packet.sequence().compareTo(state.next()) <= 0;
    }

    /** What a route holds back becomes an error when nobody has decided in time. */
    private Optional<Attempt> expireHeld(View view, PacketId id) {
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
        return Optional.of(toHub("expiry of held packet " + id, "expire", named));
    }

    /** Hop 4: the end of a packet to its source, then the proof that the source took it, to the hub. */
    private Optional<Attempt> bringAcknowledgement(View view, PacketId id) {
        Packet packet = Packet.fromJson(view.supervision(PacketKeys.Hub.in(id)).orElseThrow());
        StateAnswer done = view.local(PacketKeys.Local.done(id));
        if (done.value().isPresent()) {
            ObjectNode arguments = proven(packet, done);
            arguments.set("ack", CanonicalJson.decode(done.value().get()));
            return Optional.of(toHub("completion of " + id + " to the hub", "complete", arguments));
        }
        JsonNode ack = view.supervision(PacketKeys.Hub.ack(id)).orElseThrow();
        ObjectNode arguments = view.hub().arguments(PacketKeys.full(PacketKeys.Hub.ack(id)));
        arguments.set("packet", packet.toJson());
        arguments.set("ack", ack);
        return packetToLocal(view, "acknowledgement of " + id + " to its source", id, "acknowledge", arguments);
    }

    private static ObjectNode proven(Packet packet, StateAnswer answer) {
        ObjectNode arguments = CanonicalJson.object()
                .put("height", answer.height().value())
                .put("proof", answer.proof().canonical().toHex());
        arguments.set("packet", packet.toJson());
        return arguments;
    }

    private Attempt toHub(String what, String method, ObjectNode arguments) {
        return toHub(what, PacketKeys.CONTRACT, method, arguments);
    }

    Attempt toHub(String what, String contract, String method, ObjectNode arguments) {
        return new Attempt(what, await(supervision.submit(contract, method, arguments)));
    }

    private Optional<Attempt> packetToLocal(View view, String what, PacketId id, String method, ObjectNode arguments) {
        return toLocal(view, what, "packet " + id, PacketKeys.CONTRACT, method, arguments);
    }

    /**
     * Submitted once per verified state: until the hub has verified the block that took it, there is nothing to add. Which
     * block that is, is the node's word, so it is believed for {@value #BELIEVED} blocks only.
     *
     * @param subject what it is about; of one subject there is one submission under way
     */
    Optional<Attempt> toLocal(
            View view, String what, String subject, String contract, String method, ObjectNode arguments) {
        if (underway.containsKey(subject)) {
            return Optional.empty();
        }
        TransactionRecord record = await(local.submit(contract, method, arguments));
        if (record.receipt().succeeded()) {
            long farthest = view.verified().height().value() + BELIEVED;
            underway.put(subject, new Height(Math.min(record.height().value(), farthest)));
        }
        return Optional.of(new Attempt(what, record));
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
