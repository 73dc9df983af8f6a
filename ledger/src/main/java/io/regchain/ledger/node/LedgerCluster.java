package io.regchain.ledger.node;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.regchain.ledger.mempool.SignatureChecks;
import io.regchain.ledger.storage.Retention;
import io.regchain.ledger.validator.ChainConfig;
import io.regchain.ledger.validator.StateSync;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.crypto.Sm2Signer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.Dropped;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.MailboxSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** This process as a host of validators, alone or together with others of a Pekko cluster. */
public final class LedgerCluster {
    private static final EntityTypeKey<ValidatorMessage> VALIDATOR =
            EntityTypeKey.create(ValidatorMessage.class, "validator");

    private final LedgerSettings settings;
    private final Map<ChainId, HostedChain> chains = new ConcurrentSkipListMap<>();
    private final Services services;
    private final ActorRef<ShardingEnvelope<ValidatorMessage>> region;
    private final ActorRef<Starter.Command> starter;

    private LedgerCluster(ActorSystem<?> system, LedgerSettings settings) {
        this.settings = settings;
        this.services = new Services(system);
        this.region = ClusterSharding.get(system).init(entity(system));
        this.starter = system.systemActorOf(
                Starter.create(id -> services.tell(id, ValidatorMessage.Wake.WAKE)), "regchain-starter", Props.empty());
        ActorRef<Dropped> losses = system.systemActorOf(losses(settings.meters()), "regchain-losses", Props.empty());
        system.eventStream().tell(new EventStream.Subscribe<>(Dropped.class, losses));
        CoordinatedShutdown.get(system)
                .addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "regchain-silence", () -> {
                    services.stopping = true;
                    return CompletableFuture.completedFuture(Done.getInstance());
                });
        CoordinatedShutdown.get(system)
                .addTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "regchain-files", () -> {
                    // The connections to other nodes may take long over their farewell, with nobody left to wait for.
                    if (chains.values().stream().noneMatch(HostedChain::hasSeated)) {
                        services.close();
                    }
                    return CompletableFuture.completedFuture(Done.getInstance());
                });
        system.getWhenTerminated().whenComplete((done, error) -> {
            services.close();
            services.stop();
        });
    }

    /** @param system made by {@link LedgerSystem} or with its configuration */
    public static LedgerCluster start(ActorSystem<?> system, LedgerSettings settings) {
        return new LedgerCluster(system, settings);
    }

    /** Counts what mailboxes and connections gave up before any validator saw it. */
    private static Behavior<Dropped> losses(MeterRegistry meters) {
        Counter lost = Counter.builder("regchain.ledger.lost")
                .description("messages between validators given up by a full mailbox or connection of this node")
                .register(meters);
        return Behaviors.receiveMessage(dropped -> {
            if (dropped.message() instanceof ValidatorMessage) {
                lost.increment();
            }
            return Behaviors.same();
        });
    }

    private Entity<ValidatorMessage, ShardingEnvelope<ValidatorMessage>> entity(ActorSystem<?> system) {
        return Entity.of(VALIDATOR, context -> ValidatorEntity.create(context.getEntityId(), this::seat))
                .withMessageExtractor(new EachByItself())
                .withAllocationStrategy(new SpreadValidators())
                .withEntityProps(MailboxSelector.fromConfig("regchain.validator-mailbox"))
                .withStopMessage(ValidatorMessage.Stop.STOP)
                .withSettings(ClusterShardingSettings.create(system).withNoPassivationStrategy());
    }

    /** The entity id is the shard id, so that each validator is placed by itself. */
    private static final class EachByItself
            extends ShardingMessageExtractor<ShardingEnvelope<ValidatorMessage>, ValidatorMessage> {
        @Override
        public String entityId(ShardingEnvelope<ValidatorMessage> envelope) {
            return envelope.entityId();
        }

        @Override
        public String shardId(String entityId) {
            return entityId;
        }

        @Override
        public ValidatorMessage unwrapMessage(ShardingEnvelope<ValidatorMessage> envelope) {
            return envelope.message();
        }
    }

    private Optional<HostedChain.Seat> seat(ValidatorIds validator) {
        return Optional.ofNullable(chains.get(validator.chainId())).flatMap(chain -> chain.seat(validator.index()));
    }

    /**
     * Makes this process able to run validators of a chain, and starts those that run nowhere yet. Every process of the
     * cluster hosts the same chains.
     *
     * @param keys by index in the genesis set; validators without a key stay away
     * @throws IllegalArgumentException when a key is not that validator's, or the chain is hosted already
     */
    public ChainHandle host(ChainConfig config, SortedMap<Integer, ? extends Sm2Signer> keys) {
        HostedChain chain = new HostedChain(config, keys, services);
        if (chains.putIfAbsent(config.chainId(), chain) != null) {
            throw new IllegalArgumentException("chain " + config.chainId() + " is hosted already");
        }
        starter.tell(new Starter.Keep(keys.keySet().stream()
                .map(index -> ValidatorIds.entityId(config.chainId(), index))
                .toList()));
        return chain;
    }

    /**
     * Completes when every validator of this process has stopped and its files are closed. The actor system may terminate
     * later: it first takes leave of the other nodes.
     */
    public CompletionStage<Void> closed() {
        return services.closed;
    }

    private final class Services implements NodeServices {
        private final Executor disk;
        private final ExecutorService workers;
        private final ExecutorService callbacks = Executors.newVirtualThreadPerTaskExecutor();
        private final Optional<SignatureChecks> signatures;
        private final CompletableFuture<Void> closed = new CompletableFuture<>();
        /** Whoever talks on while the region shuts down only holds it up. */
        private volatile boolean stopping;

        Services(ActorSystem<?> system) {
            this.disk = Executors.newVirtualThreadPerTaskExecutor();
            this.workers = Executors.newFixedThreadPool(
                    Runtime.getRuntime().availableProcessors(),
                    Thread.ofPlatform().daemon().name("regchain-worker-", 0).factory());
            this.signatures = settings.sharedVerification() ? Optional.of(new SignatureChecks()) : Optional.empty();
        }

        private void close() {
            List<CompletableFuture<Void>> closing = new ArrayList<>();
            chains.values().forEach(chain -> closing.add(chain.closed()));
            CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new)).whenComplete((done, error) -> {
                if (error == null) {
                    closed.complete(null);
                } else {
                    closed.completeExceptionally(error);
                }
            });
        }

        private void stop() {
            workers.shutdown();
            callbacks.shutdown();
        }

        @Override
        public Path dataDir() {
            return settings.dataDir();
        }

        @Override
        public MeterRegistry meters() {
            return settings.meters();
        }

        @Override
        public int poolSize() {
            return settings.poolSize();
        }

        @Override
        public Retention retention() {
            return settings.retention();
        }

        @Override
        public StateSync stateSync() {
            return settings.stateSync();
        }

        @Override
        public Optional<SignatureChecks> signatures() {
            return signatures;
        }

        @Override
        public Executor disk() {
            return disk;
        }

        @Override
        public ExecutorService workers() {
            return workers;
        }

        @Override
        public Executor callbacks() {
            return callbacks;
        }

        @Override
        public void tell(String entityId, ValidatorMessage message) {
            if (!stopping) {
                region.tell(new ShardingEnvelope<>(entityId, message));
            }
        }

        @Override
        public void awaitReady(BooleanSupplier condition, CompletableFuture<Void> ready) {
            starter.tell(new Starter.AwaitReady(condition, ready));
        }
    }
}
