package io.regchain.ledger.storage;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;
import java.util.Arrays;
import java.util.List;

/**
 * The certified blocks of a chain, from the genesis block on, each naming the hash of the one before: the truth from
 * which all else is rebuilt. One writer; readers may run beside it.
 */
final class BlockLog implements AutoCloseable {
    private static final String DOMAIN = "regchain/block-log/1";
    static final String FILE = "blocks.log";
    private static final int MAX_RECORD = Block.MAX_BYTES + (1 << 18);

    private final DiskFile path;
    private final RecordFile file;
    private volatile long[] offsets;
    private volatile int count;
    private Hash32 lastHash = Hash32.ZERO;

    private BlockLog(DiskFile path) {
        this.path = path;
        this.offsets = new long[64];
        this.file = RecordFile.open(path, MAX_RECORD, this::found);
    }

    static BlockLog open(Disk disk) {
        return new BlockLog(disk.open(FILE));
    }

    /** At opening: the records must form one chain without gap. */
    private void found(long offset, Bytes payload) {
        Entry entry = decode(offset, payload);
        if (entry.height() != count || !entry.previous().equals(lastHash)) {
            throw new StorageException("the file " + path + " does not hold one chain of blocks: at offset " + offset
                    + " block " + entry.height() + " stands where block " + count + " should follow");
        }
        lastHash = entry.hash();
        index(offset);
    }

    private record Entry(long height, Hash32 previous, Hash32 hash, Bytes block) {}

    private Entry decode(long offset, Bytes payload) {
        try {
            CanonicalReader in = new CanonicalReader(DOMAIN, payload);
            Entry entry = new Entry(in.u64(), in.hash(), in.hash(), in.bytes());
            in.end();
            return entry;
        } catch (DecodeException e) {
            throw new StorageException("the file " + path + " holds no block at offset " + offset, e);
        }
    }

    private void index(long offset) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
        }
        offsets[count] = offset;
        count = count + 1;
    }

    /** Appends the next block; it is on disk when this returns. @param hash the block's own, computed once elsewhere */
    void append(BlockRecord record, Hash32 hash) {
        Hash32 previous = record.block().header().parentHash();
        if (record.height().value() != count || !previous.equals(lastHash)) {
            throw new IllegalStateException("block " + record.height() + " does not follow block " + (count - 1));
        }
        Bytes payload = new CanonicalWriter(DOMAIN)
                .u64(record.height().value())
                .hash(previous)
                .hash(hash)
                .bytes(record.canonical())
                .toBytes();
        long offset = file.append(List.of(payload))[0];
        file.force();
        lastHash = hash;
        index(offset);
    }

    /** How many blocks there are, the genesis block counted. */
    int count() {
        return count;
    }

    /** @throws StorageException when its bytes are damaged */
    BlockRecord read(Height height) {
        if (height.value() >= count) {
            throw new IllegalArgumentException("block " + height + " is not in the log, which ends before " + count);
        }
        long offset = offsets[(int) height.value()];
        Entry entry = decode(offset, file.read(offset));
        BlockRecord record = BlockRecord.decode(entry.block());
        if (!record.block().header().hash().equals(entry.hash())) {
            throw new StorageException("the file " + path + " holds another block than it says at offset " + offset);
        }
        return record;
    }

    @Override
    public void close() {
        file.close();
    }
}
