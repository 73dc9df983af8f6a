package io.regchain.ledger.storage;

import io.regchain.ledger.execution.BlockProcessor;
import io.regchain.ledger.execution.BlockTip;
import io.regchain.ledger.execution.ProcessedBlock;
import io.regchain.ledger.execution.StateKeys;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.merkle.StateTree;
import io.regchain.protocol.trace.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One validator's directory: {@code lock}, {@code format}, {@code silence},
 * {@code blocks.log}, {@code votes.log}, {@code state.mv}. One
 * thread appends; any thread may read what is appended.
 */
public final class ValidatorStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ValidatorStore.class);
    private static final int RECENT = 4;

    private final Path directory;
    private final BlockProcessor processor;
    private final ProcessedBlock genesis;
    private final DirectoryLock lock;
    private final BlockLog blocks;
    private final VoteLog votes;
    private MvStateStore state;
    private final SilenceFile silence;
    private volatile BlockTip tip;
    /** The blocks just appended, which everybody asks for: reading them again costs a decoding of each transaction. */
    private volatile SortedMap<Height, Recent> recent = new TreeMap<>();

    private ValidatorStore(Path directory, int validator, ProcessedBlock genesis, BlockProcessor processor) {
        this.directory = directory;
        this.processor = processor;
        this.genesis = genesis;
        this.tip = genesis.tip();
        this.lock = DirectoryLock.take(directory);
        Opened opened = new Opened();
        opened.add(lock);
        try {
            BlockHeader header = genesis.block().header();
            boolean fresh = DirectoryFormat.claim(directory, header.chainId(), validator, genesis.hash());
            this.silence = SilenceFile.open(directory.resolve("silence"), fresh);
            this.blocks = opened.add(BlockLog.open(directory.resolve("blocks.log")));
            this.votes = opened.add(VoteLog.open(directory.resolve("votes.log")));
            this.state = openState();
            opened.add(() -> state.close());
            recover();
        } catch (RuntimeException e) {
            opened.closeAll();
            throw e;
        }
    }

    /** What was opened so far, to be closed again when the next step fails. */
    private static final class Opened {
        private final java.util.ArrayDeque<AutoCloseable> open = new java.util.ArrayDeque<>();

        <T extends AutoCloseable> T add(T opened) {
            open.push(opened);
            return opened;
        }

        void closeAll() {
            for (AutoCloseable each : open) {
                try {
                    each.close();
                } catch (Exception e) {
                    LOG.warn("while giving up a data directory", e);
                }
            }
        }
    }

    /**
     * Opens the directory, made when it does not exist, and brings the state up to the last logged block.
     *
     * @param genesis the block 0 all validators of the chain agree on
     * @param processor remakes logged blocks
     * @throws StorageException when the directory is in use, holds other data, or is damaged where it must not be
     */
    public static ValidatorStore open(Path directory, int validator, ProcessedBlock genesis, BlockProcessor processor) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the data directory " + directory, e);
        }
        return new ValidatorStore(directory, validator, genesis, processor);
    }

    private Path stateFile() {
        return directory.resolve("state.mv");
    }

    private MvStateStore openState() {
        try {
            return MvStateStore.open(stateFile());
        } catch (MVStoreException e) {
            LOG.warn("{} cannot be read ({}); it is made anew from the block log", stateFile(), e.getMessage());
            return newState();
        }
    }

    private MvStateStore newState() {
        try {
            Files.deleteIfExists(stateFile());
            return MvStateStore.open(stateFile());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + stateFile(), e);
        }
    }

    private void recover() {
        if (blocks.count() == 0) {
            blocks.append(new BlockRecord(genesis.block(), Optional.empty()), genesis.hash());
        }
        if (state.applied().isPresent() && !agrees(state.applied().get())) {
            state.abandon();
            state = newState();
        }
        if (state.applied().isEmpty()) {
            state.apply(genesis);
        }
        Height applied = state.applied().orElseThrow().height();
        tip = tipAt(applied);
        replay(applied);
    }

    private boolean agrees(MvStateStore.Applied applied) {
        if (applied.height().value() >= blocks.count()) {
            silence.keep(new Silence.Until(applied.height().next()));
            LOG.warn(
                    "{} holds block {} but the block log ends at {}: blocks were lost. The state is made anew from the"
                            + " log, and this validator stays silent until the chain has passed that height",
                    stateFile(),
                    applied.height(),
                    blocks.count() - 1);
            return false;
        }
        BlockHeader logged = blocks.read(applied.height()).block().header();
        boolean same =
                logged.hash().equals(applied.blockHash()) && logged.stateRoot().equals(applied.stateRoot());
        if (!same) {
            LOG.warn("{} disagrees with the block log at {}; it is made anew", stateFile(), applied.height());
        }
        return same;
    }

    private void replay(Height applied) {
        int last = blocks.count() - 1;
        if (applied.value() < last) {
            LOG.info("{}: replaying blocks {} to {} from the log", directory, applied.next(), last);
        }
        for (long height = applied.value() + 1; height <= last; height++) {
            BlockRecord record = blocks.read(new Height(height));
            switch (processor.check(before(), record.block())) {
                case BlockProcessor.Check.Valid valid -> apply(valid.processed());
                case BlockProcessor.Check.Invalid invalid ->
                    throw new StorageException("block " + height
                            + " of " + directory + " does not come out as it was certified: " + invalid.reason()
                            + ". The program's contracts differ from those that made it, or the directory is damaged");
            }
        }
    }

    private void apply(ProcessedBlock block) {
        state.apply(block);
        tip = block.tip();
    }

    private BlockTip tipAt(Height height) {
        BlockHeader header = blocks.read(height).block().header();
        return new BlockTip(header, header.hash(), StateKeys.validators(key -> state.read(height, key)));
    }

    /** Appends the next certified block: first the log, on disk, then the state. */
    public void append(BlockRecord record, ProcessedBlock processed) {
        blocks.append(record, processed.hash());
        keepRecent(record, processed);
        apply(processed);
    }

    private record Recent(BlockRecord record, List<Receipt> receipts) {}

    private void keepRecent(BlockRecord record, ProcessedBlock processed) {
        SortedMap<Height, Recent> next = new TreeMap<>(recent);
        next.put(record.height(), new Recent(record, processed.execution().receipts()));
        if (next.size() > RECENT) {
            next.remove(next.firstKey());
        }
        recent = next;
    }

    /** What the next block is made from. */
    public BlockProcessor.Before before() {
        BlockTip now = tip;
        return new BlockProcessor.Before(now, key -> state.read(now.height(), key), state);
    }

    /** Whether nobody else can have taken this directory since it was opened. */
    public boolean holdsDirectory() {
        return lock.held();
    }

    public BlockTip tip() {
        return tip;
    }

    public VoteLog votes() {
        return votes;
    }

    /** Until when this validator must not vote, because it may have voted there before and cannot know. */
    public Silence silence() {
        return silence.silence();
    }

    /** On disk when this returns. */
    public void keepSilence(Silence next) {
        silence.keep(next);
    }

    public BlockRecord block(Height height) {
        Recent known = recent.get(height);
        return known != null ? known.record() : blocks.read(height);
    }

    public List<Receipt> receipts(Height height) {
        Recent known = recent.get(height);
        return known != null ? known.receipts() : state.receipts(height);
    }

    /** The set that decided the block at {@code height}. */
    public ValidatorSet validatorsOf(Height height) {
        Height parent = height.equals(Height.ZERO) ? height : new Height(height.value() - 1);
        return StateKeys.validators(key -> state.read(parent, key));
    }

    public Optional<Bytes> read(Height height, String key) {
        requireApplied(height);
        return state.read(height, key);
    }

    public StateProof prove(Height height, String key) {
        requireApplied(height);
        return StateTree.prove(state, block(height).block().header().stateRoot(), key);
    }

    private void requireApplied(Height height) {
        if (height.compareTo(tip.height()) > 0) {
            throw new IllegalArgumentException(
                    "block " + height + " is not certified yet; the last one is " + tip.height());
        }
    }

    /** Where a transaction stands, when it stands in a certified block. */
    public Optional<Place> place(Hash32 transactionId) {
        return state.place(transactionId)
                .filter(place -> place.height().compareTo(tip.height()) <= 0)
                .map(place -> new Place(place.height(), place.index()));
    }

    public record Place(Height height, int index) {}

    public Optional<Trace> trace(Hash32 transactionId) {
        return place(transactionId).flatMap(place -> state.trace(transactionId));
    }

    @Override
    public void close() {
        state.close();
        votes.close();
        blocks.close();
        lock.close();
    }

    /** Lets go of everything without writing: what a kill would leave. For tests. */
    void abandon() {
        state.abandon();
        votes.close();
        blocks.close();
        lock.close();
    }
}
