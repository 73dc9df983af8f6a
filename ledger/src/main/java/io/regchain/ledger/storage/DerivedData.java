package io.regchain.ledger.storage;

import io.regchain.ledger.execution.ProcessedBlock;
import io.regchain.ledger.state.StateChange;
import io.regchain.ledger.state.StateVersion;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.lightclient.CertifiedHeader;
import io.regchain.protocol.trace.Trace;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * All that follows from the blocks: state, results, validator sets, and where each transaction stands. It is forced once
 * in a while only: what a crash takes from it, the blocks give back. One writer; readers may run beside it.
 */
final class DerivedData implements AutoCloseable {
    /** A kill of the machine loses at most so many blocks here, which are executed again. */
    private static final int BLOCKS_PER_CHECKPOINT = 32;

    private static final long BYTES_PER_CHECKPOINT = 4 << 20;

    private final OpenParts parts = new OpenParts();
    private final StateLog state;
    private final ResultLog results;
    private final ValidatorSetLog validators;
    private final TransactionIndex index;
    private int unforcedBlocks;
    private long unforcedBytes;

    DerivedData(Disk disk, StateSettings settings) {
        try {
            this.state = parts.add(new StateLog(disk, settings));
            this.results = parts.add(new ResultLog(disk, Height.ZERO, settings.segmentBytes()));
            this.validators = parts.add(new ValidatorSetLog(disk));
            this.index = parts.add(TransactionIndex.open(disk));
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** Removes the files of state and results, so that they are made anew. */
    static void delete(Disk disk) {
        for (String file : disk.list()) {
            if (file.startsWith("state") || file.startsWith(ResultLog.PREFIX) || file.startsWith("validators")) {
                disk.delete(file);
            }
        }
    }

    /** Nothing is here, not even files of a snapshot that a crash stopped, which begin at its height. */
    boolean isNew() {
        return state.isEmpty()
                && state.first().equals(Height.ZERO)
                && results.next().equals(Height.ZERO)
                && validators.at(Height.ZERO).isEmpty();
    }

    /** The last block that all of it knows. */
    Optional<Height> last() {
        return state.isEmpty() || results.next().equals(results.first())
                ? Optional.empty()
                : Optional.of(min(state.last(), new Height(results.next().value() - 1)))
                        .filter(last -> last.compareTo(state.first()) >= 0);
    }

    private static Height min(Height a, Height b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    /** The highest block that any of it knows. */
    Optional<Height> highest() {
        return state.isEmpty() ? Optional.empty() : Optional.of(state.last());
    }

    StateFile.Version header(Height height) {
        return state.header(height);
    }

    void cutBackTo(Height last) {
        state.cutBackTo(last);
        results.cutBackTo(last);
    }

    /** Forgets everything. */
    void restart() {
        state.restart();
        results.restartAt(Height.ZERO);
        validators.clear();
        index.clear();
    }

    /** Takes the effects of the next block in. */
    void apply(ProcessedBlock block, Optional<CommitCertificate> certificate) {
        certificate.ifPresentOrElse(
                by -> validators.handOver(
                        new Handover(new CertifiedHeader(block.block().header(), by), block.nextValidators())),
                () -> validators.begin(block.nextValidators()));
        int resultBytes = results.append(block.execution().executed());
        long stateBytes = state.append(block.hash(), applicable(block));
        index.add(block.block(), block.hash());
        forceSometimes(resultBytes + stateBytes);
        if (state.maintain(stateBytes)) {
            force();
            state.takeOver();
        }
    }

    /** A block that was made before the state's file was exchanged is applied to the new one. */
    private StateChange applicable(ProcessedBlock block) {
        StateChange change = block.stateChange();
        return state.takes(change)
                ? change
                : state.latest().with(block.execution().writes());
    }

    private void forceSometimes(long bytes) {
        unforcedBytes += bytes;
        if (++unforcedBlocks >= BLOCKS_PER_CHECKPOINT || unforcedBytes >= BYTES_PER_CHECKPOINT) {
            force();
        }
    }

    void force() {
        results.force();
        state.force();
        index.commit();
        unforcedBlocks = 0;
        unforcedBytes = 0;
    }

    /** Blocks below are not needed to bring this up, now or after a crash. */
    Height forcedUpTo() {
        return new Height(Math.max(0, state.last().value() - unforcedBlocks));
    }

    void dropResultsBelow(Height height) {
        results.dropBelow(height);
    }

    StateVersion latest() {
        return state.latest();
    }

    <T> T at(Height height, Function<StateVersion, T> reading) {
        return state.at(height, reading);
    }

    Height firstState() {
        return state.first();
    }

    Height firstResults() {
        return results.first();
    }

    Optional<Bytes> read(Height height, String key) {
        return at(height, version -> version.read(key));
    }

    List<Receipt> receipts(Height height) {
        return results.receipts(height);
    }

    Optional<Trace> trace(TransactionIndex.Place place) {
        return results.trace(place.height(), place.index());
    }

    Optional<ValidatorSet> validatorsOf(Height height) {
        return validators.at(height);
    }

    List<Bytes> handoversAbove(Height height) {
        return validators.handoversAbove(height);
    }

    TransactionIndex index() {
        return index;
    }

    /** The root that the state of a height has. */
    Hash32 root(Height height) {
        return at(height, StateVersion::root);
    }

    @Override
    public void close() {
        parts.close();
    }

    /** Lets go of everything without writing: what a kill would leave. For tests. */
    void abandon() {
        index.abandon();
        parts.close();
    }
}
