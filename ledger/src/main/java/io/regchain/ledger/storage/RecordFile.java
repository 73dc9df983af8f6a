package io.regchain.ledger.storage;

import io.regchain.protocol.base.Bytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only file of checked records behind a {@link FileHead}. A record is: magic (4 bytes), length of the payload
 * (4), how far the file was forced when it was written (8), CRC-32C of those sixteen bytes and the record's offset (4),
 * CRC-32C of the payload (4), payload. Not thread-safe for writing; {@link #read} may run beside a writer.
 *
 * <p>A tail that a crash tore is cut off with a warning when the file is opened. Damage anywhere else is told, naming the
 * file and the offset: what was forced cannot be torn, and both the head of the file and every later record say how far
 * that was.
 */
public final class RecordFile implements AutoCloseable {
    static final int HEADER = 24;
    private static final int CHECKED = 16;
    private static final int MAGIC = 0x52474c32;
    /** How far to look for records behind damage, in payloads of the greatest size. */
    private static final int LOOK_AHEAD = 4;

    private static final Logger LOG = LoggerFactory.getLogger(RecordFile.class);

    private final DiskFile file;
    private final int maxPayload;
    private final FileHead head;
    private volatile long end;
    private long last;

    private RecordFile(DiskFile file, int maxPayload) {
        this.file = file;
        this.maxPayload = maxPayload;
        this.head = FileHead.open(file);
        this.last = head.forced().lastRecord();
        this.end = FileHead.SIZE;
    }

    /** Hears every record that is read at opening, in order. */
    public interface Visitor {
        void visit(long offset, Bytes payload);
    }

    /** Reads every record. */
    public static RecordFile open(DiskFile file, int maxPayload, Visitor visitor) {
        return open(file, maxPayload, FileHead.SIZE, visitor);
    }

    /** Reads from the last record that is known to be forced; those before it are checked when they are read. */
    public static RecordFile openAtEnd(DiskFile file, int maxPayload, Visitor visitor) {
        return open(file, maxPayload, -1, visitor);
    }

    /** @param from the offset of a record, or −1 for the last one known to be forced */
    static RecordFile open(DiskFile file, int maxPayload, long from, Visitor visitor) {
        try {
            RecordFile records = new RecordFile(file, maxPayload);
            records.scan(from < 0 ? Math.max(records.last, FileHead.SIZE) : from, visitor);
            return records;
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void scan(long from, Visitor visitor) {
        long size = file.size();
        long at = from;
        while (at < size) {
            Optional<Record> record = recordAt(at, size);
            if (record.isEmpty()) {
                requireTorn(at, size);
                cutTail(at, size);
                break;
            }
            visitor.visit(at, record.get().payload());
            last = at;
            at += HEADER + record.get().payload().size();
        }
        requireAllForced(at);
        end = at;
        if (end > head.forced().end()) {
            force();
        }
    }

    private void requireAllForced(long found) {
        if (found < head.forced().end()) {
            throw new StorageException("the file " + file + " is damaged: it ends at offset " + found + " but was on"
                    + " disk up to offset " + head.forced().end() + REMEDY);
        }
    }

    private static final String REMEDY =
            ". Restore it from a copy, or move this validator's directory away to let it catch up from its peers";

    /** @param forced how far the file was on disk when the record was written */
    private record Record(Bytes payload, long forced) {}

    private Optional<Record> recordAt(long at, long size) {
        if (size - at < HEADER) {
            return Optional.empty();
        }
        ByteBuffer header = readFully(at, HEADER);
        int length = payloadLength(header, at);
        if (length < 0 || size - at - HEADER < length) {
            return Optional.empty();
        }
        byte[] payload = readFully(at + HEADER, length).array();
        return Checksum.of(payload) == header.getInt(20)
                ? Optional.of(new Record(Bytes.wrap(payload), header.getLong(8)))
                : Optional.empty();
    }

    /** The length a whole header tells, or −1. */
    private int payloadLength(ByteBuffer header, long at) {
        boolean whole = header.getInt(0) == MAGIC && checksum(header, 0, at) == header.getInt(CHECKED);
        int length = header.getInt(4);
        return whole && length >= 0 && length <= maxPayload ? length : -1;
    }

    /** A record that was moved is damaged too, so its place is part of what is checked. */
    private static int checksum(ByteBuffer header, int start, long at) {
        byte[] checked = new byte[CHECKED + Long.BYTES];
        header.get(start, checked, 0, CHECKED);
        ByteBuffer.wrap(checked).putLong(CHECKED, at);
        return Checksum.of(checked);
    }

    /**
     * A crash tears only what was not forced. The disk may have kept a later part of one write and lost an earlier, so a
     * whole record behind the damage proves that the middle is corrupt only when it knew the damaged place to be forced.
     */
    private void requireTorn(long at, long size) {
        if (at < head.forced().end()) {
            throw damaged(
                    at, "this part was on disk, up to offset " + head.forced().end());
        }
        ByteBuffer rest = readFully(at, Math.toIntExact(Math.min(size - at, (long) LOOK_AHEAD * maxPayload)));
        for (int i = 1; i + HEADER <= rest.limit(); i++) {
            if (rest.getInt(i) == MAGIC && knowsForced(at + i, size, at)) {
                throw damaged(at, "whole records follow from offset " + (at + i));
            }
        }
    }

    private boolean knowsForced(long candidate, long size, long damage) {
        return recordAt(candidate, size)
                .filter(record -> record.forced() > damage)
                .isPresent();
    }

    private StorageException damaged(long at, String evidence) {
        return new StorageException("the file " + file + " is damaged at offset " + at + ": " + evidence + REMEDY);
    }

    private void cutTail(long at, long size) {
        LOG.warn("{}: the last {} bytes, from offset {}, were torn by a crash and are cut off", file, size - at, at);
        file.truncate(at);
        file.force();
    }

    private ByteBuffer readFully(long at, int length) {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        file.read(at, buffer);
        return buffer.flip();
    }

    /** Appends all with one write, not forced yet. @return the offset of each */
    public long[] append(List<Bytes> payloads) {
        long[] offsets = new long[payloads.size()];
        append(
                payloads.stream()
                        .map(payload -> new ByteBuffer[] {ByteBuffer.wrap(payload.unsafeArray())})
                        .toList(),
                offsets);
        return offsets;
    }

    /** Appends one record whose payload is these parts, one after the other, not forced yet. @return its offset */
    long append(ByteBuffer... parts) {
        long[] offset = new long[1];
        append(List.<ByteBuffer[]>of(parts), offset);
        return offset[0];
    }

    private void append(List<ByteBuffer[]> payloads, long[] offsets) {
        ByteBuffer buffer = encode(payloads, offsets);
        int size = buffer.remaining();
        file.write(end, buffer);
        end += size;
        last = offsets.length == 0 ? last : offsets[offsets.length - 1];
    }

    /** All that was appended is on disk when this returns. */
    public void force() {
        file.force();
        head.forced(new FileHead.Forced(end, last));
    }

    private ByteBuffer encode(List<ByteBuffer[]> payloads, long[] offsets) {
        long total = payloads.stream().mapToLong(parts -> HEADER + size(parts)).sum();
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(total));
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = end + buffer.position();
            encode(payloads.get(i), offsets[i], buffer);
        }
        return buffer.flip();
    }

    private static long size(ByteBuffer... parts) {
        long size = 0;
        for (ByteBuffer part : parts) {
            size += part.remaining();
        }
        return size;
    }

    private void encode(ByteBuffer[] parts, long offset, ByteBuffer buffer) {
        long size = size(parts);
        if (size > maxPayload) {
            throw new IllegalArgumentException("a record of " + size + " bytes is over " + maxPayload);
        }
        int start = buffer.position();
        buffer.putInt(MAGIC).putInt((int) size).putLong(head.forced().end()).putInt(checksum(buffer, start, offset));
        int payload = buffer.position() + Integer.BYTES;
        buffer.position(payload);
        for (ByteBuffer part : parts) {
            buffer.put(part);
        }
        buffer.putInt(payload - Integer.BYTES, Checksum.of(buffer.array(), payload, (int) size));
    }

    /** @throws StorageException when the record there is damaged */
    public Bytes read(long offset) {
        return recordAt(offset, end)
                .map(Record::payload)
                .orElseThrow(() -> new StorageException("the file " + file + " is damaged at offset " + offset));
    }

    /** Where the next record will stand. */
    public long end() {
        return end;
    }

    /** Drops the records from {@code offset} on. @param lastKept the offset of the record before, or 0 */
    public void cutBack(long offset, long lastKept) {
        head.forced(new FileHead.Forced(Math.min(offset, head.forced().end()), lastKept));
        file.force();
        file.truncate(offset);
        file.force();
        end = offset;
        last = lastKept;
    }

    void clear() {
        cutBack(FileHead.SIZE, 0);
    }

    @Override
    public void close() {
        file.close();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
