package io.regchain.ledger.storage;

import io.regchain.ledger.state.StateChange;
import io.regchain.ledger.state.StateVersion;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state by height, in one {@link StateFile} that the small file {@code state} names. When most of it is past, the
 * oldest version to keep is copied into a new one, in small steps between blocks, and the new one takes over. Derived
 * from the blocks; forced now and then. One thread appends; any may read.
 */
final class StateLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateLog.class);
    private static final String POINTER = "state";

    private final Disk disk;
    private final StateSettings settings;
    private long generation;
    private volatile StateFile current;
    private volatile boolean closed;
    private Optional<Compaction> compaction = Optional.empty();

    StateLog(Disk disk, StateSettings settings) {
        this.disk = disk;
        this.settings = settings;
        Pointer pointer = pointer(disk).orElseGet(() -> point(disk, new Pointer(0, Height.ZERO)));
        this.generation = pointer.generation();
        deleteOthers(disk, pointer.fileName());
        this.current = open(pointer);
    }

    /** @param base the height of the first version in the file */
    private record Pointer(long generation, Height base) {
        String fileName() {
            return POINTER + "-" + generation + "-" + base;
        }

        Bytes content() {
            String told = generation + " " + base + " ";
            return Bytes.utf8(
                    told + Integer.toHexString(Checksum.of(Bytes.utf8(told).unsafeArray())) + "\n");
        }
    }

    /** @return empty when there is none, or a damaged one */
    private static Optional<Pointer> pointer(Disk disk) {
        return disk.read(POINTER).flatMap(content -> {
            String[] words = content.toUtf8().split(" ", -1);
            boolean shaped = words.length == 3 && words[0].matches("\\d{1,18}") && words[1].matches("\\d{1,18}");
            return shaped
                    ? Optional.of(new Pointer(Long.parseLong(words[0]), new Height(Long.parseLong(words[1]))))
                            .filter(pointer -> pointer.content().equals(content))
                    : Optional.empty();
        });
    }

    private static Pointer point(Disk disk, Pointer pointer) {
        disk.replace(POINTER, pointer.content());
        return pointer;
    }

    /** Names the file that a snapshot was written to. */
    static void adopt(Disk disk, Height base) {
        point(disk, new Pointer(0, base));
    }

    /** The name of the file that {@link #adopt} will name. */
    static String snapshotName(Height base) {
        return new Pointer(0, base).fileName();
    }

    private static void deleteOthers(Disk disk, String current) {
        for (String file : disk.list()) {
            if (file.startsWith(POINTER + "-") && !file.startsWith(current + ".")) {
                disk.delete(file);
            }
        }
    }

    private StateFile open(Pointer pointer) {
        return new StateFile(disk, pointer.fileName(), pointer.base(), settings.cachedNodes());
    }

    private HeightLog log() {
        return current.log();
    }

    boolean isEmpty() {
        return log().isEmpty();
    }

    /** The highest version's height; there must be one. */
    Height last() {
        return new Height(log().next().value() - 1);
    }

    /** The lowest version's height. */
    Height first() {
        return log().base();
    }

    /** Which block the version of a height belongs to, and its root. */
    StateFile.Version header(Height height) {
        return current.header(height);
    }

    /** What the next block is made from. For the thread that appends. */
    StateVersion latest() {
        return isEmpty()
                ? new StateVersion(current, io.regchain.ledger.state.NodeRef.None.NONE)
                : current.version(last());
    }

    /**
     * Reads a version.
     *
     * @throws StorageException.Pruned when it is kept no more
     * @throws StorageException when this is closed
     */
    <T> T at(Height height, Function<StateVersion, T> reading) {
        while (true) {
            StateFile file = current;
            if (closed) {
                throw new StorageException("the state in " + disk + " is closed: its validator has stopped here");
            }
            if (file.enter()) {
                try {
                    if (height.compareTo(file.log().base()) < 0) {
                        throw new StorageException.Pruned(
                                "states are", file.log().base());
                    }
                    return reading.apply(file.version(height));
                } finally {
                    file.leave();
                }
            }
        }
    }

    /** Takes the next block's change in. @return how many bytes that took */
    long append(Hash32 blockHash, StateChange change) {
        return current.append(blockHash, change);
    }

    /** Whether a change can be appended as it is: not when its nodes are those of a file that is no more in use. */
    boolean takes(StateChange change) {
        return change.standsOn(current);
    }

    void force() {
        log().force();
    }

    void cutBackTo(Height last) {
        compaction.ifPresent(Compaction::abandon);
        compaction = Optional.empty();
        current.cutBackTo(last);
    }

    /** Begins anew, with no version. */
    void restart() {
        switchTo(new Pointer(generation + 1, Height.ZERO), Optional.empty());
    }

    private void switchTo(Pointer next, Optional<StateFile> made) {
        StateFile old = current;
        StateFile fresh = made.orElseGet(() -> open(next));
        point(disk, next);
        generation = next.generation();
        current = fresh;
        old.retire();
    }

    /**
     * One bounded step of work towards dropping what need not be kept.
     *
     * @param written how much the last block wrote
     * @return whether a new file is ready to take over
     */
    boolean maintain(long written) {
        if (compaction.isEmpty() && worthCompacting()) {
            Height oldest = settings.retention().oldestVersion(last());
            Pointer next = new Pointer(generation + 1, oldest);
            LOG.debug("{}: copying the state of height {} to {}", disk, oldest, next.fileName());
            HeightLog.delete(disk, next.fileName());
            compaction = Optional.of(new Compaction(current, open(next), oldest));
        }
        return compaction
                .filter(work -> work.step(Math.max(settings.leastStep(), 4 * written)))
                .isPresent();
    }

    /** The new file, which has all versions, takes over; the old one is removed once nobody reads it. */
    void takeOver() {
        StateFile made = compaction.orElseThrow().target();
        made.log().force();
        switchTo(new Pointer(generation + 1, made.log().base()), Optional.of(made));
        compaction = Optional.empty();
        LOG.debug("{}: states are kept from height {}", disk, first());
    }

    private boolean worthCompacting() {
        boolean past = settings.retention().oldestVersion(last()).compareTo(first()) > 0;
        return past && log().size() > Math.max(settings.compactAbove(), 2 * log().contentAt(first()));
    }

    @Override
    public void close() {
        closed = true;
        compaction.ifPresent(Compaction::abandon);
        current.close();
    }
}
