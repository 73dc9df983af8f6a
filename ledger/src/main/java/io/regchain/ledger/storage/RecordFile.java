package io.regchain.ledger.storage;

import io.regchain.protocol.base.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only file of checked records: magic (4 bytes), length of the payload (4), CRC-32C of those eight bytes (4),
 * CRC-32C of the payload (4), payload. What {@link #append} returned from is on disk. Not thread-safe for writing;
 * {@link #read} may run beside a writer.
 *
 * <p>A tail that a crash tore is cut off with a warning when the file is opened. Damage anywhere else is told, naming the
 * file and the offset: a damaged record counts as torn only when no whole record follows it.
 */
final class RecordFile implements AutoCloseable {
    static final int HEADER = 16;
    private static final int MAGIC = 0x52474c31;
    private static final Logger LOG = LoggerFactory.getLogger(RecordFile.class);

    private final Path path;
    private final FileChannel channel;
    private final int maxPayload;
    private long end;

    private RecordFile(Path path, FileChannel channel, int maxPayload) {
        this.path = path;
        this.channel = channel;
        this.maxPayload = maxPayload;
    }

    /** Hears every record of the file once, at opening. */
    interface Visitor {
        void visit(long offset, Bytes payload);
    }

    static RecordFile open(Path path, int maxPayload, Visitor visitor) {
        try {
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            RecordFile file = new RecordFile(path, channel, maxPayload);
            try {
                file.scan(visitor);
            } catch (RuntimeException | IOException e) {
                channel.close();
                throw e;
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + path, e);
        }
    }

    private void scan(Visitor visitor) throws IOException {
        long size = channel.size();
        long at = 0;
        while (at < size) {
            Bytes payload = readWhole(at, size);
            if (payload == null) {
                requireTorn(at, size);
                cutTail(at, size);
                break;
            }
            visitor.visit(at, payload);
            at += HEADER + payload.size();
        }
        end = at;
    }

    /** The payload of the record at {@code at}, or null when there is no whole record. */
    private @org.jspecify.annotations.Nullable Bytes readWhole(long at, long size) throws IOException {
        if (size - at < HEADER) {
            return null;
        }
        ByteBuffer header = readFully(at, HEADER);
        int length = payloadLength(header);
        if (length < 0 || size - at - HEADER < length) {
            return null;
        }
        byte[] payload = readFully(at + HEADER, length).array();
        return crc(payload, payload.length) == header.getInt(12) ? Bytes.wrap(payload) : null;
    }

    /** The length a whole header tells, or −1. */
    private int payloadLength(ByteBuffer header) {
        boolean whole = header.getInt(0) == MAGIC && crc(header.array(), 8) == header.getInt(8);
        int length = header.getInt(4);
        return whole && length >= 0 && length <= maxPayload ? length : -1;
    }

    /** A crash tears the last record only: a whole record behind the damage means that the middle is corrupt. */
    private void requireTorn(long at, long size) throws IOException {
        ByteBuffer rest = readFully(at, Math.toIntExact(Math.min(size - at, 2L * maxPayload)));
        for (int i = 1; i + HEADER <= rest.limit(); i++) {
            if (rest.getInt(i) == MAGIC && readWhole(at + i, size) != null) {
                throw new StorageException("the file " + path + " is damaged at offset " + at
                        + ": whole records follow from offset " + (at + i)
                        + ". Restore it from a copy, or move this validator's directory away to let it catch up from"
                        + " its peers");
            }
        }
    }

    private void cutTail(long at, long size) throws IOException {
        LOG.warn("{}: the last {} bytes, from offset {}, were torn by a crash and are cut off", path, size - at, at);
        channel.truncate(at);
        channel.force(true);
    }

    private ByteBuffer readFully(long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new StorageException("the file " + path + " ends before offset " + (at + length));
            }
        }
        return buffer.flip();
    }

    /** Appends all with one write and one force. @return the offset of each */
    long[] append(List<Bytes> payloads) {
        long[] offsets = new long[payloads.size()];
        ByteBuffer buffer = encode(payloads, offsets);
        try {
            long at = end;
            while (buffer.hasRemaining()) {
                at += channel.write(buffer, at);
            }
            channel.force(false);
            end = at;
            return offsets;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path, e);
        }
    }

    private ByteBuffer encode(List<Bytes> payloads, long[] offsets) {
        int total = payloads.stream().mapToInt(p -> HEADER + p.size()).sum();
        ByteBuffer buffer = ByteBuffer.allocate(total);
        for (int i = 0; i < offsets.length; i++) {
            Bytes payload = payloads.get(i);
            if (payload.size() > maxPayload) {
                throw new IllegalArgumentException("a record of " + payload.size() + " bytes is over " + maxPayload);
            }
            int start = buffer.position();
            offsets[i] = end + start;
            buffer.putInt(MAGIC).putInt(payload.size());
            buffer.putInt(crc(buffer.array(), start, 8));
            buffer.putInt(crc(payload.unsafeArray(), payload.size())).put(payload.unsafeArray());
        }
        return buffer.flip();
    }

    private static int crc(byte[] bytes, int length) {
        return crc(bytes, 0, length);
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    /** @throws StorageException when the record there is damaged */
    Bytes read(long offset) {
        try {
            Bytes payload = readWhole(offset, channel.size());
            if (payload == null) {
                throw new StorageException("the file " + path + " is damaged at offset " + offset);
            }
            return payload;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    long size() {
        return end;
    }

    void clear() {
        try {
            channel.truncate(0);
            channel.force(true);
            end = 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot truncate " + path, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + path, e);
        }
    }
}
