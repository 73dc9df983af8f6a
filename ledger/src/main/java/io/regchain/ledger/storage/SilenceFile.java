package io.regchain.ledger.storage;

import io.regchain.protocol.base.Height;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps a {@link Silence} over restarts: {@code unknown}, or a height. */
final class SilenceFile {
    private static final String UNKNOWN = "unknown";
    private final Path file;
    private volatile Silence silence;

    private SilenceFile(Path file, Silence silence) {
        this.file = file;
        this.silence = silence;
    }

    static SilenceFile open(Path file, boolean freshDirectory) {
        try {
            if (freshDirectory || !Files.exists(file)) {
                SilenceFile made = new SilenceFile(file, new Silence.Unknown());
                made.keep(new Silence.Unknown());
                return made;
            }
            return new SilenceFile(file, parse(file, Files.readString(file).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static Silence parse(Path file, String text) {
        if (text.equals(UNKNOWN)) {
            return new Silence.Unknown();
        }
        if (!text.matches("\\d{1,18}")) {
            throw new StorageException(
                    "the file " + file + " should hold a height or \"" + UNKNOWN + "\", not \"" + text + "\"");
        }
        return new Silence.Until(new Height(Long.parseLong(text)));
    }

    Silence silence() {
        return silence;
    }

    void keep(Silence next) {
        String text =
                switch (next) {
                    case Silence.Unknown unknown -> UNKNOWN;
                    case Silence.Until until -> until.height().toString();
                };
        try {
            DirectoryFormat.write(file, text + "\n");
            silence = next;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
