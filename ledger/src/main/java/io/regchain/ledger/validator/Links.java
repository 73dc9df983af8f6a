package io.regchain.ledger.validator;

import io.regchain.ledger.execution.BlockTip;
import io.regchain.ledger.storage.Silence;
import io.regchain.protocol.block.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Passes on what one part has to tell others that start after it; until those run it keeps what it is told. */
final class Links implements Part<Links.Command> {
    sealed interface Command {}

    /** Everybody runs. */
    record Joined(Mailbox<ConsensusDriver.Command> driver, Mailbox<PoolKeeper.Command> pool) implements Command {}

    /** A block was applied and can be read. */
    record Committed(BlockTip tip, Block block) implements Command {}

    enum Told implements Command {
        /** There is work for a block. */
        WORK,
        /** Until when this validator keeps silent is known. */
        SILENCE_KNOWN
    }

    private final ValidatorParts parts;
    private final List<Command> early = new ArrayList<>();
    private Optional<Joined> joined = Optional.empty();

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
                // A core that began a height as a listener would stay one there, though its validator may speak since.
                if (!(parts.store().silence() instanceof Silence.Unknown)) {
                    to.driver()
                            .tell(tip(
                                    committed.tip(),
                                    committed.block().transactions().size()));
                }
                to.pool().tell(new PoolKeeper.BlockApplied(committed.block()));
            }
            case Told told -> {
                switch (told) {
                    case WORK -> to.driver().tell(new ConsensusDriver.WorkAvailable());
                    case SILENCE_KNOWN -> to.driver().tell(tip(parts.store().tip(), 0));
                }
            }
        }
    }

    private ConsensusDriver.Tip tip(BlockTip tip, int executed) {
        return new ConsensusDriver.Tip(
                tip, parts.store().silence().at(tip.height().next()), executed);
    }
}
