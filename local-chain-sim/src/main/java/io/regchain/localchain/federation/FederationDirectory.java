package io.regchain.localchain.federation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one directory a federation keeps everything in. {@code federation.json} says what it is and what was chosen once
 * (start of time, ports); a lock keeps a second process out; secrets are readable by their owner only.
 */
public final class FederationDirectory implements AutoCloseable {
    /** Goes up whenever chains or index of an earlier program can no longer be read. */
    private static final String FORMAT = "regchain/federation/9";

    private final Path root;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final ObjectNode facts;

    private FederationDirectory(Path root, FileChannel lockFile, FileLock lock, ObjectNode facts) {
        this.root = root;
        this.lockFile = lockFile;
        this.lock = lock;
        this.facts = facts;
    }

    /**
     * Opens or creates.
     *
     * @throws FederationProblem when it cannot be written, belongs to another process, or holds something else
     */
    public static FederationDirectory open(Path root) {
        try {
            Files.createDirectories(root);
            Files.createDirectories(root.resolve("secrets"));
            ownerOnly(root.resolve("secrets"), "rwx------");
            FileChannel channel =
                    FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = lock(root, channel);
            try {
                return new FederationDirectory(root, channel, lock, facts(root));
            } catch (IOException | RuntimeException e) {
                channel.close(); // and lets go of the lock
                throw e;
            }
        } catch (IOException e) {
            throw new FederationProblem(
                    "the data directory " + root + " cannot be used: " + e,
                    "choose a directory you may write to with --data DIR",
                    e);
        }
    }

    private static FileLock lock(Path root, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new FederationProblem(
                    "the data directory " + root + " is in use by another process",
                    "stop that process, or choose another directory with --data DIR");
        }
        return lock;
    }

    private static ObjectNode facts(Path root) throws IOException {
        Path file = root.resolve("federation.json");
        if (Files.exists(file)) {
            return known(file);
        }
        if (Files.exists(root.resolve("chains"))) {
            throw new FederationProblem(
                    root + " holds chains but no " + file.getFileName(),
                    "restore the file from a backup, or choose an empty directory with --data DIR");
        }
        return CanonicalJson.object().put("format", FORMAT);
    }

    private static ObjectNode known(Path file) throws IOException {
        JsonNode json;
        try {
            json = CanonicalJson.decode(Bytes.wrap(Files.readAllBytes(file)));
        } catch (DecodeException e) {
            throw new FederationProblem(
                    file + " is damaged: " + e.getMessage(),
                    "restore it from a backup, or choose another directory with --data DIR",
                    e);
        }
        if (!json.path("format").asText().equals(FORMAT)) {
            throw new FederationProblem(
                    file + " has the format \"" + json.path("format").asText() + "\"; this program knows " + FORMAT,
                    "use the program version that wrote it, or choose another directory with --data DIR");
        }
        return (ObjectNode) json;
    }

    /**
     * Removes what chains, index and snapshots of a federation that does not run hold. Keys, ports and the time of the first
     * start stay, so that the supervision chain and the markets begin again with the same block 0.
     *
     * @throws FederationProblem when something cannot be removed, or the federation does run
     */
    public static void forgetChains(Path root) {
        try (FederationDirectory held = open(root);
                Stream<Path> parts = Files.list(held.root)) {
            for (Path part : parts.filter(FederationDirectory::holdsBlocks).toList()) {
                remove(part);
            }
        } catch (IOException e) {
            throw new FederationProblem(
                    "what the chains in " + root + " hold cannot be removed: " + e,
                    "choose another directory with --data DIR",
                    e);
        }
    }

    private static boolean holdsBlocks(Path part) {
        String name = part.getFileName().toString();
        return name.equals("chains") || name.equals("snapshots") || name.startsWith("query-index");
    }

    /**
     * Removes a whole directory, where it was made for one run only.
     *
     * @throws FederationProblem when something cannot be removed
     */
    public static void removeAll(Path root) {
        try {
            remove(root);
        } catch (IOException e) {
            throw new FederationProblem(
                    "the temporary directory " + root + " was not removed: " + e, "remove it by hand", e);
        }
    }

    private static void remove(Path part) throws IOException {
        try (Stream<Path> below = Files.walk(part)) {
            for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    public Path root() {
        return root;
    }

    public Path chains() {
        return root.resolve("chains");
    }

    /** Something chosen once, kept for every later start. */
    public Optional<JsonNode> fact(String name) {
        return Optional.ofNullable(facts.get(name)).map(JsonNode::deepCopy);
    }

    public void keep(String name, JsonNode value) {
        facts.set(name, value);
        write(root.resolve("federation.json"), CanonicalJson.encode(facts), false);
    }

    public Optional<Bytes> secret(String name) {
        Path file = root.resolve("secrets").resolve(name);
        try {
            return Files.exists(file) ? Optional.of(Bytes.wrap(Files.readAllBytes(file))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void keepSecret(String name, Bytes value) {
        write(root.resolve("secrets").resolve(name), value, true);
    }

    /** A whole new file beside, forced to disk, then renamed over the old one. */
    private static void write(Path file, Bytes bytes, boolean secret) {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (FileChannel out = FileChannel.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                if (secret) {
                    ownerOnly(next, "rw-------");
                }
                out.write(java.nio.ByteBuffer.wrap(bytes.unsafeArray()));
                out.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new FederationProblem(
                    file + " cannot be written: " + e,
                    "make room or rights, or choose another directory with --data DIR",
                    e);
        }
    }

    private static void ownerOnly(Path path, String rights) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
