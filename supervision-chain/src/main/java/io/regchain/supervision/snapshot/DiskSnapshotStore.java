package io.regchain.supervision.snapshot;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file per snapshot, {@code <first two digits>/<digest>}. A file appears under its name only when all of it is on the
 * disk: a process that dies leaves the old state and a {@code .part} file, which the next writing of that snapshot replaces.
 */
public final class DiskSnapshotStore implements SnapshotStore {
    private static final int FOLDER_DIGITS = 2;

    private final Path root;

    /** @throws SnapshotStoreProblem when the directory cannot be made */
    public DiskSnapshotStore(Path root) {
        this.root = root;
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw problem("the directory of snapshots " + root + " cannot be made", e);
        }
    }

    private Path file(Hash32 digest) {
        String name = digest.toHex();
        return root.resolve(name.substring(0, FOLDER_DIGITS)).resolve(name);
    }

    /** One writer at a time: two that write the same snapshot would share its {@code .part} file. */
    @Override
    public synchronized void put(Hash32 digest, Bytes snapshot) {
        Path file = file(digest);
        try {
            if (read(file).filter(snapshot::equals).isEmpty()) {
                write(file, snapshot);
            }
        } catch (IOException e) {
            throw problem("the snapshot " + digest + " was not written to " + file, e);
        }
    }

    private static void write(Path file, Bytes snapshot) throws IOException {
        Path folder = file.resolveSibling(".").normalize();
        Path part = file.resolveSibling(file.getFileName() + ".part");
        if (Files.notExists(folder)) {
            Files.createDirectories(folder);
            force(folder.resolveSibling(".").normalize());
        }
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(snapshot.toArray());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(folder);
    }

    /** A new name is on the disk only when its folder is. */
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Optional<Bytes> get(Hash32 digest) {
        Path file = file(digest);
        try {
            return read(file);
        } catch (IOException e) {
            throw problem("the snapshot " + digest + " cannot be read from " + file, e);
        }
    }

    private static Optional<Bytes> read(Path file) throws IOException {
        try {
            return Optional.of(Bytes.wrap(Files.readAllBytes(file)));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    private static SnapshotStoreProblem problem(String what, IOException why) {
        return new SnapshotStoreProblem(
                what + ": " + why, "make the disk writable and free some space; the hub then goes on by itself", why);
    }

    @Override
    public void close() {
        // every write is complete when it returns
    }
}
