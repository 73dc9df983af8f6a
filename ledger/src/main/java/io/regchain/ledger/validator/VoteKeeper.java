package io.regchain.ledger.validator;

import io.regchain.ledger.storage.VoteLog;
import io.regchain.protocol.base.Height;
import java.util.List;

/** Writes a validator's votes to disk. Runs where blocking is allowed. A write that fails stops the validator. */
final class VoteKeeper implements Part<VoteKeeper.Command> {
    sealed interface Command {}

    /** @param replyTo hears {@code kept} once all entries are on disk */
    record Keep<M>(List<VoteLog.Entry> entries, Mailbox<M> replyTo, M kept) implements Command {
        void reply() {
            replyTo.tell(kept);
        }
    }

    /** The block at this height is logged: votes up to it are of no use any more. */
    record Decided(Height height) implements Command {}

    private final VoteLog votes;
    private final ValidatorMeters meters;

    VoteKeeper(VoteLog votes, ValidatorMeters meters) {
        this.votes = votes;
        this.meters = meters;
    }

    @Override
    public void receive(Command command) {
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
    }
}
