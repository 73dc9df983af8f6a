package io.regchain.ledger.storage;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The file {@code format}: which version of which validator's data a directory holds. */
final class DirectoryFormat {
    private static final String FILE = "format";
    private static final int VERSION = 1;

    private DirectoryFormat() {}

    /**
     * Writes the file when the directory is new, else compares it.
     *
     * @return whether the directory is new
     * @throws StorageException when the directory holds something else
     */
    static boolean claim(Path directory, ChainId chainId, int validator, Hash32 genesis) {
        String wanted = "regchain validator data, format " + VERSION + "\nchain " + chainId + "\nvalidator " + validator
                + "\ngenesis " + genesis + "\n";
        Path file = directory.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                write(file, wanted);
                return true;
            }
            requireSame(file, wanted, Files.readString(file));
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static void requireSame(Path file, String wanted, String found) {
        if (!found.equals(wanted)) {
            throw new StorageException("the directory " + file.getParent() + " holds other data than wanted. It says: "
                    + found.strip().replace("\n", ", ") + ". Wanted: "
                    + wanted.strip().replace("\n", ", ") + ". Choose another directory, or move this one away");
        }
    }

    /** Replaces a small file so that a crash leaves the old one or the new one, on disk when this returns. */
    static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text);
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
