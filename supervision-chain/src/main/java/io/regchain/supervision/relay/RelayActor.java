package io.regchain.supervision.relay;

import io.regchain.ledger.node.ChainNode;
import io.regchain.protocol.base.ChainId;
import io.regchain.supervision.gateway.ChainGateway;
import io.regchain.supervision.node.Backoff;
import io.regchain.supervision.node.SupervisionLedger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
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

    private record Passed(ChainRelay.Pass pass) implements Command {}

    private record Failed(Throwable problem) implements Command {}

    /**
     * @param blocking a thread per task, where waiting is cheap
     * @param round how long nothing may happen before a look is taken all the same
     */
    public record Setup(
            ChainId chain,
            List<ChainGateway> nodes,
            ChainNode hub,
            SupervisionLedger supervision,
            LocalLedger local,
            Executor blocking,
            Duration round,
            Backoff backoff) {
        public Setup {
            nodes = List.copyOf(nodes);
        }
    }

    /** One failure is a node that was busy; so many in a row are worth a person's eye. */
    private static final int TOLD_AFTER = 4;

    private final Setup setup;
    private final ChainRelay relay;
    private final TimerScheduler<Command> timers;
    private boolean running;
    private boolean wanted;
    private int preferred;
    private int failures;

    public static Behavior<Command> create(Setup setup) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new RelayActor(context, timers, setup)));
    }

    private RelayActor(ActorContext<Command> context, TimerScheduler<Command> timers, Setup setup) {
        super(context);
        this.setup = setup;
        this.timers = timers;
        this.relay = new ChainRelay(setup.chain(), setup.hub(), setup.supervision(), setup.local());
        start();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Wake.class, wake -> wake())
                .onMessage(Passed.class, this::passed)
                .onMessage(Failed.class, this::failed)
                .build();
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
        ChainGateway node = setup.nodes().get(preferred);
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(() -> relay.run(node), setup.blocking()),
                        (pass, problem) -> problem == null ? new Passed(pass) : new Failed(problem));
    }

    private Behavior<Command> passed(Passed passed) {
        passed.pass().done().forEach(line -> getContext().getLog().debug("carried {}", line));
        passed.pass().refused().forEach(line -> getContext().getLog().warn("not taken: {}", line));
        failures = passed.pass().refused().isEmpty() ? 0 : failures + 1;
        running = false;
        if (failures > 0) {
            again(setup.backoff().after(failures));
        } else if (wanted) {
            start();
        } else {
            again(setup.round());
        }
        return this;
    }

    private Behavior<Command> failed(Failed failed) {
        failures++;
        if (failures == TOLD_AFTER) {
            getContext()
                    .getLog()
                    .warn("{} relay passes of {} in a row failed", failures, setup.chain(), failed.problem());
        } else {
            getContext().getLog().debug("a relay pass of {} failed", setup.chain(), failed.problem());
        }
        preferred = (preferred + 1) % setup.nodes().size();
        running = false;
        again(setup.backoff().after(failures));
        return this;
    }

    private void again(Duration wait) {
        timers.startSingleTimer(Wake.NOW, Wake.NOW, wait);
    }
}
