package io.regchain.ledger.storage;

import io.regchain.protocol.base.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A directory of the file system. */
public final class DirectoryDisk implements Disk {
    private static final String LOCK = "lock";
    private static final String FRESH = ".new";
    private final Path directory;

    /** @param directory made when it does not exist */
    public DirectoryDisk(Path directory) {
        this.directory = directory;
        attempt("make the data directory", directory, () -> Files.createDirectories(directory));
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    private static <T> T attempt(String what, Path path, Step<T> step) {
        try {
            return step.run();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot " + what + " " + path, e);
        }
    }

    @Override
    public DiskFile open(String name) {
        Path path = directory.resolve(name);
        return attempt("open", path, () -> {
            boolean fresh = !Files.exists(path);
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (fresh) {
                forceDirectory();
            }
            return new ChannelFile(path, channel);
        });
    }

    /** Names of files are content of the directory: they are on disk only once it is. */
    private void forceDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public List<String> list() {
        return attempt("list", directory, () -> {
            try (Stream<Path> files = Files.list(directory)) {
                return files.map(file -> String.valueOf(file.getFileName()))
                        .filter(name -> !name.equals(LOCK) && !name.endsWith(FRESH))
                        .sorted()
                        .toList();
            }
        });
    }

    @Override
    public void delete(String name) {
        Path path = directory.resolve(name);
        attempt("remove", path, () -> {
            if (Files.deleteIfExists(path)) {
                forceDirectory();
            }
            return path;
        });
    }

    @Override
    public Optional<Bytes> read(String name) {
        Path path = directory.resolve(name);
        return attempt(
                "read",
                path,
                () -> Files.exists(path) ? Optional.of(Bytes.wrap(Files.readAllBytes(path))) : Optional.empty());
    }

    @Override
    public void replace(String name, Bytes content) {
        Path path = directory.resolve(name);
        Path fresh = directory.resolve(name + FRESH);
        attempt("write", path, () -> {
            Files.write(fresh, content.unsafeArray());
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            forceDirectory();
            return path;
        });
    }

    @Override
    public Hold hold() {
        return attempt("lock", directory, () -> {
            FileChannel channel =
                    FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new StorageException.InUse("the data directory " + directory
                        + " is in use by another running hub; stop that one, or choose another directory");
            }
            return new FileHold(channel, directory.resolve(LOCK), key(directory.resolve(LOCK)));
        });
    }

    /** An exclusive lock; one whose file was removed or replaced keeps nobody out. */
    private record FileHold(FileChannel channel, Path file, @Nullable Object key) implements Hold {
        @Override
        public boolean held() {
            try {
                return channel.isOpen() && Objects.equals(DirectoryDisk.key(file), key);
            } catch (IOException removed) {
                return false;
            }
        }

        @Override
        public void close() {
            attempt("unlock", file, () -> {
                channel.close();
                return file;
            });
        }
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldInThisProcess) {
            return false;
        }
    }

    @Override
    public Optional<Path> directory() {
        return Optional.of(directory);
    }

    @Override
    public String describe(String name) {
        return directory.resolve(name).toString();
    }

    @Override
    public String toString() {
        return directory.toString();
    }

    private record ChannelFile(Path path, FileChannel channel) implements DiskFile {
        @Override
        public long size() {
            return attempt("measure", path, channel::size);
        }

        @Override
        public void read(long at, ByteBuffer into) {
            attempt("read", path, () -> {
                long next = at;
                while (into.hasRemaining()) {
                    int count = channel.read(into, next);
                    if (count < 0) {
                        throw new StorageException(
                                "the file " + path + " ends before offset " + (next + into.remaining()));
                    }
                    next += count;
                }
                return next;
            });
        }

        @Override
        public void write(long at, ByteBuffer bytes) {
            attempt("write", path, () -> {
                long next = at;
                while (bytes.hasRemaining()) {
                    next += channel.write(bytes, next);
                }
                return next;
            });
        }

        @Override
        public void force() {
            attempt("force", path, () -> {
                channel.force(false);
                return path;
            });
        }

        @Override
        public void truncate(long size) {
            attempt("truncate", path, () -> channel.truncate(size));
        }

        @Override
        public void close() {
            attempt("close", path, () -> {
                channel.close();
                return path;
            });
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }
}
