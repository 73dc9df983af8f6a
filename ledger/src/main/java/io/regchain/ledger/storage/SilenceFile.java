package io.regchain.ledger.storage;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import java.util.Optional;

/**
 * Keeps a {@link Silence} over restarts: {@code unknown}, or a height, which {@code lost-} or {@code new-} stands before if
 * peers have told it; and the CRC-32C of that, for it is trusted.
 */
final class SilenceFile {
    private static final String FILE = "silence";
    private static final String UNKNOWN = "unknown";
    private static final String LOST = "lost-";
    private static final String NEW = "new-";
    private final Disk disk;
    private volatile Silence silence;

    private SilenceFile(Disk disk, Silence silence) {
        this.disk = disk;
        this.silence = silence;
    }

    /** @throws StorageException when the file holds something else than was written */
    static SilenceFile open(Disk disk, boolean freshDirectory) {
        Optional<Bytes> content = freshDirectory ? Optional.empty() : disk.read(FILE);
        if (content.isEmpty()) {
            SilenceFile made = new SilenceFile(disk, new Silence.Unknown());
            made.keep(new Silence.Unknown());
            return made;
        }
        return new SilenceFile(disk, parse(disk, content.get().toUtf8()));
    }

    private static Silence parse(Disk disk, String text) {
        String told = text.split(" ", 2)[0];
        if (!text.equals(line(told)) || !told.matches(UNKNOWN + "|(" + LOST + "|" + NEW + ")?\\d{1,18}")) {
            throw new StorageException("the file " + disk.describe(FILE) + " should hold \"" + UNKNOWN
                    + "\" or a height," + " perhaps after \"" + LOST + "\" or \"" + NEW + "\", and its checksum, not \""
                    + text.strip() + "\"");
        }
        if (told.equals(UNKNOWN)) {
            return new Silence.Unknown();
        }
        Height height = new Height(Long.parseLong(told.substring(told.indexOf('-') + 1)));
        return told.startsWith(LOST)
                ? new Silence.Lost(height)
                : told.startsWith(NEW) ? new Silence.New(height) : new Silence.Until(height);
    }

    private static String line(String told) {
        return told + " " + Integer.toHexString(Checksum.of(Bytes.utf8(told).unsafeArray())) + "\n";
    }

    Silence silence() {
        return silence;
    }

    void keep(Silence next) {
        String text =
                switch (next) {
                    case Silence.Unknown unknown -> UNKNOWN;
                    case Silence.Until until -> until.height().toString();
                    case Silence.Lost lost -> LOST + lost.height();
                    case Silence.New none -> NEW + none.height();
                };
        disk.replace(FILE, Bytes.utf8(line(text)));
        silence = next;
    }
}
