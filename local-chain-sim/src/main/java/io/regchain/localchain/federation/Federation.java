package io.regchain.localchain.federation;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.regchain.identity.digest.IdentityDigests;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.node.ChainHandle;
import io.regchain.ledger.node.ChainNode;
import io.regchain.ledger.node.LedgerCluster;
import io.regchain.ledger.node.LedgerSettings;
import io.regchain.ledger.node.LedgerSystem;
import io.regchain.ledger.validator.ChainConfig;
import io.regchain.ledger.validator.ConsensusTiming;
import io.regchain.ledger.validator.Genesis;
import io.regchain.localchain.book.Operator;
import io.regchain.localchain.clock.VirtualClock;
import io.regchain.localchain.gateway.IntegratorWindow;
import io.regchain.localchain.genesis.LocalChainGenesis;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.lightclient.TrustPeriod;
import io.regchain.protocol.lightclient.TrustedState;
import io.regchain.registry.Registration;
import io.regchain.supervision.access.AccessDesk;
import io.regchain.supervision.access.Visitor;
import io.regchain.supervision.api.HubAccess;
import io.regchain.supervision.api.SupervisionApi;
import io.regchain.supervision.index.H2QueryIndex;
import io.regchain.supervision.index.IndexFollower;
import io.regchain.supervision.index.QueryIndex;
import io.regchain.supervision.metrics.ObjectMeters;
import io.regchain.supervision.node.Backoff;
import io.regchain.supervision.node.HubKeys;
import io.regchain.supervision.node.KeyedLedger;
import io.regchain.supervision.node.SupervisionGenesis;
import io.regchain.supervision.node.SupervisionHub;
import io.regchain.supervision.node.SupervisionLedger;
import io.regchain.supervision.snapshot.CheckedSnapshots;
import io.regchain.supervision.snapshot.DiskSnapshotStore;
import io.regchain.supervision.snapshot.S3SnapshotStore;
import io.regchain.supervision.snapshot.SnapshotFiller;
import io.regchain.supervision.snapshot.SnapshotStore;
import io.regchain.supervision.snapshot.SnapshotStoreProblem;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ServerBinding;

/**
 * The two layers in one process: a supervision chain and local chains of real validators, their node interfaces over
 * national TLS, the hub's couriers, index and HTTP API. A second start on the same directory goes on where the first
 * stopped; everything here can be done again without harm.
 */
public final class Federation implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final ConsensusTiming TIMING = ConsensusTiming.DEFAULT;

    /**
     * Stories set the clock forward by weeks at a stroke, with no time between in which a chain could show a block, so the
     * light clients of a federation are given the longest patience there is.
     */
    private static final TrustPeriod TRUST_PERIOD = new TrustPeriod(TrustPeriod.LONGEST);

    private final FederationSettings settings;
    private final FederationDirectory directory;
    private final FederationKeys keys;
    private final VirtualClock clock;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final ActorSystem<Void> system;
    private final AccessDesk desk = new AccessDesk(Clock.systemUTC());
    private final Map<ChainId, LocalMarket> markets = new LinkedHashMap<>();
    private final PublicNodes publicNodes;
    private final List<AutoCloseable> closing = new ArrayList<>();
    private final SnapshotStore store;
    private final CheckedSnapshots snapshots;
    private final LedgerCluster cluster;
    private final List<ChainNode> hubNodes;
    private final HubKeys hubKeys;
    private final SupervisionHub hub;
    private final QueryIndex index;
    private final IndexFollower following;
    private final ServerBinding http;
    private final ServerBinding window;

    /** @throws FederationProblem when the directory, a port or what stands in the files does not allow it */
    public static Federation start(FederationSettings settings) {
        return start(settings, UnaryOperator.identity());
    }

    /** @param way what the hub's calls to the nodes go through: a rehearsal may put a node that lies there */
    static Federation start(FederationSettings settings, UnaryOperator<SupervisionHub.GatewayFactory> way) {
        FederationDirectory directory = FederationDirectory.open(settings.dataDir());
        try {
            return new Federation(settings, directory, way);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** First of all, so that nothing starts when the store cannot be used. */
    private static SnapshotStore snapshotStore(FederationSettings settings, FederationDirectory directory) {
        try {
            return settings.snapshots()
                    .<SnapshotStore>map(S3SnapshotStore::open)
                    .orElseGet(() -> new DiskSnapshotStore(directory.root().resolve("snapshots")));
        } catch (SnapshotStoreProblem e) {
            throw new FederationProblem(String.valueOf(e.getMessage()), e.remedy(), e);
        }
    }

    private Federation(
            FederationSettings settings,
            FederationDirectory directory,
            UnaryOperator<SupervisionHub.GatewayFactory> way) {
        this.settings = settings;
        this.directory = directory;
        this.store = snapshotStore(settings, directory);
        this.system = LedgerSystem.embedded("regchain");
        this.keys = FederationKeys.open(directory);
        this.clock = VirtualClock.open(directory.root().resolve("clock"), settings.firstTime());
        this.cluster = LedgerCluster.start(system, LedgerSettings.of(directory.chains(), meters));
        this.hubKeys = HubPlan.hubKeys(keys);
        BlockTime genesisTime = genesisTime();
        ChainHandle supervision = hostSupervision(genesisTime);
        this.hubNodes = supervision.localNodes();
        hostMarkets(genesisTime);
        settings.progress().accept("supervision chain and " + markets.size() + " local chains are up");
        this.publicNodes = new PublicNodes(system, keys, new NodePorts(directory), blocking);
        this.window = join(publicNodes.open(markets.values(), this::integrator));
        register();
        this.index = H2QueryIndex.file(directory.root());
        SupervisionHub.GatewayFactory calls =
                SupervisionHub.GatewayFactory.connect(system, keys.tls("hub", HubPlan.organisation(0)));
        this.snapshots = new CheckedSnapshots(store);
        ObjectMeters objects = new ObjectMeters(meters, chain -> index.objectFacts(chain.value(), settings.bounds()));
        this.hub = new SupervisionHub(
                system, hubNodes, hubKeys, way.apply(calls), snapshots, blocking, clock, meters, objects::watch);
        closing.add(hub);
        SupervisionApi api = api();
        SnapshotFiller filler = new SnapshotFiller(store, Backoff.DEFAULT);
        closing.add(filler);
        this.following = follow(filler, api);
        closing.add(following);
        this.http = join(api.bind("127.0.0.1", settings.httpPort()).toCompletableFuture());
        markets.values().parallelStream()
                .forEach(market -> market.prepare(clock.now().toInstant()));
    }

    private IndexFollower follow(SnapshotFiller filler, SupervisionApi api) {
        try {
            return IndexFollower.follow(hubNodes.get(0), index, filler, api::applied);
        } catch (SnapshotStoreProblem e) {
            throw new FederationProblem(String.valueOf(e.getMessage()), e.remedy(), e);
        }
    }

    private BlockTime genesisTime() {
        long millis = directory
                .fact("genesisTime")
                .map(fact -> fact.longValue())
                .orElseGet(() -> {
                    long now = clock.now().epochMillis();
                    directory.keep("genesisTime", CanonicalJson.object().numberNode(now));
                    return now;
                });
        return new BlockTime(millis);
    }

    private ChainHandle hostSupervision(BlockTime genesisTime) {
        ChainConfig config = new ChainConfig(
                ChainId.SUPERVISION,
                SupervisionGenesis.genesis(genesisTime, HubPlan.validators(keys), hubKeys, TRUST_PERIOD),
                SupervisionGenesis.contracts(),
                TIMING,
                clock);
        ChainHandle handle = cluster.host(config, HubPlan.validatorKeys(keys));
        join(handle.ready(PATIENCE).toCompletableFuture());
        return handle;
    }

    private void hostMarkets(BlockTime genesisTime) {
        CertifiedBlock hubGenesis = hubNodes.get(0).block(Height.ZERO).orElseThrow();
        TrustedState trustedHub = TrustedState.root(hubGenesis.block().header(), HubPlan.validators(keys));
        Map<MarketPlan, ChainHandle> hosted = new LinkedHashMap<>();
        for (MarketPlan plan : settings.markets()) {
            hosted.put(plan, cluster.host(config(plan, genesisTime, trustedHub), validatorKeys(plan)));
        }
        hosted.forEach((plan, handle) -> {
            join(handle.ready(PATIENCE).toCompletableFuture());
            markets.put(plan.chainId(), new LocalMarket(plan, handle, operator(plan), operatorKey(plan), blocking));
        });
    }

    private ChainConfig config(MarketPlan plan, BlockTime genesisTime, TrustedState trustedHub) {
        ValidatorSet validators = plan.validators(keys);
        Genesis genesis = LocalChainGenesis.genesis(
                plan.chainId(), genesisTime, validators, operator(plan), trustedHub, TRUST_PERIOD);
        return new ChainConfig(plan.chainId(), genesis, LocalChainGenesis.contracts(), TIMING, clock);
    }

    private SortedMap<Integer, Sm2PrivateKey> validatorKeys(MarketPlan plan) {
        SortedMap<Integer, Sm2PrivateKey> held = new TreeMap<>();
        for (int i = 0; i < plan.seats().size(); i++) {
            held.put(i, keys.key("validator " + plan.seats().get(i).name()));
        }
        return held;
    }

    private Sm2PrivateKey operatorKey(MarketPlan plan) {
        return keys.key("operator " + plan.chainId());
    }

    private Operator operator(MarketPlan plan) {
        return new Operator(
                plan.market().operator(),
                MarketPlan.operatorCode(plan.market()),
                List.of(operatorKey(plan).publicKey()));
    }

    private boolean integrator(String token, ChainId chain) {
        return desk.byApiToken(token)
                .filter(visitor -> visitor.role() == Visitor.Role.INTEGRATOR)
                .filter(visitor -> visitor.scope().sees(chain.value()))
                .isPresent();
    }

    /** Every chain through the registry's own door: proposed by one officer, approved by another; then the routes. */
    private void register() {
        Admission admission = admission();
        List<CompletableFuture<Void>> admitted = new ArrayList<>();
        for (LocalMarket market : markets.values()) {
            Registration registration = registration(market);
            admitted.add(CompletableFuture.runAsync(() -> admission.admit(registration), blocking));
        }
        admitted.forEach(Federation::join);
        admission.openRoutes(clock.now());
    }

    private Admission admission() {
        KeyedLedger maker = new KeyedLedger(hubNodes, hubKeys.admissionMaker(), blocking);
        KeyedLedger checker = new KeyedLedger(hubNodes, hubKeys.admissionChecker(), blocking);
        return new Admission(maker, checker);
    }

    /** A chain from outside asks to join: one officer proposes it, the other approves; then the hub connects to it. */
    public AdmissionResult admit(Registration registration) {
        return admission().handIn(registration);
    }

    /** Opens every call between a chain and a market of this federation, both ways, and of the chain to the hub. */
    public void openRoutesBetween(ChainId chain, ChainId partner) {
        admission().openRoutesBetween(chain, partner, clock.now());
    }

    private Registration registration(LocalMarket market) {
        return Registrations.of(
                market.plan(), keys, market.node(0).block(Height.ZERO).orElseThrow(), publicNodes.endpoints(market));
    }

    private SupervisionApi api() {
        HubAccess access = new HubAccess(
                hubNodes.get(0),
                index,
                snapshots,
                hub::gateways,
                hub::observerStatus,
                hub::relayStatus,
                hub::note,
                new KeyedLedger(hubNodes, hubKeys.identityService(), blocking),
                new IdentityDigests(keys.secret("identity digests")),
                clock,
                settings.bounds(),
                meters);
        return new SupervisionApi(system, access, desk, settings.pages(), blocking);
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    public VirtualClock clock() {
        return clock;
    }

    public FederationDirectory directory() {
        return directory;
    }

    public FederationKeys keys() {
        return keys;
    }

    public AccessDesk desk() {
        return desk;
    }

    /** The keys that the hub's officers and services sign with. */
    public HubKeys hubKeys() {
        return hubKeys;
    }

    /** What all chains of the federation and its hub measure of themselves. */
    public MeterRegistry meters() {
        return meters;
    }

    public QueryIndex index() {
        return index;
    }

    public ChainNode hubNode() {
        return hubNodes.get(0);
    }

    public SupervisionHub hub() {
        return hub;
    }

    /** The supervision chain for the officer who puts questions to local chains (A8.3). */
    public SupervisionLedger inquirer() {
        return new KeyedLedger(hubNodes, hubKeys.inquirer(), blocking);
    }

    public int httpPort() {
        return http.localAddress().getPort();
    }

    /** Where the nodes' interfaces are open to whoever shows an integrator's API token; see {@link IntegratorWindow}. */
    public int windowPort() {
        return window.localAddress().getPort();
    }

    public List<LocalMarket> markets() {
        return List.copyOf(markets.values());
    }

    /** @throws IllegalArgumentException when this federation has no such market */
    public LocalMarket market(ChainId chain) {
        LocalMarket market = markets.get(chain);
        if (market == null) {
            throw new IllegalArgumentException(
                    "this federation has no market " + chain + "; it has " + markets.keySet());
        }
        return market;
    }

    /** A market's node goes down as in a crash: nobody is answered at its address, its validator takes no part. */
    public void stopNode(ChainId chain, int index) {
        LocalMarket market = market(chain);
        join(publicNodes.close(market, index));
        market.stop(index);
    }

    /** A stopped node goes on from its directory, at the same address. */
    public void startNode(ChainId chain, int index) {
        LocalMarket market = market(chain);
        market.start(index);
        join(publicNodes.open(market, index));
    }

    /** The supervision chain for one of the hub's officers or services, by the role whose key signs. */
    public SupervisionLedger officer(String role) {
        return new KeyedLedger(hubNodes, hubKeys.of(role), blocking);
    }

    /** Completes when the hub has verified this height of the chain, within the patience. */
    public boolean awaitVerified(ChainId chain, Height height, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        Height seen = hubNode().height();
        while (System.nanoTime() < deadline) {
            if (hubNode().read("light-clients/" + chain + "/header/" + height).isPresent()) {
                return true;
            }
            seen = hubNode()
                    .awaitAbove(seen, Duration.ofSeconds(1))
                    .toCompletableFuture()
                    .join();
        }
        return false;
    }

    /** Completes when the index tells of all that the hub has by now. @return whether it does, within the patience */
    public boolean awaitIndexed(Duration patience) {
        try {
            return following.await(hubNode().height(), patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        for (AutoCloseable part : closing) {
            closeQuietly(part);
        }
        system.terminate();
        join(system.getWhenTerminated().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS));
        join(cluster.closed().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS));
        index.close();
        store.close();
        blocking.shutdown();
        directory.close();
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException("a part of the federation did not stop", e);
        }
    }

    /** Ends the federation and removes all it kept, where it was started for one run only. */
    public void closeAndForget() {
        close();
        FederationDirectory.removeAll(directory.root());
    }
}
