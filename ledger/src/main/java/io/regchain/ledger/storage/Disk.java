package io.regchain.ledger.storage;

import io.regchain.protocol.base.Bytes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The place where one validator keeps its files, each under a plain name. Everything a validator stores goes through it,
 * so that a simulator can lose and tear what was not forced. Failures of the device are {@link
 * java.io.UncheckedIOException}s, which stop the validator.
 */
public interface Disk {
    /** Opens a file, an empty one when there is none; that it exists is on disk when this returns. */
    DiskFile open(String name);

    /** The names of all files, in order. */
    List<String> list();

    /** On disk when this returns; nothing happens when there is no such file. */
    void delete(String name);

    /** The content of a small file. */
    Optional<Bytes> read(String name);

    /** Replaces a small file: a crash leaves the old content or the new, and the new is on disk when this returns. */
    void replace(String name, Bytes content);

    /** @throws StorageException.InUse when somebody else holds it */
    Hold hold();

    /** Keeps everybody else out until it is closed. */
    interface Hold extends AutoCloseable {
        /** Whether nobody else can hold it now; quick. */
        boolean held();

        @Override
        void close();
    }

    /** The directory in the file system, for derived data that brings its own file format; empty when there is none. */
    Optional<Path> directory();

    /** How a file is named to people. */
    String describe(String name);
}
