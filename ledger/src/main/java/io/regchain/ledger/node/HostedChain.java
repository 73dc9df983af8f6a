package io.regchain.ledger.node;

import io.regchain.ledger.consensus.MessageVerifier;
import io.regchain.ledger.execution.BlockLimits;
import io.regchain.ledger.execution.BlockProcessor;
import io.regchain.ledger.execution.ExecutionLimits;
import io.regchain.ledger.execution.NativeContractRuntime;
import io.regchain.ledger.execution.ProcessedBlock;
import io.regchain.ledger.mempool.SignatureChecks;
import io.regchain.ledger.storage.DirectoryDisk;
import io.regchain.ledger.storage.Disk;
import io.regchain.ledger.storage.SnapshotReader;
import io.regchain.ledger.storage.StateSettings;
import io.regchain.ledger.storage.ValidatorStore;
import io.regchain.ledger.validator.ChainConfig;
import io.regchain.ledger.validator.CommitWatch;
import io.regchain.ledger.validator.DroppedLately;
import io.regchain.ledger.validator.Genesis;
import io.regchain.ledger.validator.JoiningParts;
import io.regchain.ledger.validator.JoiningValidator;
import io.regchain.ledger.validator.Peers;
import io.regchain.ledger.validator.RunningValidator;
import io.regchain.ledger.validator.StatusBoard;
import io.regchain.ledger.validator.ValidatorMeters;
import io.regchain.ledger.validator.ValidatorParts;
import io.regchain.ledger.validator.ValidatorStatus;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One chain as this node of the cluster hosts it: the seats of its validators, and those that run here now. */
final class HostedChain implements ChainHandle {
    private static final Logger LOG = LoggerFactory.getLogger(HostedChain.class);
    /** Longer than any pause between two heartbeats. */
    private static final Duration SILENT = Duration.ofMinutes(2);

    private static final Duration BEGIN_AGAIN = Duration.ofMinutes(1);

    /** Of one height and the next, over several rounds, in the largest set. */
    private static final int REMEMBERED_SIGNATURES = 1_000;

    /** Nobody's key: whoever must not speak takes part under it. */
    private static final Sm2PublicKey LISTENER =
            Sm2PrivateKey.generate(new SecureRandom()).publicKey();

    private final ChainConfig config;
    private final SortedMap<Integer, Sm2Signer> keys;
    private final NodeServices services;
    private final BlockProcessor processor;
    private final ProcessedBlock genesis;
    private final Map<Integer, LocalChainNode> running = new ConcurrentSkipListMap<>();
    private final Map<Integer, Throwable> failures = new ConcurrentSkipListMap<>();
    private final Map<Integer, Boolean> suspended = new ConcurrentSkipListMap<>();
    /** The validators whose entity is on this node, whether they run yet or not. */
    private final Set<Integer> seated = new ConcurrentSkipListSet<>();

    private final Map<Integer, CompletableFuture<Void>> closing = new ConcurrentSkipListMap<>();
    /** When each validator last gave up waiting for the first block. */
    private final Map<Integer, Long> begunAgain = new ConcurrentSkipListMap<>();

    HostedChain(ChainConfig config, SortedMap<Integer, ? extends Sm2Signer> keys, NodeServices services) {
        this.config = config;
        this.keys = new TreeMap<>(keys);
        this.services = services;
        keys.forEach(this::requireOwnKey);
        this.processor = new BlockProcessor(
                new NativeContractRuntime(
                        config.contracts(),
                        (name, fault) -> LOG.error("contract {} of chain {} failed", name, config.chainId(), fault)),
                ExecutionLimits.DEFAULT,
                BlockLimits.DEFAULT);
        Genesis start = config.genesis();
        this.genesis = BlockProcessor.genesis(start.chainId(), start.time(), start.validators(), start.state());
    }

    private void requireOwnKey(int index, Sm2Signer key) {
        List<Validator> seats = config.seats();
        if (index < 0 || index >= seats.size() || !seats.get(index).publicKey().equals(key.publicKey())) {
            throw new IllegalArgumentException("the key given for validator " + index + " of chain " + config.chainId()
                    + " is not that of this seat; it has " + seats.size());
        }
    }

    private static Hash32 newBirth() {
        byte[] bytes = new byte[Hash32.SIZE];
        new SecureRandom().nextBytes(bytes);
        return Hash32.of(bytes);
    }

    private boolean mayRun(int index) {
        return keys.containsKey(index) && !suspended.containsKey(index) && !failures.containsKey(index);
    }

    /** For the entity of this validator, which is here from now on. */
    Optional<Seat> seat(int index) {
        Optional<Sm2Signer> key = Optional.ofNullable(keys.get(index)).filter(own -> mayRun(index));
        key.ifPresent(own -> seated.add(index));
        return key.map(own -> new Seat(index, own));
    }

    /** Whether a validator of this chain has its entity on this node. */
    boolean hasSeated() {
        return !seated.isEmpty();
    }

    SortedMap<Integer, Sm2Signer> keys() {
        return keys;
    }

    @Override
    public ChainId chainId() {
        return config.chainId();
    }

    @Override
    public ChainNode node(int validatorIndex) {
        ChainNode node = running.get(validatorIndex);
        if (node == null) {
            throw new IllegalStateException("validator " + validatorIndex + " of chain " + config.chainId()
                    + " does not run in this process" + reason(validatorIndex));
        }
        return node;
    }

    private String reason(int index) {
        Throwable failure = failures.get(index);
        return failure == null ? "" : ": it stopped because " + failure.getMessage();
    }

    @Override
    public List<ChainNode> localNodes() {
        return List.copyOf(running.values());
    }

    @Override
    public CompletionStage<Void> ready(Duration patience) {
        CompletableFuture<Void> ready =
                new CompletableFuture<Void>().orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS);
        services.awaitReady(this::allRun, ready);
        return ready;
    }

    /** @throws IllegalStateException when a validator here failed to start */
    private boolean allRun() {
        failures.forEach((index, failure) -> {
            throw new IllegalStateException(
                    "validator " + index + " of chain " + config.chainId() + " stopped: " + failure.getMessage(),
                    failure);
        });
        return keys.keySet().stream().allMatch(this::runs)
                && running.values().stream().allMatch(node -> node.status().phase() == ValidatorStatus.Phase.ACTIVE);
    }

    /** Here, or somewhere else where it is heard; one that is here speaks before it runs. */
    private boolean runs(int index) {
        return running.containsKey(index)
                || !seated.contains(index)
                        && running.values().stream()
                                .flatMap(node -> node.status().peers().stream())
                                .anyMatch(peer -> peer.index() == index && peer.heard());
    }

    private String id(int index) {
        return ValidatorIds.entityId(config.chainId(), index);
    }

    @Override
    public void suspend(int validatorIndex) {
        suspended.put(validatorIndex, Boolean.TRUE);
        services.tell(id(validatorIndex), ValidatorMessage.Stop.STOP);
    }

    @Override
    public void resume(int validatorIndex) {
        suspended.remove(validatorIndex);
        failures.remove(validatorIndex);
        services.tell(id(validatorIndex), ValidatorMessage.Wake.WAKE);
    }

    /** Completes when every store of this chain is closed. */
    CompletableFuture<Void> closed() {
        return CompletableFuture.allOf(closing.values().toArray(CompletableFuture[]::new));
    }

    /** What a validator's entity may use on this node. */
    final class Seat {
        private final int index;
        private final Sm2Signer key;
        private final StatusBoard board = new StatusBoard(config.seats().size());

        private Seat(int index, Sm2Signer key) {
            this.index = index;
            this.key = key;
        }

        private Disk disk() {
            return new DirectoryDisk(
                    services.dataDir().resolve(config.chainId().value()).resolve(Integer.toString(index)));
        }

        /** Whether to ask the peers for a snapshot before the store is opened. */
        boolean mayJoin() {
            return services.stateSync().isWanted() && SnapshotReader.mayBegin(disk(), index, genesis);
        }

        JoiningParts joiningParts() {
            return new JoiningParts(config, index, disk(), genesis, peers(), board, services.stateSync());
        }

        /** Whoever hears from all that the chain is further, and is handed no block, may ask for a snapshot once more. */
        boolean mayBeginAgain() {
            long now = System.nanoTime();
            Long last = begunAgain.get(index);
            if (last != null && now - last < BEGIN_AGAIN.toNanos()) {
                return false;
            }
            begunAgain.put(index, now);
            boolean may = services.stateSync().isWanted();
            if (may) {
                LOG.info(
                        "validator {} has no block, and nobody hands over the first one: it asks for a snapshot", this);
            } else {
                LOG.warn(
                        "validator {} has no block, nobody hands over the first one, and it is set to take no snapshot",
                        this);
            }
            return may;
        }

        /** An earlier life has not let go of the directory yet. */
        boolean isClosing() {
            CompletableFuture<Void> earlier = closing.get(index);
            return earlier != null && !earlier.isDone();
        }

        ValidatorStore openStore() {
            return ValidatorStore.open(
                    disk(), index, genesis, processor, StateSettings.DEFAULT.with(services.retention()));
        }

        private Peers peers() {
            return new EntityPeers(
                    services, config.chainId(), index, config.seats().size());
        }

        Executor diskExecutor() {
            return services.disk();
        }

        ValidatorParts parts(ValidatorStore store) {
            ValidatorMeters meters = new ValidatorMeters(services.meters(), config.chainId(), index);
            meters.gauge("regchain.ledger.height", "last certified block", () -> store.tip()
                    .height()
                    .value());
            meters.gauge("regchain.ledger.round", "round at the next height", () -> board.consensus()
                    .round()
                    .value());
            meters.gauge("regchain.ledger.pool", "transactions waiting", board::pooled);
            meters.gauge("regchain.ledger.inbox", "messages of peers waiting", board::waitingMessages);
            meters.gauge("regchain.ledger.round.seconds", "time in this round", () -> board.inRound()
                    .toSeconds());
            meters.gauge(
                    "regchain.ledger.peers.silent",
                    "validators not heard of for two minutes, or never",
                    () -> board.silentFor(index, SILENT));
            return new ValidatorParts(
                    config,
                    index,
                    key,
                    LISTENER,
                    HostedChain::newBirth,
                    store,
                    processor,
                    MessageVerifier.remembering(REMEMBERED_SIGNATURES),
                    services.signatures().orElseGet(SignatureChecks::new),
                    board,
                    meters,
                    new CommitWatch(services.callbacks()),
                    new DroppedLately(),
                    new LeasedPeers(toString(), store::holdsDirectory, peers()),
                    services.workers(),
                    services.poolSize());
        }

        LocalChainNode started(ValidatorParts parts, RunningValidator validator) {
            LocalChainNode node = new LocalChainNode(parts, validator, services.callbacks());
            running.put(index, node);
            LOG.debug("validator {} runs here from block {}", this, node.height());
            return node;
        }

        void stopped(LocalChainNode node, ValidatorParts parts) {
            seated.remove(index);
            running.remove(index, node);
            board.phase(ValidatorStatus.Phase.STOPPED);
            node.stop();
            parts.meters().close();
            closing.put(index, CompletableFuture.runAsync(parts.store()::close, services.disk()));
        }

        /** The entity ended while it was reading a snapshot. */
        void letGo(JoiningValidator joining) {
            joining.close();
        }

        /** The entity ended before its store was open. */
        void letGo(CompletableFuture<ValidatorStore> opening) {
            seated.remove(index);
            CompletableFuture<Void> closed = opening.thenAcceptAsync(ValidatorStore::close, services.disk());
            closing.put(index, closed.exceptionally(neverOpened -> null));
        }

        void failed(Throwable reason) {
            failures.put(index, reason);
        }

        @Override
        public String toString() {
            return id(index);
        }
    }
}
