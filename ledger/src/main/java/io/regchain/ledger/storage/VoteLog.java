package io.regchain.ledger.storage;

import io.regchain.ledger.consensus.PreparedCertificate;
import io.regchain.ledger.consensus.SignedMessage;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What this validator has said, on disk before it was sent: a validator that forgot it could contradict itself. Votes of
 * decided heights are dropped once in a while.
 */
public final class VoteLog implements AutoCloseable {
    private static final String DOMAIN = "regchain/vote-log/1";
    /** Its name among a validator's files. */
    public static final String FILE = "votes.log";

    private static final int MAX_RECORD = 2 * Block.MAX_BYTES;
    /** Decided votes are dropped when the file is larger than this. */
    private static final long CLEAR_ABOVE = 1 << 20;

    private final DiskFile path;
    private final List<Entry> recovered = new ArrayList<>();
    private final RecordFile file;
    private Height lastHeight = Height.ZERO;

    /** One thing to keep. */
    public sealed interface Entry {
        Height height();

        record Vote(SignedMessage message) implements Entry {
            @Override
            public Height height() {
                return message.payload().height();
            }
        }

        record Prepared(Height height, PreparedCertificate certificate) implements Entry {}
    }

    private VoteLog(DiskFile path) {
        this.path = path;
        this.file = RecordFile.open(path, MAX_RECORD, this::found);
    }

    static VoteLog open(Disk disk) {
        return new VoteLog(disk.open(FILE));
    }

    private void found(long offset, Bytes payload) {
        try {
            CanonicalReader in = new CanonicalReader(DOMAIN, payload);
            boolean vote = in.flag();
            Height height = new Height(in.u64());
            Bytes content = in.bytes();
            in.end();
            recovered.add(
                    vote
                            ? new Entry.Vote(SignedMessage.decode(content))
                            : new Entry.Prepared(height, PreparedCertificate.decode(content)));
            lastHeight = max(lastHeight, height);
        } catch (DecodeException e) {
            throw new StorageException("the file " + path + " holds no vote at offset " + offset, e);
        }
    }

    private static Height max(Height a, Height b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static Bytes encode(Entry entry) {
        CanonicalWriter out = new CanonicalWriter(DOMAIN);
        return switch (entry) {
            case Entry.Vote vote ->
                out.flag(true)
                        .u64(vote.height().value())
                        .bytes(vote.message().canonical())
                        .toBytes();
            case Entry.Prepared prepared ->
                out.flag(false)
                        .u64(prepared.height().value())
                        .bytes(prepared.certificate().canonical())
                        .toBytes();
        };
    }

    /** All of them are on disk when this returns. */
    public void append(List<Entry> entries) {
        file.append(entries.stream().map(VoteLog::encode).toList());
        file.force();
        for (Entry entry : entries) {
            lastHeight = max(lastHeight, entry.height());
        }
    }

    /** The block at {@code decided} is in the block log, so that nothing up to it will ever be voted for again. */
    public void decided(Height decided) {
        if (file.end() > CLEAR_ABOVE && lastHeight.compareTo(decided) <= 0) {
            file.clear();
        }
    }

    /** The own votes of one height from before this start, in the order they were kept. */
    public List<SignedMessage> votes(Height height) {
        return recovered.stream()
                .filter(entry -> entry.height().equals(height))
                .filter(Entry.Vote.class::isInstance)
                .map(entry -> ((Entry.Vote) entry).message())
                .toList();
    }

    /** The prepared certificate of the highest round at one height, from before this start. */
    public Optional<PreparedCertificate> prepared(Height height) {
        return recovered.stream()
                .filter(entry -> entry.height().equals(height))
                .filter(Entry.Prepared.class::isInstance)
                .map(entry -> ((Entry.Prepared) entry).certificate())
                .max(Comparator.comparing(PreparedCertificate::round));
    }

    /** The highest height this validator has ever voted at, as far as the file tells. */
    public Height lastHeight() {
        return lastHeight;
    }

    @Override
    public void close() {
        file.close();
    }
}
