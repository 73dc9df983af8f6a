package io.regchain.ledger.node;

import io.regchain.ledger.storage.VoteLog;
import io.regchain.protocol.base.Height;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Writes a validator's votes to disk. Runs where blocking is allowed. A write that fails stops the validator. */
final class VoteKeeper {
    private VoteKeeper() {}

    sealed interface Command {}

    /** @param replyTo hears {@code kept} once all entries are on disk */
    record Keep<M>(List<VoteLog.Entry> entries, ActorRef<M> replyTo, M kept) implements Command {
        void reply() {
            replyTo.tell(kept);
        }
    }

    /** The block at this height is logged: votes up to it are of no use any more. */
    record Decided(Height height) implements Command {}

    static Behavior<Command> create(VoteLog votes, ValidatorMeters meters) {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Keep<?> keep -> {
                    meters.onDisk(() -> {
                        votes.append(keep.entries());
                        return keep;
                    });
                    keep.reply();
                }
                case Decided decided -> votes.decided(decided.height());
            }
            return Behaviors.same();
        });
    }
}
