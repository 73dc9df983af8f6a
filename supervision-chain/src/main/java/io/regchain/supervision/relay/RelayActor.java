package io.regchain.supervision.relay;

import io.regchain.ledger.node.CertifiedState;
import io.regchain.ledger.validator.ClockSource;
import io.regchain.protocol.base.ChainId;
import io.regchain.supervision.gateway.StateReader;
import io.regchain.supervision.node.Backoff;
import io.regchain.supervision.node.SupervisionLedger;
import io.regchain.supervision.observer.AnomalyNotes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

/** Runs the passes of one {@link ChainRelay}: when something may have changed, one at a time, with a slow safety round. */
public final class RelayActor extends AbstractBehavior<RelayActor.Command> {
    public sealed interface Command {}

    /** Something happened on either chain that may concern this relay. */
    public enum Wake implements Command {
        NOW
    }

    /** Begin nothing more; answered once no pass is under way. */
    public record Rest(ActorRef<Done> replyTo) implements Command {}

    /** Carry these calls from now on; answered once no pass is under way that was begun before. */
    public record Carry(CarriedCalls calls, ActorRef<Done> replyTo) implements Command {}

    private record NotNoted(String distinct) implements Command {}

    private record Passed(ChainRelay.Pass pass) implements Command {}

    private record Failed(Throwable problem) implements Command {}

    /**
     * @param anomalies the supervision chain with the observer's key, which alone may write to the anomaly log
     * @param blocking a thread per task, where waiting is cheap
     * @param round how long nothing may happen before a look is taken all the same
     * @param clock tells how old the local chain's light client of the hub is, and when a deadline is worth a look
     * @param board hears every change of status
     */
    public record Setup(
            ChainId chain,
            List<? extends StateReader> nodes,
            CertifiedState hub,
            SupervisionLedger supervision,
            LocalLedger local,
            SupervisionLedger anomalies,
            Executor blocking,
            Duration round,
            Backoff backoff,
            ClockSource clock,
            Consumer<RelayStatus> board) {
        public Setup {
            nodes = List.copyOf(nodes);
        }
    }

    /** One failure is a node that was busy; so many in a row are worth a person's eye. */
    private static final int TOLD_AFTER = 4;

    private final Setup setup;
    private final ChainRelay relay;
    private final TimerScheduler<Command> timers;
    private final AnomalyNotes notes;
    private Optional<ActorRef<Done>> resting = Optional.empty();
    private final List<ActorRef<Done>> carrying = new ArrayList<>();
    private CarriedCalls calls;
    private boolean running;
    private boolean wanted;
    private int preferred;
    private RelayStatus status;

    public static Behavior<Command> create(Setup setup) {
        return create(setup, CarriedCalls.ALL);
    }

    /** @param calls what it carries until it is told otherwise */
    public static Behavior<Command> create(Setup setup, CarriedCalls calls) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new RelayActor(context, timers, setup, calls)));
    }

    private RelayActor(ActorContext<Command> context, TimerScheduler<Command> timers, Setup setup, CarriedCalls calls) {
        super(context);
        this.setup = setup;
        this.calls = calls;
        this.timers = timers;
        this.relay = new ChainRelay(setup.chain(), setup.hub(), setup.supervision(), setup.local(), setup.clock());
        this.notes = new AnomalyNotes(
                setup.chain(), setup.anomalies(), distinct -> context.getSelf().tell(new NotNoted(distinct)));
        this.status = RelayStatus.starting(setup.chain()).paused(calls.paused());
        start();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Wake.class, wake -> wake())
                .onMessage(Passed.class, done -> settled(() -> passed(done)))
                .onMessage(Failed.class, done -> settled(() -> failed(done)))
                .onMessage(NotNoted.class, this::notNoted)
                .onMessage(Carry.class, this::carry)
                .onMessage(Rest.class, this::rest)
                .build();
    }

    private Behavior<Command> carry(Carry carry) {
        calls = carry.calls();
        carrying.add(carry.replyTo());
        show(status.paused(calls.paused()));
        if (running) {
            wanted = true;
        } else {
            answerCarrying();
            start();
        }
        return this;
    }

    private void answerCarrying() {
        carrying.forEach(replyTo -> replyTo.tell(Done.getInstance()));
        carrying.clear();
    }

    private Behavior<Command> rest(Rest rest) {
        resting = Optional.of(rest.replyTo());
        return running ? this : atRest(rest.replyTo());
    }

    private Behavior<Command> settled(Supplier<Behavior<Command>> next) {
        running = false;
        answerCarrying();
        return resting.map(RelayActor::atRest).orElseGet(next);
    }

    private static Behavior<Command> atRest(ActorRef<Done> replyTo) {
        replyTo.tell(Done.getInstance());
        return Behaviors.ignore();
    }

    private Behavior<Command> wake() {
        if (running) {
            wanted = true;
        } else {
            start();
        }
        return this;
    }

    private void start() {
        running = true;
        wanted = false;
        timers.cancel(Wake.NOW);
        show(status.begun());
        StateReader node = setup.nodes().get(preferred);
        CarriedCalls now = calls;
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(() -> relay.run(node, now), setup.blocking()),
                        (pass, problem) -> problem == null ? new Passed(pass) : new Failed(problem));
    }

    private Behavior<Command> passed(Passed passed) {
        passed.pass().done().forEach(line -> getContext().getLog().debug("carried {}", line));
        passed.pass().refused().forEach(line -> getContext().getLog().warn("not taken: {}", line));
        boolean refused = !passed.pass().refused().isEmpty();
        Duration wait = refused ? setup.backoff().after(status.failures() + 1) : setup.round();
        Instant now = Instant.now();
        show(status.passed(passed.pass(), now, now.plus(wait)));
        if (wanted && (!refused || passed.pass().progressed())) {
            start();
        } else {
            again(wait);
        }
        return this;
    }

    private Behavior<Command> failed(Failed failed) {
        Duration wait = setup.backoff().after(status.failures() + 1);
        Instant now = Instant.now();
        show(status.failed(String.valueOf(cause(failed.problem()).getMessage()), now, now.plus(wait)));
        if (status.failures() == TOLD_AFTER) {
            getContext()
                    .getLog()
                    .warn("{} relay passes of {} in a row failed", status.failures(), setup.chain(), failed.problem());
        } else {
            getContext().getLog().debug("a relay pass of {} failed", setup.chain(), failed.problem());
        }
        if (cause(failed.problem()) instanceof UnprovenState unproven) {
            notes.note(unproven.finding());
        }
        preferred = (preferred + 1) % setup.nodes().size();
        again(wait);
        return this;
    }

    private static Throwable cause(Throwable problem) {
        return problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
    }

    private Behavior<Command> notNoted(NotNoted finding) {
        getContext().getLog().warn("the anomaly log did not take {}", finding.distinct());
        notes.forget(finding.distinct());
        return this;
    }

    private void show(RelayStatus changed) {
        status = changed;
        setup.board().accept(changed);
    }

    private void again(Duration wait) {
        timers.startSingleTimer(Wake.NOW, Wake.NOW, wait);
    }
}
