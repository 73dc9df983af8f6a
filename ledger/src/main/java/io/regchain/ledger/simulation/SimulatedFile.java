package io.regchain.ledger.simulation;

import io.regchain.protocol.base.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** One file of a {@link SimulatedDisk}: what its readers see, what is forced, and the changes between the two. */
final class SimulatedFile {
    /** What a real disk writes as one. */
    private static final int SECTOR = 512;

    private final Content seen = new Content();
    private final Content forced = new Content();
    private final List<Change> pending = new ArrayList<>();

    private sealed interface Change {
        record Write(int at, byte[] bytes) implements Change {}

        record Truncate(int size) implements Change {}
    }

    /** Bytes that grow. */
    private static final class Content {
        private byte[] bytes = new byte[0];
        private int size;

        void write(int at, byte[] added, int from, int length) {
            int end = at + length;
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
            }
            System.arraycopy(added, from, bytes, at, length);
            size = Math.max(size, end);
        }

        void truncate(int shorter) {
            if (shorter < size) {
                Arrays.fill(bytes, shorter, size, (byte) 0);
                size = shorter;
            }
        }

        byte[] copy() {
            return Arrays.copyOf(bytes, size);
        }
    }

    static SimulatedFile forced(Bytes content) {
        SimulatedFile file = new SimulatedFile();
        file.write(0, content.toArray());
        file.force();
        return file;
    }

    int size() {
        return seen.size;
    }

    byte[] content() {
        return seen.copy();
    }

    byte[] forcedContent() {
        return forced.copy();
    }

    void read(int at, ByteBuffer into) {
        into.put(seen.bytes, at, into.remaining());
    }

    void write(int at, byte[] bytes) {
        pending.add(new Change.Write(at, bytes));
        seen.write(at, bytes, 0, bytes.length);
    }

    void truncate(int size) {
        pending.add(new Change.Truncate(size));
        seen.truncate(size);
    }

    void flip(int offset, int mask) {
        seen.bytes[offset] ^= (byte) mask;
        forced.bytes[offset] ^= (byte) mask;
    }

    void force() {
        pending.forEach(this::keep);
        pending.clear();
    }

    private void keep(Change change) {
        switch (change) {
            case Change.Write write -> forced.write(write.at(), write.bytes(), 0, write.bytes().length);
            case Change.Truncate cut -> forced.truncate(cut.size());
        }
    }

    /** Keeps some of what was not forced: a beginning of it, or any changes and any sectors of them. */
    void crash(RandomGenerator random) {
        if (random.nextBoolean()) {
            keepBeginning(random);
        } else {
            pending.forEach(change -> keepSome(change, random));
        }
        pending.clear();
        seen.truncate(0);
        seen.write(0, forced.bytes, 0, forced.size);
    }

    private void keepBeginning(RandomGenerator random) {
        int whole = pending.isEmpty() ? 0 : random.nextInt(pending.size() + 1);
        pending.subList(0, whole).forEach(this::keep);
        if (whole < pending.size() && pending.get(whole) instanceof Change.Write torn) {
            forced.write(torn.at(), torn.bytes(), 0, random.nextInt(torn.bytes().length + 1));
        }
    }

    private void keepSome(Change change, RandomGenerator random) {
        switch (change) {
            case Change.Write write -> keepSectors(write, random);
            case Change.Truncate cut -> forced.truncate(random.nextBoolean() ? cut.size() : forced.size);
        }
    }

    private void keepSectors(Change.Write write, RandomGenerator random) {
        int from = 0;
        while (from < write.bytes().length) {
            int toBoundary = SECTOR - (write.at() + from) % SECTOR;
            int length = Math.min(toBoundary, write.bytes().length - from);
            if (random.nextBoolean()) {
                forced.write(write.at() + from, write.bytes(), from, length);
            }
            from += length;
        }
    }
}
