package io.regchain.ledger.storage;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link RecordFile} with one record per height, without gap from a first one on, and a file beside it that tells where
 * each stands. That index is derived: an entry is checked against the record it points to, and all of it is made anew
 * when it is wrong. At opening only what may not have been forced is read. One thread writes; any may read.
 */
final class HeightLog implements AutoCloseable {
    private static final long NO_HEIGHT = -1;
    private static final int ENTRY = 12;
    private static final Logger LOG = LoggerFactory.getLogger(HeightLog.class);

    private final Disk disk;
    private final String name;
    private final Height base;
    private final int maxPayload;
    private final DiskFile file;
    private final DiskFile index;
    private final RecordFile records;
    private volatile long next;

    /** @param base the height of the first record */
    HeightLog(Disk disk, String name, Height base, int maxPayload) {
        this.disk = disk;
        this.name = name;
        this.base = base;
        this.maxPayload = maxPayload;
        this.next = base.value();
        this.file = disk.open(name + ".log");
        this.index = openIndex(disk, name);
        try {
            this.records = RecordFile.openAtEnd(file, maxPayload + Long.BYTES, this::found);
        } catch (RuntimeException e) {
            index.close();
            throw e;
        }
    }

    private static DiskFile openIndex(Disk disk, String name) {
        return disk.open(name + ".idx");
    }

    static void delete(Disk disk, String name) {
        disk.delete(name + ".idx");
        disk.delete(name + ".log");
    }

    private void found(long offset, Bytes payload) {
        long height = heightOf(payload);
        if (height != NO_HEIGHT) {
            enter(height, offset);
            next = height + 1;
        }
    }

    private static long heightOf(Bytes payload) {
        return payload.size() < Long.BYTES
                ? NO_HEIGHT
                : ByteBuffer.wrap(payload.unsafeArray()).getLong();
    }

    private void enter(long height, long offset) {
        ByteBuffer entry = ByteBuffer.allocate(ENTRY).putLong(offset);
        entry.putInt(Checksum.of(entry.array(), 0, Long.BYTES)).flip();
        index.write((height - base.value()) * ENTRY, entry);
    }

    private OptionalLong entry(long height) {
        long at = (height - base.value()) * ENTRY;
        if (at + ENTRY > index.size()) {
            return OptionalLong.empty();
        }
        ByteBuffer entry = ByteBuffer.allocate(ENTRY);
        index.read(at, entry);
        boolean whole = Checksum.of(entry.array(), 0, Long.BYTES) == entry.getInt(Long.BYTES);
        return whole ? OptionalLong.of(entry.getLong(0)) : OptionalLong.empty();
    }

    Height base() {
        return base;
    }

    /** The height that the next record will have: {@link #base} when there is none. */
    Height next() {
        return new Height(next);
    }

    boolean isEmpty() {
        return next == base.value();
    }

    /** How long the file is. */
    long size() {
        return records.end();
    }

    /** Appends the record of {@link #next()}, not forced. @param content its parts, one after the other */
    void append(ByteBuffer... content) {
        long height = next;
        enter(height, records.append(payload(height, content)));
        next = height + 1;
    }

    /** Appends a record that belongs to no height, not forced. */
    void appendBeside(ByteBuffer... content) {
        records.append(payload(NO_HEIGHT, content));
    }

    private static ByteBuffer[] payload(long height, ByteBuffer... content) {
        ByteBuffer[] payload = new ByteBuffer[1 + content.length];
        payload[0] = ByteBuffer.allocate(Long.BYTES).putLong(0, height);
        System.arraycopy(content, 0, payload, 1, content.length);
        return payload;
    }

    /** Where in the file the content of the next record will begin. */
    long nextContentAt() {
        return contentAt(records.end());
    }

    private static long contentAt(long record) {
        return record + RecordFile.HEADER + Long.BYTES;
    }

    /** Where in the file the content of a record begins. */
    long contentAt(Height height) {
        return contentAt(offset(height));
    }

    void force() {
        records.force();
    }

    /** @throws StorageException when its bytes are damaged */
    Bytes read(Height height) {
        byte[] payload = records.read(offset(height)).unsafeArray();
        return Bytes.wrap(java.util.Arrays.copyOfRange(payload, Long.BYTES, payload.length));
    }

    /** The bytes of the file, unchecked. */
    void read(long at, ByteBuffer into) {
        file.read(at, into);
    }

    private long offset(Height height) {
        if (height.compareTo(base) < 0 || height.value() >= next) {
            throw new IllegalArgumentException(
                    "height " + height + " is not in " + file + ", which holds " + base + " to before " + next);
        }
        OptionalLong entry = entry(height.value());
        if (entry.isEmpty() || !holds(entry.getAsLong(), height)) {
            remakeIndex();
            entry = entry(height.value());
        }
        return entry.orElseThrow(
                () -> new StorageException("the file " + file + " is damaged: it holds no height " + height));
    }

    /** A record is of the height that its first bytes tell, under its checksum, which whoever reads all of it checks. */
    private boolean holds(long offset, Height height) {
        if (offset < FileHead.SIZE || contentAt(offset) > records.end()) {
            return false;
        }
        ByteBuffer told = ByteBuffer.allocate(Long.BYTES);
        file.read(contentAt(offset) - Long.BYTES, told);
        return told.getLong(0) == height.value();
    }

    private synchronized void remakeIndex() {
        LOG.warn("the index of {} is wrong and made anew", file);
        try (RecordFile all = RecordFile.open(disk.open(name + ".log"), maxPayload + Long.BYTES, this::enterFound)) {
            LOG.debug("{} has {} bytes", file, all.end());
        }
    }

    private void enterFound(long offset, Bytes payload) {
        long height = heightOf(payload);
        if (height != NO_HEIGHT) {
            enter(height, offset);
        }
    }

    /** Drops the records above {@code last}, which stays. */
    void cutBackTo(Height last) {
        if (last.value() + 1 < next) {
            records.cutBack(offset(last.next()), offset(last));
            next = last.value() + 1;
        }
    }

    @Override
    public void close() {
        index.close();
        records.close();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
