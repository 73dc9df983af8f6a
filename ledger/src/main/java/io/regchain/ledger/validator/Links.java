package io.regchain.ledger.validator;

import io.regchain.ledger.execution.BlockTip;
import io.regchain.ledger.storage.Silence;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.ValidatorSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Passes on what one part has to tell others that start after it; until those run it keeps what it is told. The core is
 * told of no height at which this validator may not speak yet: one that began a height as a listener stays one there.
 */
final class Links implements Part<Links.Command> {
    sealed interface Command {}

    /** Everybody runs. */
    record Joined(
            Mailbox<ConsensusDriver.Command> driver, Mailbox<PoolKeeper.Command> pool, Mailbox<CatchUp.Command> catchUp)
            implements Command {}

    /** A block was applied and can be read. */
    record Committed(BlockTip tip, Block block) implements Command {}

    /** These peers keep the notice of this directory's life; perhaps how long it keeps silent has changed as well. */
    record KnownTo(Set<Integer> peers) implements Command {}

    enum Told implements Command {
        /** There is work for a block. */
        WORK
    }

    private final ValidatorParts parts;
    private final List<Command> early = new ArrayList<>();
    private Optional<Joined> joined = Optional.empty();
    private Set<Integer> knownTo = Set.of();
    private boolean begun;

    Links(ValidatorParts parts) {
        this.parts = parts;
    }

    @Override
    public void receive(Command command) {
        if (command instanceof Joined now) {
            joined = Optional.of(now);
            early.forEach(each -> pass(now, each));
            early.clear();
        } else {
            joined.ifPresentOrElse(to -> pass(to, command), () -> early.add(command));
        }
    }

    private void pass(Joined to, Command command) {
        switch (command) {
            case Joined again -> throw new IllegalStateException("a validator's parts start once");
            case Committed committed -> {
                int executed = committed.block().transactions().size();
                if (!begin(to.driver(), committed.tip(), executed)) {
                    waits();
                    to.catchUp().tell(CatchUp.Told.APPLIED_APART);
                }
                to.pool().tell(new PoolKeeper.BlockApplied(committed.block()));
            }
            case KnownTo known -> {
                knownTo = known.peers();
                if (begin(to.driver(), parts.store().tip(), 0)) {
                    // What it said before was not heard by a core that had not begun this height.
                    to.pool().tell(PoolKeeper.LookForWork.NOW);
                } else if (!begun) {
                    waits();
                }
            }
            case Told.WORK -> to.driver().tell(new ConsensusDriver.WorkAvailable());
        }
    }

    /** Tells the core of the height after the tip, if it may take part or listen there. */
    private boolean begin(Mailbox<ConsensusDriver.Command> driver, BlockTip tip, int executed) {
        Silence silence = parts.store().silence();
        if (silence instanceof Silence.Unknown) {
            return false;
        }
        if (parts.board().phase() == ValidatorStatus.Phase.STARTING) {
            parts.board().phase(ValidatorStatus.Phase.ACTIVE);
        }
        boolean known = knownToEnough(tip.validators());
        if (known) {
            begun = true;
            driver.tell(new ConsensusDriver.Tip(tip, silence.at(tip.height().next()), executed));
        }
        return known;
    }

    private void waits() {
        boolean learns = parts.store().silence() instanceof Silence.Unknown;
        parts.board()
                .consensus(
                        Round.ZERO,
                        learns ? "its peers, to learn how far the chain is" : "other validators to answer its hello");
    }

    /**
     * Whoever votes is known to a quorum first, itself included, of the set that decides: if this directory is lost, one
     * of them can tell the next one. Who is outside the set does not vote.
     */
    private boolean knownToEnough(ValidatorSet set) {
        return !set.contains(parts.key().publicKey()) || parts.quorumWith(knownTo, set);
    }
}
