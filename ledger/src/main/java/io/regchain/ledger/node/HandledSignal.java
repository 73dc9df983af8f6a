package io.regchain.ledger.node;

import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Tells a validator's entity when one of its actors has dealt with a peer's message, so that it hands on the next. */
final class HandledSignal<M> extends BehaviorInterceptor<M, M> {
    private final Predicate<M> last;
    private final Runnable handled;

    private HandledSignal(Class<M> type, Predicate<M> last, Runnable handled) {
        super(type);
        this.last = last;
        this.handled = handled;
    }

    /** @param last recognises the message after which a peer's message is dealt with: one for each */
    static <M> Behavior<M> after(
            Class<M> type,
            Predicate<M> last,
            ActorRef<ValidatorMessage> entity,
            Inbox.Lane lane,
            Behavior<M> behavior) {
        ValidatorMessage handled = new ValidatorMessage.Handled(lane);
        return Behaviors.intercept(() -> new HandledSignal<>(type, last, () -> entity.tell(handled)), behavior);
    }

    @Override
    public Behavior<M> aroundReceive(TypedActorContext<M> context, M message, ReceiveTarget<M> target) {
        Behavior<M> next = target.apply(context, message);
        if (last.test(message)) {
            handled.run();
        }
        return next;
    }
}
