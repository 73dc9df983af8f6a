package io.regchain.supervision.observer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.validator.ClockSource;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.supervision.contract.ClientHealth;
import io.regchain.supervision.gateway.ChainGateway;
import io.regchain.supervision.gateway.GatewayProblem;
import io.regchain.supervision.node.Backoff;
import io.regchain.supervision.node.SupervisionLedger;
import io.regchain.supervision.snapshot.EarlierBodies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Follows one local chain: waits for blocks, reads each height from two nodes, checks the reading and submits it to the
 * supervision chain, in height order. What does not prove itself is written to the anomaly log, once, and asked for again
 * from the other node.
 */
public final class ObserverActor extends AbstractBehavior<ObserverActor.Command> {
    public sealed interface Command {}

    private record Loaded(Optional<ObservedState> state) implements Command {}

    private record Reported(Height height) implements Command {}

    private record Read(Reading reading) implements Command {}

    private record NotRead(Height height, Throwable problem) implements Command {}

    private record Ingested(ReadingCheck.Sound sound, Optional<Refusal> refusal) implements Command {}

    private record Accused(Finding finding, Optional<Refusal> refusal) implements Command {}

    /** Empty while the chain is not registered. */
    private record Looked(Optional<ClientHealth> health) implements Command {}

    private record NotLooked(Throwable problem) implements Command {}

    private record Noted() implements Command {}

    /** The anomaly log did not take this finding: it is told again when it is found again. */
    private record NotNoted(String distinct) implements Command {}

    /** Somebody else found that a node of the chain told something that does not count; it goes to the anomaly log. */
    public record Note(Finding finding) implements Command {}

    private record Failed(String doing, Throwable problem) implements Command {}

    /** Begin nothing more; answered once nothing is being submitted. */
    public record Rest(ActorRef<Done> replyTo) implements Command {}

    private enum Retry implements Command {
        NOW
    }

    /**
     * What an observer is given.
     *
     * @param nodes at least two full nodes of the chain (JR/T 0314 7.1)
     * @param bodies what overwrites must bring along
     * @param blocking runs reads of the supervision chain's state and of snapshots
     * @param clock tells when the chain's light client runs out
     * @param board hears every change of status
     */
    public record Setup(
            ChainId chain,
            List<ChainGateway> nodes,
            SupervisionLedger ledger,
            EarlierBodies bodies,
            Executor blocking,
            Duration patience,
            Backoff backoff,
            ClockSource clock,
            Consumer<ObserverStatus> board) {
        public Setup {
            nodes = List.copyOf(nodes);
            if (nodes.size() < 2) {
                throw new IllegalArgumentException(
                        "a chain is observed through at least two nodes (JR/T 0314 7.1), not " + nodes.size());
            }
        }
    }

    private static final String TRYING_AGAIN = "trying again";

    private final Setup setup;
    private final TimerScheduler<Command> timers;
    private final AnomalyNotes notes;
    private final ClientWatch watch;
    private Optional<ObservedState> state = Optional.empty();
    private Height reported = Height.ZERO;
    private int preferred;
    private int failures;
    private Optional<Instant> failingSince = Optional.empty();
    private Optional<String> problem = Optional.empty();
    private Optional<Instant> answeredAt = Optional.empty();
    private Optional<Instant> verifiedAt = Optional.empty();
    private Optional<Backfill> backfill = Optional.empty();
    /** Nodes that do not give the height to be read, with what they said. */
    private final TreeMap<String, String> lacking = new TreeMap<>();

    private boolean submitting;
    private Optional<ActorRef<Done>> resting = Optional.empty();

    public static Behavior<Command> create(Setup setup) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new ObserverActor(context, timers, setup)));
    }

    private ObserverActor(ActorContext<Command> context, TimerScheduler<Command> timers, Setup setup) {
        super(context);
        this.setup = setup;
        this.timers = timers;
        this.watch = new ClientWatch(setup.chain());
        this.notes = new AnomalyNotes(
                setup.chain(), setup.ledger(), distinct -> context.getSelf().tell(new NotNoted(distinct)));
        show("starting", Optional.empty());
        load();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Loaded.class, this::loaded)
                .onMessage(Reported.class, this::reported)
                .onMessage(Read.class, this::read)
                .onMessage(NotRead.class, this::notRead)
                .onMessage(Ingested.class, done -> settled(() -> ingested(done)))
                .onMessage(Accused.class, done -> settled(() -> accused(done)))
                .onMessage(Looked.class, this::looked)
                .onMessage(NotLooked.class, this::notLooked)
                .onMessage(Noted.class, done -> settled(this::retryLater))
                .onMessage(NotNoted.class, this::notNoted)
                .onMessage(Note.class, this::note)
                .onMessage(Failed.class, done -> settled(() -> failed(done)))
                .onMessage(Rest.class, this::rest)
                .onMessage(Retry.class, retry -> load())
                .build();
    }

    private Behavior<Command> rest(Rest rest) {
        resting = Optional.of(rest.replyTo());
        return submitting ? this : atRest(rest.replyTo());
    }

    /** What was being submitted is done, or has failed. */
    private Behavior<Command> settled(Supplier<Behavior<Command>> next) {
        submitting = false;
        return resting.map(ObserverActor::atRest).orElseGet(next);
    }

    private static Behavior<Command> atRest(ActorRef<Done> replyTo) {
        replyTo.tell(Done.getInstance());
        return Behaviors.ignore();
    }

    private Behavior<Command> load() {
        pipe(
                "reading the supervision chain's state",
                CompletableFuture.supplyAsync(
                        () -> ObservedState.load(setup.ledger(), setup.chain()), setup.blocking()),
                Loaded::new);
        return this;
    }

    private Behavior<Command> loaded(Loaded loaded) {
        state = loaded.state();
        if (state.isEmpty()) {
            return fail("the chain is not registered");
        }
        return follow();
    }

    /** Reads the next height when a node has reported it, else waits for it. */
    private Behavior<Command> follow() {
        Height next = state.orElseThrow().height();
        backfill = Backfill.follow(backfill, next, reported, Instant.now());
        if (reported.compareTo(next) >= 0) {
            tell("reading height " + next + " from " + node().node());
            getContext()
                    .pipeToSelf(
                            ChainReader.read(node(), Optional.of(second()), next),
                            (reading, problem) -> problem == null ? new Read(reading) : new NotRead(next, problem));
        } else {
            tell("waiting for height " + next);
            lookAtClient();
            pipe(
                    "waiting for height " + next,
                    node().awaitBlock(new Height(next.value() - 1), setup.patience()),
                    Reported::new);
        }
        return this;
    }

    private void lookAtClient() {
        CompletionStage<Optional<ClientHealth>> looking = CompletableFuture.supplyAsync(
                () -> ClientHealth.read(setup.ledger()::read, setup.chain()), setup.blocking());
        getContext()
                .pipeToSelf(
                        looking, (health, problem) -> problem == null ? new Looked(health) : new NotLooked(problem));
    }

    private Behavior<Command> looked(Looked looked) {
        looked.health()
                .flatMap(health -> watch.look(health, setup.clock().now()))
                .ifPresent(warning -> getContext().getLog().warn(warning));
        return this;
    }

    private Behavior<Command> notLooked(NotLooked failed) {
        getContext().getLog().warn("the light client of {} could not be looked at", setup.chain(), failed.problem());
        return this;
    }

    private Behavior<Command> reported(Reported told) {
        reported = told.height();
        answeredAt = Optional.of(Instant.now());
        if (reported.compareTo(height()) < 0) { // there is nothing to read, so nothing fails
            recovered();
        }
        return follow();
    }

    private Behavior<Command> read(Read read) {
        answeredAt = Optional.of(Instant.now());
        ObservedState now = state.orElseThrow();
        return switch (ReadingRules.check(now.trusted(), read.reading())) {
            case ReadingCheck.Unsound unsound -> refuse(unsound.finding());
            case ReadingCheck.Contradicting contradicting -> accuse(contradicting);
            case ReadingCheck.Sound sound -> ingest(sound, now.objects());
        };
    }

    /** A height that every node has reported and none gives is named, once, and asked for again. */
    private Behavior<Command> notRead(NotRead failed) {
        Throwable cause = cause(failed.problem());
        if (!(cause instanceof GatewayProblem gateway && gateway.kind() == GatewayProblem.Kind.REFUSED)) {
            return failed(new Failed("reading height " + failed.height(), failed.problem()));
        }
        answeredAt = Optional.of(Instant.now());
        lacking.put(node().node(), gateway.getMessage());
        if (lacking.size() < setup.nodes().size()) {
            return failed(new Failed("reading height " + failed.height(), failed.problem()));
        }
        String told = String.join("; ", lacking.values());
        lacking.clear();
        return refuse(Finding.of(
                failed.height(),
                node().node(),
                "HEIGHT_UNAVAILABLE",
                "no node of " + setup.chain() + " gives height " + failed.height() + ": " + told));
    }

    private static Throwable cause(Throwable problem) {
        return problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
    }

    /** Hands the contradicting header in, so that the supervision chain freezes on it, and notes it like any finding. */
    private Behavior<Command> accuse(ReadingCheck.Contradicting contradicting) {
        submitting = true;
        pipe(
                "submitting misbehaviour",
                setup.ledger()
                        .submit("light-clients", "update", IngestRequests.header(setup.chain(), contradicting.header()))
                        .thenApply(ObserverActor::refusal),
                refusal -> new Accused(contradicting.finding(), refusal));
        return this;
    }

    private Behavior<Command> accused(Accused accused) {
        accused.refusal().ifPresent(reason -> getContext()
                .getLog()
                .warn("the supervision chain did not take the misbehaviour of {}: {}", setup.chain(), reason));
        return refuse(accused.finding());
    }

    private Behavior<Command> ingest(ReadingCheck.Sound sound, int from) {
        tell("submitting height " + sound.reading().height());
        sound.notes().forEach(notes::note);
        submitting = true;
        CompletionStage<Optional<Refusal>> done = CompletableFuture.completedFuture(Optional.empty());
        for (ObjectNode request : IngestRequests.of(setup.chain(), sound, from)) {
            done = then(done, () -> completed(request).thenCompose(whole -> submit("objects", "ingest", whole)));
        }
        if (sound.fork().isPresent()) { // the first header is on record now, so the other one is misbehaviour
            ObjectNode fork = IngestRequests.header(setup.chain(), sound.fork().get());
            done = then(done, () -> submit("light-clients", "update", fork));
        }
        pipe("submitting height " + sound.reading().height(), done, refusal -> new Ingested(sound, refusal));
        return this;
    }

    /** Takes the next step unless one before it was refused. */
    private static CompletionStage<Optional<Refusal>> then(
            CompletionStage<Optional<Refusal>> before, Supplier<CompletionStage<Optional<Refusal>>> next) {
        return before.thenCompose(
                refusal -> refusal.isPresent() ? CompletableFuture.completedFuture(refusal) : next.get());
    }

    private CompletionStage<ObjectNode> completed(ObjectNode request) {
        return CompletableFuture.supplyAsync(
                () -> IngestRequests.complete(setup.chain(), request, setup.bodies()), setup.blocking());
    }

    private CompletionStage<Optional<Refusal>> submit(String contract, String method, ObjectNode request) {
        return setup.ledger().submit(contract, method, request).thenApply(ObserverActor::refusal);
    }

    private static Optional<Refusal> refusal(TransactionRecord record) {
        return record.receipt().succeeded()
                ? Optional.empty()
                : Optional.of(
                        new Refusal(record.receipt().code(), record.receipt().message()));
    }

    private Behavior<Command> ingested(Ingested ingested) {
        Height height = ingested.sound().reading().height();
        if (ingested.refusal().isPresent()) {
            return refuse(Finding.of(
                    height,
                    ingested.sound().reading().node(),
                    ingested.refusal().get()));
        }
        state = Optional.of(new ObservedState(ingested.sound().next(), height.next(), 0));
        verifiedAt = Optional.of(Instant.now());
        lacking.clear();
        recovered();
        return follow();
    }

    /** Notes the finding and tries again with the other node. */
    private Behavior<Command> refuse(Finding finding) {
        getContext().getLog().warn("{} at height {}: {}", finding.node(), finding.height(), finding.reason());
        preferred = (preferred + 1) % setup.nodes().size();
        count(finding.reason().toString());
        submitting = true;
        pipe("noting an anomaly", notes.note(finding), done -> new Noted());
        return this;
    }

    private Behavior<Command> failed(Failed failed) {
        Throwable cause = cause(failed.problem());
        if (cause instanceof GatewayProblem gateway && gateway.kind() != GatewayProblem.Kind.UNREACHABLE) {
            answeredAt = Optional.of(Instant.now());
        }
        if (cause instanceof GatewayProblem gateway && gateway.kind() == GatewayProblem.Kind.MALFORMED) {
            return refuse(Finding.of(height(), node().node(), "ANSWER_MALFORMED", gateway.getMessage()));
        }
        getContext().getLog().debug("{} failed", failed.doing(), cause);
        preferred = (preferred + 1) % setup.nodes().size();
        reported = Height.ZERO; // perhaps this node reported a height that does not exist
        return fail(failed.doing() + ": " + cause.getMessage());
    }

    private Behavior<Command> fail(String why) {
        count(why);
        return retryLater();
    }

    private void count(String why) {
        failures++;
        failingSince = failingSince.or(() -> Optional.of(Instant.now()));
        problem = Optional.of(why);
        show(TRYING_AGAIN, Optional.empty());
    }

    private void recovered() {
        failures = 0;
        failingSince = Optional.empty();
        problem = Optional.empty();
    }

    private Behavior<Command> retryLater() {
        Duration wait = setup.backoff().after(failures);
        show(TRYING_AGAIN, Optional.of(Instant.now().plus(wait)));
        timers.startSingleTimer(Retry.NOW, wait);
        return this;
    }

    /** Nothing waits for it: what the observer does itself goes on. */
    private Behavior<Command> note(Note note) {
        getContext()
                .getLog()
                .warn(
                        "{} at height {}: {}",
                        note.finding().node(),
                        note.finding().height(),
                        note.finding().reason());
        notes.note(note.finding());
        return this;
    }

    private Behavior<Command> notNoted(NotNoted finding) {
        getContext().getLog().warn("the anomaly log did not take {}", finding.distinct());
        notes.forget(finding.distinct());
        return this;
    }

    private Height height() {
        return state.map(ObservedState::height).orElse(Height.ZERO);
    }

    private ChainGateway node() {
        return setup.nodes().get(preferred);
    }

    private ChainGateway second() {
        return setup.nodes().get((preferred + 1) % setup.nodes().size());
    }

    private void tell(String stage) {
        show(stage, Optional.empty());
    }

    private void show(String stage, Optional<Instant> nextTry) {
        setup.board()
                .accept(new ObserverStatus(
                        setup.chain(),
                        reported,
                        state.map(s -> new Height(s.height().value() - 1)).orElse(Height.ZERO),
                        verifiedAt,
                        stage,
                        Instant.now(),
                        answeredAt,
                        failures,
                        failingSince,
                        problem,
                        nextTry,
                        backfill));
    }

    private <T> void pipe(String doing, CompletionStage<T> stage, java.util.function.Function<T, Command> then) {
        getContext()
                .pipeToSelf(
                        stage, (value, problem) -> problem == null ? then.apply(value) : new Failed(doing, problem));
    }
}
