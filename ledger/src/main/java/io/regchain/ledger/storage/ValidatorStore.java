package io.regchain.ledger.storage;

import io.regchain.ledger.execution.BlockProcessor;
import io.regchain.ledger.execution.BlockTip;
import io.regchain.ledger.execution.ProcessedBlock;
import io.regchain.ledger.execution.StateReader;
import io.regchain.ledger.state.StateVersion;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.merkle.StateMultiProof;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.trace.Trace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One validator's files: {@code lock}, {@code format}, {@code silence}, the logs of blocks and of votes, and what follows
 * from the blocks. One thread appends; any thread may read what is appended.
 */
public final class ValidatorStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ValidatorStore.class);
    private static final int RECENT = 4;

    private final Disk disk;
    private final StateSettings settings;
    private final OpenParts parts = new OpenParts();
    private final Disk.Hold hold;
    private final BlockLog blocks;
    private final VoteLog votes;
    private final DerivedData derived;
    private final SilenceFile silence;
    private final Births births;
    private volatile BlockTip tip;
    /** The blocks just appended, which everybody asks for: reading them again costs a decoding of each transaction. */
    private volatile SortedMap<Height, Recent> recent = new TreeMap<>();

    private ValidatorStore(
            Disk disk, int validator, ProcessedBlock genesis, BlockProcessor processor, StateSettings settings) {
        this.disk = disk;
        this.settings = settings;
        try {
            this.hold = parts.add(disk.hold());
            BlockHeader header = genesis.block().header();
            boolean fresh = DirectoryFormat.claim(disk, header.chainId(), validator, genesis.hash());
            this.silence = SilenceFile.open(disk, fresh);
            this.births = Births.open(disk);
            this.blocks = parts.add(BlockLog.open(disk, settings.segmentBytes()));
            this.votes = parts.add(VoteLog.open(disk));
            this.derived = parts.add(openDerived());
            this.tip = new Recovery(disk, blocks, derived, silence, processor).run(genesis);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
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
        return open(new DirectoryDisk(directory), validator, genesis, processor);
    }

    /** The same with the files on any disk. */
    public static ValidatorStore open(Disk disk, int validator, ProcessedBlock genesis, BlockProcessor processor) {
        return open(disk, validator, genesis, processor, StateSettings.DEFAULT);
    }

    public static ValidatorStore open(
            Disk disk, int validator, ProcessedBlock genesis, BlockProcessor processor, StateSettings settings) {
        return new ValidatorStore(disk, validator, genesis, processor, settings);
    }

    /** What follows from the blocks is made anew when it is damaged, unless the blocks that made it are gone. */
    private DerivedData openDerived() {
        try {
            return new DerivedData(disk, settings);
        } catch (StorageException e) {
            if (!blocks.first().equals(Height.ZERO)) {
                throw e;
            }
            LOG.warn("{}; the state is made anew from the block log", e.getMessage());
            DerivedData.delete(disk);
            return new DerivedData(disk, settings);
        }
    }

    /** Appends the next certified block: first the log, on disk, then what follows from it. */
    public void append(BlockRecord record, ProcessedBlock processed) {
        if (processed.tip().validators().equals(tip.validators())) {
            add(record, processed);
        } else {
            synchronized (silence) {
                if (silence.silence() instanceof Silence.Told told
                        && told.height().compareTo(record.height()) > 0) {
                    silence.keep(new Silence.Unknown());
                }
                add(record, processed);
            }
        }
    }

    private void add(BlockRecord record, ProcessedBlock processed) {
        blocks.append(record, processed.hash());
        keepRecent(record, processed);
        derived.apply(processed, record.certificate());
        tip = processed.tip();
        prune(record.height());
    }

    private void prune(Height last) {
        Height oldest = settings.retention().oldestBlock(last);
        Height needed = derived.forcedUpTo();
        Height bound = oldest.compareTo(needed) < 0 ? oldest : needed;
        if (bound.compareTo(blocks.first()) > 0) {
            blocks.dropBelow(bound);
            derived.dropResultsBelow(bound);
        }
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

    /** What the next block is made from. For the thread that appends. */
    public BlockProcessor.Before before() {
        return new BlockProcessor.Before(tip, derived.latest());
    }

    /** The state after the last block, for any thread and for a short while. */
    public StateReader stateAtTip() {
        Height now = tip.height();
        return key -> read(now, key);
    }

    /** Whether nobody else can have taken this directory since it was opened. */
    public boolean holdsDirectory() {
        return hold.held();
    }

    public BlockTip tip() {
        return tip;
    }

    /** The lowest height whose block and its results are here. */
    public Height firstBlock() {
        Height results = derived.firstResults();
        return blocks.first().compareTo(results) >= 0 ? blocks.first() : results;
    }

    /** The lowest height whose state is here. */
    public Height firstState() {
        return derived.firstState();
    }

    public VoteLog votes() {
        return votes;
    }

    /** By what peers tell this directory from an earlier one of the same validator. */
    public Births births() {
        return births;
    }

    /** Until when this validator must not vote, because it may have voted there before and cannot know. */
    public Silence silence() {
        return silence.silence();
    }

    /**
     * Keeps how long this validator is silent, on disk when this returns.
     *
     * @param learnedFrom the set that told
     * @return whether that set decides the next block; if not, nothing was kept
     */
    public boolean keepSilence(Silence next, ValidatorSet learnedFrom) {
        synchronized (silence) {
            boolean stands = tip.validators().equals(learnedFrom);
            if (stands) {
                silence.keep(next);
            }
            return stands;
        }
    }

    public BlockRecord block(Height height) {
        Recent known = recent.get(height);
        return known != null ? known.record() : blocks.read(height);
    }

    public List<Receipt> receipts(Height height) {
        Recent known = recent.get(height);
        return known != null ? known.receipts() : derived.receipts(height);
    }

    /** The set that decides the block at {@code height}, which may be pruned, or the next one. */
    public ValidatorSet validatorsOf(Height height) {
        return derived.validatorsOf(height).orElseThrow();
    }

    /**
     * How the sets that decide above {@code height} came to, in height order: canonical bytes of each {@link Handover}.
     * None of it is ever pruned.
     */
    public List<Bytes> handoversAbove(Height height) {
        return derived.handoversAbove(height);
    }

    public Optional<Bytes> read(Height height, String key) {
        return at(height, version -> version.read(key));
    }

    public StateProof prove(Height height, String key) {
        return at(height, version -> version.prove(key));
    }

    /** One proof for many keys. */
    public StateMultiProof prove(Height height, SortedSet<String> keys) {
        return at(height, version -> version.prove(keys));
    }

    /**
     * Reads the state after the block at {@code height}; the version must not be used after that.
     *
     * @throws StorageException.Pruned when it is kept no more
     */
    public <T> T at(Height height, Function<StateVersion, T> reading) {
        if (height.compareTo(tip.height()) > 0) {
            throw new IllegalArgumentException(
                    "block " + height + " is not certified yet; the last one is " + tip.height());
        }
        return derived.at(height, reading);
    }

    /** Where a transaction stands, when it stands in a certified block. */
    public Optional<Place> place(Hash32 transactionId) {
        return indexed(transactionId).map(place -> new Place(place.height(), place.index()));
    }

    private Optional<TransactionIndex.Place> indexed(Hash32 transactionId) {
        return derived.index()
                .place(transactionId)
                .filter(place -> place.height().compareTo(tip.height()) <= 0);
    }

    public record Place(Height height, int index) {}

    public Optional<Trace> trace(Hash32 transactionId) {
        return indexed(transactionId).flatMap(derived::trace);
    }

    @Override
    public void close() {
        derived.force();
        parts.close();
    }

    /** Lets go of everything without writing: what a kill would leave. For tests. */
    void abandon() {
        derived.abandon();
        parts.close();
    }
}
