package io.regchain.ledger.validator;

import io.regchain.ledger.execution.BlockTip;
import io.regchain.ledger.storage.Silence;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.ValidatorSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on what one part has to tell others that start after it; until those run it keeps what it is told. The core is
 * told of no height at which this validator may not speak yet: one that began a height as a listener stays one there.
 */
final class Links implements Part<Links.Command> {
    private static final Logger LOG = LoggerFactory.getLogger(Links.class);

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
    private boolean waits = true;

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
                tell(
                        to.driver(),
                        committed.tip(),
                        committed.block().transactions().size());
                if (unknown()) {
                    to.catchUp().tell(CatchUp.Told.APPLIED_UNKNOWING);
                }
                to.pool().tell(new PoolKeeper.BlockApplied(committed.block()));
            }
            case KnownTo known -> {
                knownTo = known.peers();
                tell(to.driver(), parts.store().tip(), 0);
            }
            case Told.WORK -> to.driver().tell(new ConsensusDriver.WorkAvailable());
        }
    }

    private void tell(Mailbox<ConsensusDriver.Command> driver, BlockTip tip, int executed) {
        if (!unknown() && knownToEnough(tip)) {
            boolean silent = parts.store().silence().at(tip.height().next());
            driver.tell(new ConsensusDriver.Tip(tip, silent, executed));
        }
    }

    private boolean unknown() {
        return parts.store().silence() instanceof Silence.Unknown;
    }

    /**
     * Whoever votes is known to a quorum first, itself included, of the set that decides: if this directory is lost, one
     * of them can tell the next one. Who is outside the set does not vote.
     */
    private boolean knownToEnough(BlockTip tip) {
        ValidatorSet set = tip.validators();
        boolean enough = !set.contains(parts.key().publicKey()) || parts.quorumWith(knownTo, set);
        if (!enough && !waits) {
            LOG.info(
                    "{}: takes part in block {} as soon as {} of its validators have answered its hello",
                    parts,
                    tip.height().next(),
                    set.quorum() - 1);
        }
        waits = !enough;
        return enough;
    }
}
