package io.regchain.ledger.storage;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import java.util.Optional;

/** The file {@code format}: which version of which validator's data a directory holds. */
final class DirectoryFormat {
    private static final String FILE = "format";
    private static final int VERSION = 3;

    private DirectoryFormat() {}

    /**
     * Writes the file when the directory is new, else compares it.
     *
     * @return whether the directory is new
     * @throws StorageException when the directory holds something else
     */
    static boolean claim(Disk disk, ChainId chainId, int validator, Hash32 genesis) {
        String wanted = "regchain validator data, format " + VERSION + "\nchain " + chainId + "\nvalidator " + validator
                + "\ngenesis " + genesis + "\n";
        Optional<Bytes> found = disk.read(FILE);
        found.ifPresentOrElse(
                content -> requireSame(disk, wanted, content.toUtf8()), () -> disk.replace(FILE, Bytes.utf8(wanted)));
        return found.isEmpty();
    }

    private static void requireSame(Disk disk, String wanted, String found) {
        if (!found.equals(wanted)) {
            throw new StorageException("the directory " + disk + " holds other data than wanted. It says: "
                    + found.strip().replace("\n", ", ") + ". Wanted: "
                    + wanted.strip().replace("\n", ", ") + ". Choose another directory, or move this one away");
        }
    }
}
