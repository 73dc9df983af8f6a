package io.regchain.ledger.node;

import io.regchain.ledger.validator.Host;
import io.regchain.ledger.validator.Mailbox;
import io.regchain.ledger.validator.Part;
import io.regchain.ledger.validator.Timers;
import java.time.Duration;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** Runs each part of a validator as a child of its entity, which watches it. */
final class ActorHost implements Host {
    private final ActorContext<?> parent;

    ActorHost(ActorContext<?> parent) {
        this.parent = parent;
    }

    @Override
    public <M> Mailbox<M> start(String name, Place place, Function<Surroundings<M>, Part<M>> make) {
        ActorRef<M> actor = parent.spawn(behavior(make), name, dispatcher(place));
        parent.watch(actor);
        return actor::tell;
    }

    private static Props dispatcher(Place place) {
        return switch (place) {
            case THINKING -> Props.empty();
            case DISK -> DispatcherSelector.fromConfig(LedgerSystem.DISK_DISPATCHER);
        };
    }

    static <M> Behavior<M> behavior(Function<Surroundings<M>, Part<M>> make) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new Running<>(context, timers, make)));
    }

    private static final class Running<M> extends AbstractBehavior<M> {
        private final Part<M> part;

        Running(ActorContext<M> context, TimerScheduler<M> timers, Function<Surroundings<M>, Part<M>> make) {
            super(context);
            this.part = make.apply(new Surroundings<>(context.getSelf()::tell, new ActorTimers<>(timers)));
        }

        @Override
        public Receive<M> createReceive() {
            return newReceiveBuilder().onAnyMessage(this::receive).build();
        }

        private Behavior<M> receive(M message) {
            part.receive(message);
            return this;
        }
    }

    private record ActorTimers<M>(TimerScheduler<M> scheduler) implements Timers<M> {
        @Override
        public void start(String name, M message, Duration delay) {
            scheduler.startSingleTimer(name, message, delay);
        }

        @Override
        public void cancel(String name) {
            scheduler.cancel(name);
        }
    }
}
