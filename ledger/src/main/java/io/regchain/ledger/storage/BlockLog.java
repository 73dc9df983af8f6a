package io.regchain.ledger.storage;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;

/**
 * The certified blocks of a chain, from the genesis block or a snapshot on, each naming the hash of the one before: the
 * truth from which all else is rebuilt. One writer; readers may run beside it.
 */
final class BlockLog implements AutoCloseable {
    static final String PREFIX = "blocks";
    private static final String DOMAIN = "regchain/block-log/1";
    private static final int MAX_RECORD = Block.MAX_BYTES + (1 << 18);

    private final SegmentedLog log;
    private Hash32 lastHash = Hash32.ZERO;

    private BlockLog(SegmentedLog log) {
        this.log = log;
        if (!log.isEmpty()) {
            this.lastHash = entry(last()).hash();
        }
    }

    static BlockLog open(Disk disk) {
        return open(disk, SegmentedLog.SEGMENT_BYTES);
    }

    /** A file without a block that a snapshot left before it was complete does not count. */
    static BlockLog open(Disk disk, long segmentBytes) {
        BlockLog blocks = open(disk, Height.ZERO, segmentBytes);
        if (blocks.isEmpty() && !blocks.first().equals(Height.ZERO)) {
            blocks.log.restartAt(Height.ZERO);
        }
        return blocks;
    }

    /** @param base the first height of a new log */
    static BlockLog open(Disk disk, Height base, long segmentBytes) {
        SegmentedLog log = new SegmentedLog(disk, PREFIX, base, MAX_RECORD, segmentBytes);
        try {
            return new BlockLog(log);
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    private record Entry(Height height, Hash32 previous, Hash32 hash, Bytes block) {}

    private Entry entry(Height height) {
        try {
            CanonicalReader in = new CanonicalReader(DOMAIN, log.read(height));
            Entry entry = new Entry(new Height(in.u64()), in.hash(), in.hash(), in.bytes());
            in.end();
            return entry;
        } catch (DecodeException e) {
            throw new StorageException("the files " + log + " hold no block at height " + height, e);
        }
    }

    /**
     * Appends the next block; it is on disk when this returns. The first one may be of any height.
     *
     * @param hash the block's own, computed once elsewhere
     */
    void append(BlockRecord record, Hash32 hash) {
        Hash32 previous = record.block().header().parentHash();
        boolean follows = isEmpty() || previous.equals(lastHash);
        if (!record.height().equals(log.next()) || !follows) {
            throw new IllegalStateException("block " + record.height() + " does not follow block " + lastHash
                    + "; the next one is " + log.next());
        }
        log.append(new CanonicalWriter(DOMAIN)
                .u64(record.height().value())
                .hash(previous)
                .hash(hash)
                .bytes(record.canonical())
                .toBytes());
        log.force();
        lastHash = hash;
    }

    boolean isEmpty() {
        return log.isEmpty();
    }

    /** The lowest height that is kept. */
    Height first() {
        return log.first();
    }

    /** The highest block's height; there must be one. */
    Height last() {
        return new Height(log.next().value() - 1);
    }

    /** @throws StorageException when its bytes are damaged, or it was pruned */
    BlockRecord read(Height height) {
        if (height.compareTo(log.next()) >= 0) {
            throw new IllegalArgumentException(
                    "block " + height + " is not in the log, which ends before " + log.next());
        }
        Entry entry = entry(height);
        BlockRecord record = BlockRecord.decode(entry.block());
        boolean same = record.block().header().hash().equals(entry.hash())
                && entry.height().equals(height)
                && record.height().equals(height);
        if (!same) {
            throw new StorageException("the files " + log + " hold another block than they say at height " + height);
        }
        return record;
    }

    void dropBelow(Height height) {
        log.dropBelow(height);
    }

    @Override
    public void close() {
        log.close();
    }
}
