package io.regchain.ledger.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first {@value SIZE} bytes of a {@link RecordFile}: eight that name the format, and two places of 28 bytes which in
 * turn say how far the file was forced: number (8), end (8), offset of the last record (8), CRC-32C of those (4). It is
 * written after each force and not forced itself: it may lag after a loss of power, but never says too much. Whatever it
 * covers and cannot be read any more was damaged, not torn.
 */
final class FileHead {
    static final int SIZE = 64;
    private static final byte[] NAME = "regchn02".getBytes(StandardCharsets.US_ASCII);
    private static final int PLACE = 28;
    private static final int CHECKED = 24;

    private final DiskFile file;
    private long number;
    private volatile Forced forced;

    /** @param lastRecord the offset of the last record before {@code end}, or 0 when there is none */
    record Forced(long end, long lastRecord) {}

    private record Place(long number, Forced forced) {}

    private FileHead(DiskFile file, Place newest) {
        this.file = file;
        this.number = newest.number();
        this.forced = newest.forced();
    }

    /** @throws StorageException when the file is of another format */
    static FileHead open(DiskFile file) {
        if (file.size() < SIZE) {
            return make(file);
        }
        ByteBuffer head = ByteBuffer.allocate(SIZE);
        file.read(0, head);
        if (!Arrays.equals(NAME, Arrays.copyOf(head.array(), NAME.length))) {
            throw new StorageException("the file " + file + " is damaged at offset 0: it does not begin as one of"
                    + " regchain, format 2, does");
        }
        Place first = place(head, NAME.length);
        Place second = place(head, NAME.length + PLACE);
        Place newest = first.number() > second.number() ? first : second;
        if (newest.equals(NONE)) {
            // Whoever wrote the head may have been killed before it was forced.
            file.force();
        }
        return new FileHead(file, newest);
    }

    /** A file shorter than its head never held anything: the head is forced before the first record. */
    private static FileHead make(DiskFile file) {
        file.write(0, ByteBuffer.allocate(SIZE).put(0, NAME));
        file.force();
        return new FileHead(file, NONE);
    }

    private static final Place NONE = new Place(0, new Forced(SIZE, 0));

    private static Place place(ByteBuffer head, int at) {
        long number = head.getLong(at);
        boolean whole = number > 0 && Checksum.of(head.array(), at, CHECKED) == head.getInt(at + CHECKED);
        return whole ? new Place(number, new Forced(head.getLong(at + 8), head.getLong(at + 16))) : NONE;
    }

    Forced forced() {
        return forced;
    }

    void forced(Forced next) {
        number++;
        ByteBuffer place =
                ByteBuffer.allocate(PLACE).putLong(number).putLong(next.end()).putLong(next.lastRecord());
        place.putInt(Checksum.of(place.array(), 0, CHECKED)).flip();
        file.write(NAME.length + (number & 1) * PLACE, place);
        forced = next;
    }
}
