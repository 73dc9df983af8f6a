package io.regchain.ledger.simulation;

import io.regchain.ledger.storage.Disk;
import io.regchain.ledger.storage.DiskFile;
import io.regchain.ledger.storage.StorageException;
import io.regchain.protocol.base.Bytes;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * A disk in memory that loses power. It knows of each file what is forced and what is only written; after {@link #crash}
 * the forced bytes are there, of the rest any part, cut at any byte. Whoever used it before the crash finds that its
 * handles are dead. Not thread-safe.
 */
public final class SimulatedDisk implements Disk {
    private final String name;
    private final SortedMap<String, SimulatedFile> files = new TreeMap<>();
    private Optional<Interrupted> interrupted = Optional.empty();
    private long changesLeft = Long.MAX_VALUE;
    private long changes;
    private boolean powered = true;
    private boolean held;
    private int life;
    private Predicate<String> broken = file -> false;
    private Duration forceTakes = Duration.ZERO;
    private Duration waited = Duration.ZERO;

    /** A change of the list of files that power was lost in: it happens or it does not. */
    private interface Interrupted {
        void happen();
    }

    /** Thrown by the change in which power was lost, and by everything after it until {@link #crash}. */
    public static final class PowerLost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private PowerLost() {
            super("the disk has no power");
        }
    }

    public SimulatedDisk(String name) {
        this.name = name;
    }

    /** Power is lost within the change after this many more; then call {@link #crash}. */
    public void losePowerAfter(long changes) {
        changesLeft = changes;
    }

    /** How many changes were made so far: each is a place to lose power in. */
    public long changes() {
        return changes;
    }

    /** Whoever uses the disk is gone. What was not forced is kept in part, as {@code random} has it; power is back. */
    public void crash(RandomGenerator random) {
        interrupted.filter(change -> random.nextBoolean()).ifPresent(Interrupted::happen);
        files.values().forEach(file -> file.crash(random));
        restart();
    }

    /** Whoever uses the disk is gone, as by a kill: what was written stays, for the machine goes on. */
    public void kill() {
        restart();
    }

    private void restart() {
        interrupted = Optional.empty();
        changesLeft = Long.MAX_VALUE;
        powered = true;
        held = false;
        life++;
    }

    /** The disk was replaced by an empty one. */
    public void loseEverything() {
        restart();
        files.clear();
    }

    /** From now on it says that these files are forced when they are not. */
    public void lieAboutForcing(Predicate<String> files) {
        broken = files;
    }

    /** From now on each force takes this long; it is added up for {@link #takeWaited}. */
    public void forceTakes(Duration duration) {
        forceTakes = duration;
    }

    /** How long its users waited for the disk since this was asked last. */
    public Duration takeWaited() {
        Duration since = waited;
        waited = Duration.ZERO;
        return since;
    }

    /** The bytes of a file as a reader sees them now. */
    public Bytes content(String file) {
        return Bytes.copyOf(existing(file).content());
    }

    /** Another disk with the same files, all of them forced. */
    public SimulatedDisk copy() {
        SimulatedDisk copy = new SimulatedDisk(name);
        files.forEach((file, content) -> copy.files.put(file, SimulatedFile.forced(Bytes.wrap(content.content()))));
        return copy;
    }

    /** Changes one byte behind everybody's back. */
    public void flip(String file, int offset, int mask) {
        existing(file).flip(offset, mask);
    }

    private SimulatedFile existing(String file) {
        SimulatedFile found = files.get(file);
        if (found == null) {
            throw new IllegalArgumentException("there is no file " + file);
        }
        return found;
    }

    private void requirePower() {
        if (!powered) {
            throw new PowerLost();
        }
    }

    /** Whether power is lost within the change that is about to be made. */
    private boolean losesPower() {
        requirePower();
        changes++;
        powered = changesLeft-- > 0;
        return !powered;
    }

    private void change(Interrupted change) {
        if (losesPower()) {
            interrupted = Optional.of(change);
            throw new PowerLost();
        }
        change.happen();
    }

    @Override
    public DiskFile open(String file) {
        requirePower();
        if (!files.containsKey(file)) {
            change(() -> files.put(file, new SimulatedFile()));
        }
        return new Handle(file, existing(file), life);
    }

    @Override
    public List<String> list() {
        requirePower();
        return List.copyOf(files.keySet());
    }

    @Override
    public void delete(String file) {
        if (files.containsKey(file)) {
            change(() -> files.remove(file));
        }
    }

    @Override
    public Optional<Bytes> read(String file) {
        requirePower();
        return Optional.ofNullable(files.get(file)).map(found -> Bytes.wrap(found.content()));
    }

    @Override
    public void replace(String file, Bytes content) {
        waited = waited.plus(forceTakes);
        change(() -> files.put(file, SimulatedFile.forced(content)));
    }

    @Override
    public Hold hold() {
        requirePower();
        if (held) {
            throw new StorageException.InUse("the disk " + name + " is in use");
        }
        held = true;
        return new Taken(life);
    }

    private final class Taken implements Hold {
        private final int takenIn;

        Taken(int life) {
            takenIn = life;
        }

        @Override
        public boolean held() {
            return held && takenIn == life;
        }

        @Override
        public void close() {
            held = held && takenIn != life;
        }
    }

    @Override
    public Optional<Path> directory() {
        return Optional.empty();
    }

    @Override
    public String describe(String file) {
        return name + "/" + file;
    }

    @Override
    public String toString() {
        return name;
    }

    /** The forced bytes of every file: what is there after the worst crash. */
    public SortedMap<String, Bytes> forced() {
        SortedMap<String, Bytes> forced = new TreeMap<>();
        for (Map.Entry<String, SimulatedFile> file : files.entrySet()) {
            forced.put(file.getKey(), Bytes.wrap(file.getValue().forcedContent()));
        }
        return forced;
    }

    private final class Handle implements DiskFile {
        private final String file;
        private final SimulatedFile content;
        private final int openedIn;
        private boolean closed;

        Handle(String file, SimulatedFile content, int openedIn) {
            this.file = file;
            this.content = content;
            this.openedIn = openedIn;
        }

        private void requireOpen() {
            requirePower();
            if (closed || openedIn != life) {
                throw new IllegalStateException("the file " + this + " is closed");
            }
        }

        @Override
        public long size() {
            requireOpen();
            return content.size();
        }

        @Override
        public void read(long at, ByteBuffer into) {
            requireOpen();
            if (at + into.remaining() > content.size()) {
                throw new StorageException("the file " + this + " ends before offset " + (at + into.remaining()));
            }
            content.read(Math.toIntExact(at), into);
        }

        @Override
        public void write(long at, ByteBuffer bytes) {
            requireOpen();
            boolean last = losesPower();
            byte[] written = new byte[bytes.remaining()];
            bytes.get(written);
            content.write(Math.toIntExact(at), written);
            requireNot(last);
        }

        @Override
        public void force() {
            requireOpen();
            waited = waited.plus(forceTakes);
            requireNot(losesPower());
            if (!broken.test(file)) {
                content.force();
            }
        }

        @Override
        public void truncate(long size) {
            requireOpen();
            boolean last = losesPower();
            content.truncate(Math.toIntExact(size));
            requireNot(last);
        }

        private void requireNot(boolean lost) {
            if (lost) {
                throw new PowerLost();
            }
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public String toString() {
            return describe(file);
        }
    }
}
