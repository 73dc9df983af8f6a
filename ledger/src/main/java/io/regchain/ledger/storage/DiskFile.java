package io.regchain.ledger.storage;

import java.nio.ByteBuffer;

/** An open file of a {@link Disk}. One thread writes; any may read what is written. Its text form names it to people. */
public interface DiskFile extends AutoCloseable {
    long size();

    /**
     * Fills the buffer from {@code at} on.
     *
     * @throws StorageException when the file ends before the buffer is full
     */
    void read(long at, ByteBuffer into);

    /** Writes all of the buffer. It is on disk after the next {@link #force}; until then a crash may keep any part. */
    void write(long at, ByteBuffer bytes);

    /** Everything written and cut so far is on disk when this returns. */
    void force();

    void truncate(long size);

    @Override
    void close();
}
