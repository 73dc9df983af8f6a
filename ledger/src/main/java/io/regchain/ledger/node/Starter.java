package io.regchain.ledger.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.SelfUp;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * Wakes the validators that this node knows, once it is a member of the cluster and again every few seconds, so that one
 * whose node died starts elsewhere. Waking one that runs does nothing.
 */
final class Starter extends AbstractBehavior<Starter.Command> {
    private static final Duration WAKE_AGAIN = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    sealed interface Command {}

    record Keep(List<String> entityIds) implements Command {}

    record AwaitReady(BooleanSupplier condition, CompletableFuture<Void> ready) implements Command {}

    private record MemberUp() implements Command {}

    private enum Tick implements Command {
        WAKE,
        LOOK
    }

    private final TimerScheduler<Command> timers;
    private final Consumer<String> wake;
    private final TreeSet<String> kept = new TreeSet<>();
    private final List<AwaitReady> waiting = new ArrayList<>();
    private boolean up;

    private Starter(ActorContext<Command> context, TimerScheduler<Command> timers, Consumer<String> wake) {
        super(context);
        this.timers = timers;
        this.wake = wake;
        Cluster.get(context.getSystem())
                .subscriptions()
                .tell(Subscribe.create(context.messageAdapter(SelfUp.class, self -> new MemberUp()), SelfUp.class));
    }

    static Behavior<Command> create(Consumer<String> wake) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new Starter(context, timers, wake)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onAnyMessage(this::receive).build();
    }

    private Behavior<Command> receive(Command command) {
        switch (command) {
            case Keep keep -> {
                kept.addAll(keep.entityIds());
                wakeAll();
            }
            case AwaitReady await -> {
                waiting.add(await);
                look();
            }
            case MemberUp memberUp -> {
                up = true;
                timers.startTimerWithFixedDelay(Tick.WAKE, Tick.WAKE, WAKE_AGAIN);
                wakeAll();
            }
            case Tick tick -> {
                switch (tick) {
                    case WAKE -> wakeAll();
                    case LOOK -> look();
                }
            }
        }
        return this;
    }

    private void wakeAll() {
        if (up) {
            kept.forEach(wake);
        }
    }

    private void look() {
        waiting.removeIf(Starter::settled);
        if (!waiting.isEmpty()) {
            timers.startSingleTimer(Tick.LOOK, Tick.LOOK, LOOK_AGAIN);
        }
    }

    private static boolean settled(AwaitReady await) {
        if (await.ready().isDone()) {
            return true;
        }
        try {
            return await.condition().getAsBoolean() && await.ready().complete(null);
        } catch (IllegalStateException e) {
            return await.ready().completeExceptionally(e);
        }
    }
}
