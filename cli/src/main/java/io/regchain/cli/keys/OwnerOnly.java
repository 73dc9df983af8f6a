package io.regchain.cli.keys;

import io.regchain.protocol.base.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files that only their owner may read. */
public final class OwnerOnly {
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private OwnerOnly() {}

    /**
     * Writes a new file; its rights are set before the first byte is in it.
     *
     * @throws java.nio.file.FileAlreadyExistsException when there is one already: a key is never overwritten
     */
    public static void create(Path file, Bytes content) throws IOException {
        FileAttribute<?>[] rights = knowsRights(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
                : new FileAttribute<?>[0];
        EnumSet<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (SeekableByteChannel channel = Files.newByteChannel(file, options, rights)) {
            ByteBuffer bytes = ByteBuffer.wrap(content.toArray());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /** Whether group or others have any right on the file; false where the file system knows no such rights. */
    public static boolean othersHaveRights(Path file) throws IOException {
        return knowsRights(file) && !OWNER.containsAll(withoutExecution(Files.getPosixFilePermissions(file)));
    }

    private static Set<PosixFilePermission> withoutExecution(Set<PosixFilePermission> rights) {
        Set<PosixFilePermission> left = EnumSet.noneOf(PosixFilePermission.class);
        left.addAll(rights);
        left.remove(PosixFilePermission.OWNER_EXECUTE);
        return left;
    }

    private static boolean knowsRights(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return Files.getFileAttributeView(folder == null ? file : folder, PosixFileAttributeView.class) != null;
    }
}
