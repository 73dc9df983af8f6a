package io.regchain.ledger.storage;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.crypto.Sm2Signature;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The file {@code births}: a number that this validator's directory was given when it was made, and the notice of its
 * own number that each peer was first heard to sign. A validator whose disk was lost comes back with another number; a
 * peer that kept the earlier notice can prove it, and nobody else can.
 */
public final class Births {
    private static final String FILE = "births";
    private static final String OWN = "own";
    private static final String CHECKSUM = "checksum ";
    private final Disk disk;
    private final Map<Integer, Notice> first = new TreeMap<>();
    private Optional<Hash32> own = Optional.empty();

    /** @param signature by the validator's key, see {@code BirthNotice} */
    public record Notice(Hash32 birth, Sm2Signature signature) {}

    private Births(Disk disk) {
        this.disk = disk;
    }

    static Births open(Disk disk) {
        Births births = new Births(disk);
        disk.read(FILE)
                .map(Bytes::toUtf8)
                .ifPresent(text -> births.body(text).lines().forEach(births::take));
        return births;
    }

    /** What stands before the last line, which is the checksum of that. */
    private String body(String text) {
        int end = text.lastIndexOf(CHECKSUM);
        String body = end < 0 ? "" : text.substring(0, end);
        if (!text.equals(closed(body))) {
            throw damaged(text.strip());
        }
        return body;
    }

    private static String closed(String body) {
        return body + CHECKSUM
                + Integer.toHexString(Checksum.of(Bytes.utf8(body).unsafeArray())) + "\n";
    }

    private void take(String line) {
        String[] words = line.split(" ");
        try {
            if (words.length == 2 && words[0].equals(OWN)) {
                own = Optional.of(Hash32.ofHex(words[1]));
            } else if (words.length == 3) {
                Sm2Signature signature = Sm2Signature.of(Bytes.ofHex(words[2]).toArray());
                first.put(Integer.parseInt(words[0]), new Notice(Hash32.ofHex(words[1]), signature));
            } else {
                throw damaged(line);
            }
        } catch (IllegalArgumentException e) {
            throw damaged(line);
        }
    }

    private StorageException damaged(String line) {
        return new StorageException("the file " + disk.describe(FILE) + " is damaged: it holds \"" + line
                + "\". Move this validator's directory away to let it catch up from its peers");
    }

    /** The directory's own number; made and kept when there is none. On disk when this returns. */
    public synchronized Hash32 own(Supplier<Hash32> fresh) {
        if (own.isEmpty()) {
            own = Optional.of(fresh.get());
            keep();
        }
        return own.get();
    }

    /** Keeps a peer's notice if it is the first of that peer; on disk when this returns. */
    public synchronized void remember(int validator, Notice notice) {
        if (first.putIfAbsent(validator, notice) == null) {
            keep();
        }
    }

    /** The first notice of a peer. */
    public synchronized Optional<Notice> of(int validator) {
        return Optional.ofNullable(first.get(validator));
    }

    private void keep() {
        StringBuilder text = new StringBuilder();
        own.ifPresent(birth -> text.append(OWN).append(' ').append(birth).append('\n'));
        first.forEach((validator, notice) -> text.append(validator)
                .append(' ')
                .append(notice.birth())
                .append(' ')
                .append(notice.signature().value().toHex())
                .append('\n'));
        disk.replace(FILE, Bytes.utf8(closed(text.toString())));
    }
}
