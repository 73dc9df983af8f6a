package io.regchain.ledger.storage;

import io.regchain.ledger.execution.ProcessedBlock;
import io.regchain.ledger.execution.StateKeys;
import io.regchain.ledger.state.NodeRef;
import io.regchain.ledger.state.TreeBuilder;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.lightclient.CertifiedHeader;
import io.regchain.protocol.merkle.OrderedMerkle;
import java.util.List;
import java.util.Optional;

/**
 * Makes the files of a validator that begins with the state of one certified block. Each chunk is verified against the
 * block's state root before anything of it is kept, so that a lying server is found at its first lie and another one can
 * go on. Nothing counts before {@link #finish}: files left by a crash are those of a new directory, or one whose blocks
 * were lost, which keeps silent for longer. As any validator that lost its disk, one that begins so stays silent until it knows that it cannot contradict itself.
 */
public final class SnapshotReader implements AutoCloseable {
    private final Disk disk;
    private final BlockRecord record;
    private final Succession succession;
    private final List<Receipt> receipts;
    private final OpenParts parts = new OpenParts();
    private final StateFile state;
    private final StateFile.Base base;
    private TreeBuilder tree;
    private boolean complete;

    /**
     * @param genesis the block 0 all validators of the chain agree on
     * @param record the block, whose certificate the caller has verified
     * @param succession of the chain's validators, up to those that decided it
     * @param receipts of its transactions
     * @throws IllegalArgumentException when {@link #problem} is present
     * @throws StorageException when the disk is in use, or holds blocks
     */
    public SnapshotReader(
            Disk disk,
            int validator,
            ProcessedBlock genesis,
            BlockRecord record,
            Succession succession,
            List<Receipt> receipts) {
        problem(record, succession.at(record.height()), receipts).ifPresent(refusal -> {
            throw new IllegalArgumentException(refusal.toString());
        });
        this.disk = disk;
        this.record = record;
        this.succession = succession;
        this.receipts = List.copyOf(receipts);
        try {
            parts.add(disk.hold());
            boolean fresh = DirectoryFormat.claim(disk, header().chainId(), validator, genesis.hash());
            requireNoBlocks(SilenceFile.open(disk, fresh));
            DerivedData.delete(disk);
            this.state = parts.add(new StateFile(disk, StateLog.snapshotName(record.height()), record.height(), 2));
            this.base = state.new Base();
            this.tree = new TreeBuilder(base::store);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** Why a snapshot cannot begin with this block. */
    public static Optional<Refusal> problem(BlockRecord record, ValidatorSet deciding, List<Receipt> receipts) {
        BlockHeader header = record.block().header();
        if (record.certificate().isEmpty()) {
            return refusal("NOT_CERTIFIED", "a snapshot begins with a certified block");
        }
        if (!deciding.hash().equals(header.validatorSetHash())) {
            return refusal("VALIDATOR_SET_MISMATCH", "the validators are not those that the header names");
        }
        Hash32 root =
                OrderedMerkle.root(receipts.stream().map(Receipt::canonical).toList());
        return root.equals(header.receiptRoot())
                ? Optional.empty()
                : refusal("RECEIPTS_DIFFER", "the receipts are not those that the header names");
    }

    private static Optional<Refusal> refusal(String code, String message) {
        return Optional.of(new Refusal(code, message));
    }

    private BlockHeader header() {
        return record.block().header();
    }

    /**
     * Whether a validator may begin with a snapshot on this disk: it holds no block above the genesis block, nor anything
     * that shows that it once did. Votes may be there; they stay, and are held to.
     *
     * @throws StorageException when the disk is in use, or holds other data
     */
    public static boolean mayBegin(Disk disk, int validator, ProcessedBlock genesis) {
        try (Disk.Hold hold = disk.hold()) {
            boolean fresh = DirectoryFormat.claim(disk, genesis.block().header().chainId(), validator, genesis.hash());
            return holdsNoChain(disk, SilenceFile.open(disk, fresh));
        }
    }

    private static boolean holdsNoChain(Disk disk, SilenceFile silence) {
        try (BlockLog blocks = BlockLog.open(disk)) {
            boolean none = blocks.isEmpty() || blocks.last().equals(Height.ZERO);
            return none && (silence.silence() instanceof Silence.Unknown || stateHoldsNoChain(disk));
        }
    }

    /** A state above the blocks is the only trace of blocks that were lost, and of how far this validator has voted. */
    private static boolean stateHoldsNoChain(Disk disk) {
        try (StateLog state = new StateLog(disk, StateSettings.DEFAULT)) {
            return state.isEmpty() || state.last().equals(Height.ZERO);
        } catch (StorageException damaged) {
            // Whoever opens the store tells, and remakes it from the blocks.
            return false;
        }
    }

    /**
     * What peers told of the silence, they told of a chain at its beginning. And a state without its block shall not look
     * like blocks that were lost, if the power goes now. What the own files once showed stands.
     */
    private void requireNoBlocks(SilenceFile silence) {
        if (!holdsNoChain(disk, silence)) {
            throw new StorageException(disk + " holds blocks; a snapshot is for a new directory. Move this one away");
        }
        boolean ownFilesShowed = silence.silence() instanceof Silence.Until until
                && until.height().compareTo(Height.ZERO) > 0;
        if (!ownFilesShowed) {
            silence.keep(new Silence.Unknown());
        }
        disk.list().stream().filter(file -> file.startsWith(BlockLog.PREFIX)).forEach(disk::delete);
    }

    /** The least key hash that is still wanted. */
    public Hash32 wantedFrom() {
        return tree.lastKeyHash()
                .map(last -> new SnapshotChunk(
                                List.of(new SnapshotChunk.Leaf(last, io.regchain.protocol.base.Bytes.EMPTY)), List.of())
                        .next())
                .orElse(Hash32.ZERO);
    }

    /** Whether the last chunk is in. */
    public boolean isComplete() {
        return complete;
    }

    /** Takes the next chunk in, or says why it is not what follows under the block's state root. */
    public Optional<Refusal> take(SnapshotChunk chunk) {
        Optional<Refusal> refusal = problem(chunk);
        if (refusal.isEmpty()) {
            chunk.leaves().forEach(leaf -> tree.add(leaf.keyHash(), leaf.value()));
            complete = chunk.isLast();
        }
        return refusal;
    }

    private Optional<Refusal> problem(SnapshotChunk chunk) {
        if (complete) {
            return refusal("SNAPSHOT_COMPLETE", "the last leaf of the state is in");
        }
        if (!inOrder(chunk)) {
            return refusal("LEAVES_NOT_IN_ORDER", "leaves come once each, in the order of their key hashes");
        }
        if (!onlyRightSiblings(chunk)) {
            return refusal("BOUNDARY_MALFORMED", "where the path goes right it has no right sibling");
        }
        TreeBuilder trial = tree.copy(NodeRef.Fresh::new);
        chunk.leaves().forEach(leaf -> trial.add(leaf.keyHash(), leaf.value()));
        return trial.isBeginningOf(header().stateRoot(), chunk.rightSiblings())
                ? Optional.empty()
                : refusal(
                        "LEAVES_DIFFER",
                        "the leaves up to " + trial.lastKeyHash().orElseThrow() + " are not those of the state "
                                + header().stateRoot()
                                + ": one was changed, left out or added, or the boundary is wrong");
    }

    private boolean inOrder(SnapshotChunk chunk) {
        Optional<Hash32> before = tree.lastKeyHash();
        for (SnapshotChunk.Leaf leaf : chunk.leaves()) {
            if (before.isPresent() && leaf.keyHash().compareTo(before.get()) <= 0) {
                return false;
            }
            before = Optional.of(leaf.keyHash());
        }
        return true;
    }

    private static boolean onlyRightSiblings(SnapshotChunk chunk) {
        Hash32 key = chunk.leaves().get(chunk.leaves().size() - 1).keyHash();
        for (int depth = 0; depth < chunk.rightSiblings().size(); depth++) {
            if (key.bit(depth) && !chunk.rightSiblings().get(depth).equals(Hash32.ZERO)) {
                return false;
            }
        }
        return true;
    }

    /** All is on disk when this returns, and {@link ValidatorStore#open} begins at the block. */
    public void finish() {
        if (!complete) {
            throw new IllegalStateException("the snapshot is not complete");
        }
        writeState();
        writeSets();
        writeResults();
        StateLog.adopt(disk, record.height());
        try (BlockLog blocks = BlockLog.open(disk, record.height(), SegmentedLog.SEGMENT_BYTES)) {
            blocks.append(record, header().hash());
        }
        close();
    }

    private void writeState() {
        NodeRef root = tree.end();
        if (!root.hash().equals(header().stateRoot())) {
            throw new IllegalStateException("verified leaves make the root " + root.hash());
        }
        base.flush();
        state.appendRoot(header().hash(), root);
        state.log().force();
    }

    private void writeSets() {
        Height height = record.height();
        try (ValidatorSetLog sets = new ValidatorSetLog(disk)) {
            sets.begin(succession.first());
            succession.handovers().forEach(sets::handOver);
            CertifiedHeader last =
                    new CertifiedHeader(header(), record.certificate().orElseThrow());
            sets.handOver(new Handover(last, StateKeys.validators(state.version(height)::read)));
        }
    }

    private void writeResults() {
        try (ResultLog results = new ResultLog(disk, record.height(), SegmentedLog.SEGMENT_BYTES)) {
            results.appendWithoutTraces(receipts);
            results.force();
        }
    }

    @Override
    public void close() {
        parts.close();
    }
}
