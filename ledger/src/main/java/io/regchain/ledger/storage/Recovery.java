package io.regchain.ledger.storage;

import io.regchain.ledger.execution.BlockProcessor;
import io.regchain.ledger.execution.BlockTip;
import io.regchain.ledger.execution.ProcessedBlock;
import io.regchain.ledger.execution.StateKeys;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockHeader;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** At the start: compares what follows from the blocks with them, and brings it up to the last one. */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private final Disk disk;
    private final BlockLog blocks;
    private final DerivedData derived;
    private final SilenceFile silence;
    private final BlockProcessor processor;

    Recovery(Disk disk, BlockLog blocks, DerivedData derived, SilenceFile silence, BlockProcessor processor) {
        this.disk = disk;
        this.blocks = blocks;
        this.derived = derived;
        this.silence = silence;
        this.processor = processor;
    }

    BlockTip run(ProcessedBlock genesis) {
        if (blocks.isEmpty()) {
            blocks.append(new BlockRecord(genesis.block(), Optional.empty()), genesis.hash());
        }
        tellLostBlocks();
        Optional<Height> standing = standing();
        standing.ifPresentOrElse(derived::cutBackTo, () -> restart(genesis));
        bringUpIndex();
        return replay(tipAt(standing.orElse(Height.ZERO)));
    }

    /** The state was there and the block is not: it was certified, and this validator may have voted above it. */
    private void tellLostBlocks() {
        boolean knows = !(silence.silence() instanceof Silence.Unknown);
        derived.highest()
                .filter(highest -> knows && highest.compareTo(blocks.last()) > 0)
                .ifPresent(highest -> {
                    silence.keep(atLeast(highest.next()));
                    LOG.warn(
                            "{}: the state knows block {} but the block log ends at {}: blocks were lost. The state goes back to"
                                    + " the log, and this validator stays silent until the chain has passed that height",
                            disk,
                            highest,
                            blocks.last());
                });
    }

    private Silence atLeast(Height height) {
        Silence known = silence.silence();
        return known.at(height) ? known : new Silence.Until(height);
    }

    /** The highest block up to which the state is that of the logged blocks; empty when it must be made anew. */
    private Optional<Height> standing() {
        Optional<Height> common = derived.last().map(last -> last.compareTo(blocks.last()) < 0 ? last : blocks.last());
        Optional<Height> standing = common.filter(height ->
                height.compareTo(derived.firstState()) >= 0 && height.compareTo(blocks.first()) >= 0 && agrees(height));
        if (common.isPresent() && standing.isEmpty()) {
            LOG.warn(
                    "{}: the state or the validator sets disagree with the block log at {}; they are made anew",
                    disk,
                    common.get());
        }
        return standing;
    }

    private boolean agrees(Height height) {
        BlockHeader logged = blocks.read(height).block().header();
        StateFile.Version version = derived.header(height);
        boolean sets = derived.validatorsOf(height.next())
                .filter(next -> next.hash().equals(logged.nextValidatorSetHash()))
                .isPresent();
        return sets
                && logged.hash().equals(version.blockHash())
                && logged.stateRoot().equals(version.root());
    }

    private void restart(ProcessedBlock genesis) {
        if (!blocks.first().equals(Height.ZERO)) {
            throw new StorageException("the state or the validator sets of " + disk
                    + " are lost or damaged, and the blocks below "
                    + blocks.first() + " that it was made from are not kept here. Move this validator's directory away"
                    + " to let it begin again with a snapshot from its peers");
        }
        if (!derived.isNew()) {
            derived.restart();
        }
        derived.apply(genesis, Optional.empty());
    }

    private BlockTip tipAt(Height height) {
        BlockHeader header = blocks.read(height).block().header();
        return new BlockTip(header, header.hash(), StateKeys.validators(derived.latest()::read));
    }

    private BlockTip replay(BlockTip from) {
        Height last = blocks.last();
        if (from.height().compareTo(last) < 0) {
            LOG.info(
                    "{}: replaying blocks {} to {} from the log",
                    disk,
                    from.height().next(),
                    last);
        }
        BlockTip tip = from;
        while (tip.height().compareTo(last) < 0) {
            BlockRecord record = blocks.read(tip.height().next());
            ProcessedBlock block = remade(tip, record);
            derived.apply(block, record.certificate());
            tip = block.tip();
        }
        return tip;
    }

    private ProcessedBlock remade(BlockTip tip, BlockRecord record) {
        BlockProcessor.Before before = new BlockProcessor.Before(tip, derived.latest());
        return switch (processor.check(before, record.block())) {
            case BlockProcessor.Check.Valid valid -> valid.processed();
            case BlockProcessor.Check.Invalid invalid ->
                throw new StorageException(
                        "block " + record.height() + " of " + disk + " does not come out as it was certified: "
                                + invalid.reason()
                                + ". The program's contracts differ from those that made it, or the directory is damaged");
        };
    }

    private void bringUpIndex() {
        TransactionIndex index = derived.index();
        Optional<Height> known = index.upTo()
                .filter(upTo -> upTo.height().compareTo(blocks.last()) <= 0
                        && upTo.height().compareTo(blocks.first()) >= 0
                        && blocks.read(upTo.height()).block().header().hash().equals(upTo.blockHash()))
                .map(TransactionIndex.UpTo::height);
        if (known.isEmpty()) {
            index.clear();
        }
        long next =
                known.map(height -> height.value() + 1).orElse(blocks.first().value());
        for (long height = next; height <= blocks.last().value(); height++) {
            BlockRecord record = blocks.read(new Height(height));
            index.add(record.block(), record.block().header().hash());
        }
        index.commit();
    }
}
