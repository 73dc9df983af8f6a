package io.regchain.supervision.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.regchain.ledger.node.BlockListener;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.node.ChainNode;
import io.regchain.ledger.node.TransactionSubmitter;
import io.regchain.ledger.tls.TlsIdentity;
import io.regchain.ledger.validator.ClockSource;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.block.Event;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.packet.PacketId;
import io.regchain.supervision.contract.LightClientsContract;
import io.regchain.supervision.contract.PacketsContract;
import io.regchain.supervision.contract.SettlementsContract;
import io.regchain.supervision.gateway.ChainGateway;
import io.regchain.supervision.gateway.ConnectChainGateway;
import io.regchain.supervision.gateway.NodeEndpoint;
import io.regchain.supervision.gateway.RemoteTransactions;
import io.regchain.supervision.metrics.ClientMeters;
import io.regchain.supervision.metrics.HeightMeters;
import io.regchain.supervision.observer.Finding;
import io.regchain.supervision.observer.ObserverActor;
import io.regchain.supervision.observer.ObserverStatus;
import io.regchain.supervision.relay.CarriedCalls;
import io.regchain.supervision.relay.LocalLedger;
import io.regchain.supervision.relay.RelayActor;
import io.regchain.supervision.relay.RelayStatus;
import io.regchain.supervision.snapshot.CheckedSnapshots;
import io.regchain.supervision.snapshot.EarlierBodies;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * The hub's couriers: for every chain the registry holds as active, an observer and a relay, started when its approval is
 * certified. They keep nothing; a restart begins from the supervision chain's state.
 */
public final class SupervisionHub implements AutoCloseable {
    private static final Duration WAIT_FOR_BLOCK = Duration.ofSeconds(25);
    /** Contracts whose events tell that something may be ready to be carried. */
    private static final List<String> CARRIED =
            List.of(LightClientsContract.NAME, PacketsContract.NAME, SettlementsContract.NAME);

    private static final Duration REST_PATIENCE = Duration.ofSeconds(5);
    private static final Duration RELAY_ROUND = Duration.ofSeconds(20);
    /** A pass may wait a minute for a chain that makes no blocks. */
    private static final Duration PASS_PATIENCE = Duration.ofMinutes(2);

    private final ActorSystem<?> system;
    private final List<ChainNode> nodes;
    private final HubKeys keys;
    private final GatewayFactory factory;
    private final Executor blocking;
    private final ClientMeters meters;
    private final HeightMeters heights;
    private final Consumer<ChainId> connected;
    private final ConcurrentHashMap<ChainId, List<ChainGateway>> gateways = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<ChainId, ObserverStatus> statuses = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<ChainId, RelayStatus> carrying = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<ChainId, ActorRef<ObserverActor.Command>> observers = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<ChainId, ActorRef<RelayActor.Command>> relays = new ConcurrentHashMap<>();
    /** What the relays carry that do not carry everything. */
    private final ConcurrentHashMap<ChainId, CarriedCalls> heldBack = new ConcurrentHashMap<>();

    private final AtomicInteger restarts = new AtomicInteger();
    private final ClockSource clock;
    private final KeyedLedger observer;
    private final KeyedLedger relayer;
    private final EarlierBodies bodies;
    private final BlockListener.Subscription subscription;

    /** How a registered full node is called. */
    @FunctionalInterface
    public interface GatewayFactory {
        ChainGateway to(ChainId chain, NodeEndpoint endpoint);

        /** By the Connect protocol over national TLS, showing the hub's certificate. */
        static GatewayFactory connect(ActorSystem<?> system, TlsIdentity identity) {
            return (chain, endpoint) -> new ConnectChainGateway(system, chain, endpoint, identity);
        }
    }

    /**
     * @param nodes of the supervision chain in this process
     * @param snapshots what the supervision chain stored, off chain
     * @param clock the one that the chains' blocks are made by
     * @param connected hears every chain once, when its couriers start
     */
    public SupervisionHub(
            ActorSystem<?> system,
            List<ChainNode> nodes,
            HubKeys keys,
            GatewayFactory factory,
            CheckedSnapshots snapshots,
            Executor blocking,
            ClockSource clock,
            MeterRegistry meters,
            Consumer<ChainId> connected) {
        this.system = system;
        this.nodes = List.copyOf(nodes);
        this.keys = keys;
        this.factory = factory;
        this.blocking = blocking;
        this.clock = clock;
        this.meters = new ClientMeters(meters, key -> node().read(key).map(CanonicalJson::decode), clock);
        this.heights = new HeightMeters(meters, this::observerStatus);
        this.connected = connected;
        this.observer = new KeyedLedger(nodes, keys.observer(), blocking);
        this.relayer = new KeyedLedger(nodes, keys.relayer(), blocking);
        this.bodies = new EarlierBodies(observer::read, snapshots);
        registered().forEach(this::connect);
        this.subscription = node().blocks(node().height(), this::certified);
    }

    private ChainNode node() {
        return nodes.get(0);
    }

    private List<ChainId> registered() {
        List<ChainId> chains = new ArrayList<>();
        node().read("registry/chains")
                .map(CanonicalJson::decode)
                .ifPresent(list -> list.forEach(chain -> chains.add(new ChainId(chain.asText()))));
        return chains;
    }

    /** Connects newly approved chains, and wakes the relays that a block concerns. */
    private void certified(CertifiedBlock block) {
        TreeSet<ChainId> concerned = new TreeSet<>();
        for (Receipt receipt : block.receipts()) {
            for (Event event : receipt.events()) {
                JsonNode data = CanonicalJson.decode(event.data());
                if (event.contract().equals("registry") && event.name().equals("chainApproved")) {
                    connect(new ChainId(data.path("chain").asText()));
                }
                if (CARRIED.contains(event.contract())) {
                    for (String field : List.of("chain", "source", "destination")) {
                        if (data.path(field).isTextual()) {
                            concerned.add(new ChainId(data.path(field).asText()));
                        }
                    }
                    data.path("chains").forEach(chain -> concerned.add(new ChainId(chain.asText())));
                }
            }
        }
        concerned.forEach(
                chain -> Optional.ofNullable(relays.get(chain)).ifPresent(relay -> relay.tell(RelayActor.Wake.NOW)));
    }

    private void connect(ChainId chain) {
        Optional<JsonNode> registration = node().read("registry/chain/" + chain).map(CanonicalJson::decode);
        if (registration.isEmpty() || gateways.containsKey(chain)) {
            return;
        }
        List<ChainGateway> connected = new ArrayList<>();
        for (JsonNode endpoint : registration.get().path("endpoints")) {
            connected.add(factory.to(chain, endpoint(endpoint)));
        }
        if (gateways.putIfAbsent(chain, List.copyOf(connected)) == null) {
            start(chain, List.copyOf(connected));
            meters.watch(chain);
            heights.watch(chain);
            this.connected.accept(chain);
        }
    }

    private static NodeEndpoint endpoint(JsonNode json) {
        return new NodeEndpoint(
                json.path("nodeName").asText(),
                URI.create(json.path("url").asText()),
                json.path("nodeKey").asText());
    }

    private void start(ChainId chain, List<ChainGateway> connected) {
        ActorRef<ObserverActor.Command> watching = system.systemActorOf(
                ObserverActor.create(new ObserverActor.Setup(
                        chain,
                        connected,
                        observer,
                        bodies,
                        blocking,
                        WAIT_FOR_BLOCK,
                        Backoff.DEFAULT,
                        clock,
                        status -> statuses.put(chain, status))),
                "observer-" + chain,
                Props.empty());
        observers.put(chain, watching);
        relays.put(chain, relay(chain, connected, "relay-" + chain));
    }

    private ActorRef<RelayActor.Command> relay(ChainId chain, List<ChainGateway> connected, String name) {
        return system.systemActorOf(
                RelayActor.create(
                        new RelayActor.Setup(
                                chain,
                                connected,
                                node(),
                                relayer,
                                local(chain, connected, keys.relayer()),
                                observer,
                                blocking,
                                RELAY_ROUND,
                                Backoff.DEFAULT,
                                clock,
                                status -> carrying.put(chain, status)),
                        carried(chain)),
                name,
                Props.empty());
    }

    private CarriedCalls carried(ChainId chain) {
        return heldBack.getOrDefault(chain, CarriedCalls.ALL);
    }

    private LocalLedger local(ChainId chain, List<ChainGateway> connected, Sm2PrivateKey key) {
        TransactionSubmitter submitter = new TransactionSubmitter(
                chain, key, connected.stream().map(RemoteTransactions::new).toList(), blocking);
        return submitter::submit;
    }

    /** The full nodes of a connected chain; empty for one that is not. */
    public List<ChainGateway> gateways(ChainId chain) {
        return gateways.getOrDefault(chain, List.of());
    }

    /** Writes to the anomaly log, once, what a node of an observed chain told that does not count. */
    public void note(ChainId chain, Finding finding) {
        Optional.ofNullable(observers.get(chain)).ifPresent(observer -> observer.tell(new ObserverActor.Note(finding)));
    }

    public Optional<ObserverStatus> observerStatus(ChainId chain) {
        return Optional.ofNullable(statuses.get(chain));
    }

    public Optional<RelayStatus> relayStatus(ChainId chain) {
        return Optional.ofNullable(carrying.get(chain));
    }

    /**
     * The hub's operator holds back what would be carried to and from this chain, until it is resumed or the hub starts
     * anew. Completes once nothing is under way; headers and objects of the chain are taken all the same.
     */
    public CompletionStage<Done> pauseRelay(ChainId chain) {
        return carry(chain, CarriedCalls.NONE);
    }

    public CompletionStage<Done> resumeRelay(ChainId chain) {
        return carry(chain, CarriedCalls.ALL);
    }

    /** Whether the operator holds this chain's calls back. */
    public boolean relayPaused(ChainId chain) {
        return carried(chain).paused();
    }

    /** Lets the paused relays of a call carry this one, to its end. */
    public CompletionStage<Done> carry(PacketId call) {
        List<CompletableFuture<Done>> told = new ArrayList<>();
        for (ChainId chain : List.of(call.source(), call.destination())) {
            if (relayPaused(chain)) {
                told.add(carry(chain, carried(chain).and(call)).toCompletableFuture());
            }
        }
        return CompletableFuture.allOf(told.toArray(CompletableFuture[]::new)).thenApply(all -> Done.getInstance());
    }

    private CompletionStage<Done> carry(ChainId chain, CarriedCalls calls) {
        heldBack.put(chain, calls);
        return AskPattern.ask(
                relayOf(chain), reply -> new RelayActor.Carry(calls, reply), PASS_PATIENCE, system.scheduler());
    }

    /** @throws IllegalArgumentException when there is none */
    private ActorRef<RelayActor.Command> relayOf(ChainId chain) {
        ActorRef<RelayActor.Command> relay = relays.get(chain);
        if (relay == null) {
            throw new IllegalArgumentException("the hub has no relay of " + chain + "; it has " + relays.keySet());
        }
        return relay;
    }

    /** Another relay in the place of this one, which knows nothing of it and finds out from the chains what is missing. */
    public void restartRelay(ChainId chain) {
        relayOf(chain).tell(new RelayActor.Rest(system.ignoreRef()));
        relays.put(chain, relay(chain, gateways(chain), "relay-" + chain + "-" + restarts.incrementAndGet()));
    }

    /** The couriers come to rest before their chains stop; one that waits for a node longer than this is left to it. */
    @Override
    public void close() {
        subscription.close();
        List<CompletableFuture<Done>> resting = new ArrayList<>();
        observers.values().forEach(courier -> resting.add(rest(courier, ObserverActor.Rest::new)));
        relays.values().forEach(courier -> resting.add(rest(courier, RelayActor.Rest::new)));
        resting.forEach(CompletableFuture::join);
    }

    private <T> CompletableFuture<Done> rest(ActorRef<T> courier, Function<ActorRef<Done>, T> order) {
        return AskPattern.ask(courier, order::apply, REST_PATIENCE, system.scheduler())
                .exceptionally(late -> Done.getInstance()) // it keeps nothing, so nothing is lost
                .toCompletableFuture();
    }
}
