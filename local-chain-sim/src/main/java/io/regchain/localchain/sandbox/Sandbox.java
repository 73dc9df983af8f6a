package io.regchain.localchain.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.localchain.federation.Federation;
import io.regchain.localchain.federation.FederationDirectory;
import io.regchain.localchain.federation.FederationProblem;
import io.regchain.localchain.federation.FederationSettings;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Market;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.PacketId;
import io.regchain.supervision.status.ObjectBounds;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hub and a partner chain for one chain under test, in one process. It waits for that chain, admits it with the officers'
 * test keys, connects it, tells what it sees, and begins anew when that chain does: a supervision chain forgets nothing, so
 * what is to be forgotten needs another run of it, under the same keys and with the same block 0.
 *
 * <p>Everything that changes is done on one thread.
 */
public final class Sandbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    /** How far the machine's clock may run ahead of the sandbox's, as after the machine has slept. */
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(1);

    private final SandboxSettings settings;
    private final Blackboard blackboard;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "sandbox"));
    private final ActorSystem<Void> doors = ActorSystem.create(Behaviors.empty(), "sandbox-doors");
    /** Written on the sandbox's thread, read on any. */
    private volatile Federation federation;
    /** Whether {@code federation} is open; on the sandbox's own thread. */
    private boolean running = true;

    private volatile PartnerMarket partner;
    private volatile TestKeys keys;
    private Optional<ChainUnderTest> guest = Optional.empty();
    private final CompletableFuture<FederationProblem> broken = new CompletableFuture<>();

    /** @throws FederationProblem when the directory or a port does not allow it */
    public static Sandbox start(SandboxSettings settings) {
        FederationDirectory.forgetChains(created(settings.dataDir()));
        Sandbox sandbox = new Sandbox(settings);
        sandbox.begun();
        sandbox.thread.scheduleWithFixedDelay(sandbox::look, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return sandbox;
    }

    /** Not a directory of something else: what is removed is removed for good. */
    private static Path created(Path directory) {
        Path mark = directory.resolve("sandbox");
        try {
            Files.createDirectories(directory);
            try (Stream<Path> content = Files.list(directory)) {
                if (!Files.exists(mark) && content.findAny().isPresent()) {
                    throw new FederationProblem(
                            directory + " holds something that is no sandbox",
                            "choose an empty directory with --data DIR: a sandbox forgets its chains at every start");
                }
            }
            Files.writeString(mark, "the chains in this directory are forgotten at every start\n");
            return directory;
        } catch (IOException e) {
            throw new FederationProblem(
                    "the data directory " + directory + " cannot be used: " + e,
                    "choose a directory you may write to with --data DIR",
                    e);
        }
    }

    private Sandbox(SandboxSettings settings) {
        this.settings = settings;
        this.blackboard = new Blackboard(settings.reader());
        try {
            this.federation = federation(settings.httpPort());
        } catch (RuntimeException e) {
            thread.shutdownNow();
            doors.terminate();
            throw e;
        }
        this.keys = TestKeys.of(federation);
        this.partner = partnerOf(federation);
    }

    private Federation federation(int port) {
        Federation started = Federation.start(new FederationSettings(
                settings.dataDir(),
                List.of(settings.partner()),
                Optional.empty(),
                ObjectBounds.DEFAULT,
                port,
                Instant.now(),
                settings.pages(),
                line -> {}));
        setClock(started);
        return started;
    }

    private static void setClock(Federation federation) {
        Instant now = Instant.now();
        if (federation.clock().now().toInstant().plus(CLOCK_SLACK).isBefore(now)) {
            federation.clock().moveTo(now);
        }
    }

    private PartnerMarket partnerOf(Federation started) {
        PartnerMarket market = new PartnerMarket(
                started,
                URI.create("http://127.0.0.1:" + started.httpPort()),
                settings.partner().chainId());
        market.prepare();
        return market;
    }

    private void begun() {
        keys.write(federation.hubKeys(), partner.chain());
        blackboard.write(Line.good(
                "the supervision chain and the partner chain " + partner.chain() + " are up, 4 and "
                        + settings.partner().seats().size() + " validators",
                partner.chain() + " keeps the product " + partner.product().text() + "; the investor "
                        + partner.holder() + " holds some of it"));
        settings.begun().accept(this);
    }

    // ---- what may be asked of it, from any thread

    public Blackboard blackboard() {
        return blackboard;
    }

    public Federation federation() {
        return federation;
    }

    public ChainId partner() {
        return settings.partner().chainId();
    }

    public Path testKeys() {
        return keys.folder();
    }

    /** Where the hub's pages and API are. */
    public URI hub() {
        return URI.create("http://127.0.0.1:" + federation.httpPort());
    }

    /**
     * Writes what a chain of this market may start from: the hub to trust, names, test keys.
     *
     * @throws IllegalArgumentException when there is no such market
     */
    public Path chainFile(ChainId chain, Optional<Applicant> applicant) {
        Market market = Markets.byChain(chain)
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + chain + "\" is the label of no market; sichuan is one, for example"));
        keys.writeChain(
                market,
                federation.hubNode(),
                applicant.stream()
                        .flatMap(given -> given.nodes().stream())
                        .map(node -> node.uri().toString())
                        .toList(),
                applicant.flatMap(given -> given.nodes().get(0).token()));
        return keys.chainFile(chain);
    }

    /** From now on this chain is waited for, admitted, and told of; one that was before is forgotten. */
    public void join(Applicant applicant) {
        onThread(() -> {
            if (guest.filter(ChainUnderTest::isKnownToHub).isPresent()) {
                beginAnew("another chain is to be taken");
            }
            guest.ifPresent(ChainUnderTest::close);
            guest = Optional.of(new ChainUnderTest(applicant, doors, blackboard));
            return null;
        });
    }

    /** Forgets all that the hub knows of the chain under test, and takes it again as it is then. */
    public void anew() {
        onThread(() -> {
            beginAnew("asked for");
            return null;
        });
    }

    /**
     * The partner calls the chain under test.
     *
     * @throws IllegalStateException when that is not admitted
     */
    public PacketId call() {
        return onThread(() -> {
            ChainId chain = admitted();
            PacketId packet = partner.call(Markets.byChain(chain).orElseThrow());
            if (guest.orElseThrow().hasProvenNothing(federation)) {
                blackboard.write(ChainUnderTest.nothingProven(chain).about(packet));
            }
            return packet;
        });
    }

    /** What the chain under test sends to call the partner, as arguments of {@code packets.send} without a timeout. */
    public ObjectNode callToPartner() {
        return onThread(partner::orderFromElsewhere);
    }

    private ChainId admitted() {
        return guest.flatMap(ChainUnderTest::admitted)
                .orElseThrow(() -> new IllegalStateException(
                        "no chain has been admitted yet: start one, and see what the sandbox says of it"));
    }

    // ---- on its own thread

    private <T> T onThread(Callable<T> work) {
        try {
            return thread.submit(work).get();
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the sandbox is being ended", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the sandbox was asked", e);
        }
    }

    /** A fault here must not end the looking: the chain under test may do anything. */
    private void look() {
        try {
            if (broken.isDone()) {
                return;
            }
            setClock(federation);
            if (guest.isPresent()) {
                guest.get().look(federation, keys, partner.chain()).ifPresent(this::beginAnew);
            }
        } catch (RuntimeException e) {
            LOG.error("looking at the chain under test failed", e);
            if (!broken.isDone()) { // else it has been told already
                blackboard.writeOnce(
                        "fault " + e, Line.wrong("a fault of the sandbox itself: " + e, List.of("please report it")));
            }
        }
    }

    private void beginAnew(String why) {
        blackboard.write(Line.note(
                "beginning anew: " + why,
                "a supervision chain forgets nothing, so the sandbox starts its own chains again, under the same keys and"
                        + " with the same block 0; on the real hub a chain keeps its block 0 for good (A10.8)"));
        int port = federation.httpPort();
        guest.ifPresent(ChainUnderTest::forget);
        federation.close();
        running = false;
        try {
            FederationDirectory.forgetChains(settings.dataDir());
            federation = federation(port);
            running = true;
            keys = TestKeys.of(federation);
            partner = partnerOf(federation);
            begun();
        } catch (RuntimeException cause) { // there is nothing left that could go on
            FederationProblem problem = problem(cause);
            blackboard.write(Line.wrong(
                    "the sandbox's own chains could not begin anew: " + problem.getMessage(),
                    List.of("act:    " + problem.remedy())));
            broken.complete(problem);
            throw problem;
        }
    }

    private static FederationProblem problem(RuntimeException cause) {
        return cause instanceof FederationProblem known
                ? known
                : new FederationProblem(
                        String.valueOf(cause.getMessage()), "start the sandbox again; its log tells the cause", cause);
    }

    /** Completes when the sandbox's own chains could not begin anew: it is of no use any more. */
    public CompletionStage<FederationProblem> broken() {
        return broken;
    }

    @Override
    public void close() {
        onThread(() -> {
            guest.ifPresent(ChainUnderTest::close);
            if (running) {
                federation.close();
            }
            return null;
        });
        thread.shutdown();
        doors.terminate();
        doors.getWhenTerminated().toCompletableFuture().join();
    }

    /** Ends it and removes its directory. */
    public void closeAndForget() {
        close();
        FederationDirectory.removeAll(settings.dataDir());
    }

    @Override
    public String toString() {
        return "Sandbox("
                + CanonicalJson.object().put("data", settings.dataDir().toString()) + ")";
    }
}
