package io.regchain.ledger.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Names a data directory, so that nodes can tell whether they keep their validators' votes in the same one. A copy has
 * another name: the name holds the number the file system gave to the file.
 */
final class StorageIdentity {
    private static final String FILE = "storage";

    private StorageIdentity() {}

    static String of(Path dataDir) {
        try {
            Files.createDirectories(dataDir);
            Path file = dataDir.resolve(FILE);
            if (!Files.exists(file)) {
                create(file);
            }
            return Files.readString(file).strip() + "-" + Files.getAttribute(file, "unix:ino");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot name the data directory " + dataDir, e);
        }
    }

    /** Whole or not at all, and only one of several that start together makes it. */
    private static void create(Path file) throws IOException {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        Path fresh = Files.createTempFile(file.getParent(), FILE, ".new");
        Files.writeString(fresh, HexFormat.of().formatHex(random) + "\n");
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException madeByAnother) {
            // The other one's name holds: both read it.
        } finally {
            Files.delete(fresh);
        }
    }
}
