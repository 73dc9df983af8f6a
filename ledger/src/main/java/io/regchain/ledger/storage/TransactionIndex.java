package io.regchain.ledger.storage;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where each transaction stands, in an H2 MVStore file; in memory where there is no directory. Derived: it may lose its
 * last commits in a crash, and whoever opens it brings it up from the blocks. What it answers is a hint, checked against
 * the block. One writer; readers may run beside it.
 */
final class TransactionIndex implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionIndex.class);
    private static final String FILE = "index.mv";
    private static final int COMMITS_PER_COMPACTION = 16;
    private static final int CACHE_MIB = 4;
    private static final int PAGE_BYTES = 4096;
    /** How long a page that a reader may still walk through stays readable after it was replaced. */
    private static final int RETENTION_MILLIS = 10_000;

    private static final String UP_TO = "regchain/indexed/1";

    private final MVStore store;
    private final MVMap<byte[], byte[]> places;
    private final MVMap<String, byte[]> meta;
    private int commits;

    /** Where a transaction stands. */
    record Place(Height height, int index) {}

    /** The last block whose transactions are known here. */
    record UpTo(Height height, Hash32 blockHash) {}

    private TransactionIndex(MVStore store) {
        this.store = store;
        this.places = store.openMap(
                "places",
                new MVMap.Builder<byte[], byte[]>()
                        .keyType(ByteArrayDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
        this.meta = store.openMap(
                "meta",
                new MVMap.Builder<String, byte[]>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
    }

    /** One that cannot be read is made anew, empty. */
    static TransactionIndex open(Disk disk) {
        Optional<Path> file = disk.directory().map(directory -> directory.resolve(FILE));
        try {
            return new TransactionIndex(store(file));
        } catch (MVStoreException e) {
            LOG.warn("{} cannot be read ({}); it is made anew from the blocks", disk.describe(FILE), e.getMessage());
            disk.delete(FILE);
            return new TransactionIndex(store(file));
        }
    }

    private static MVStore store(Optional<Path> file) {
        MVStore.Builder builder = new MVStore.Builder()
                .autoCommitDisabled()
                .cacheSize(CACHE_MIB)
                .cacheConcurrency(1)
                .pageSplitSize(PAGE_BYTES);
        file.ifPresent(path -> builder.fileName(path.toString()));
        MVStore store = builder.open();
        store.setVersionsToKeep(0);
        store.setRetentionTime(RETENTION_MILLIS);
        return store;
    }

    Optional<UpTo> upTo() {
        return Optional.ofNullable(meta.get("upTo")).map(bytes -> {
            CanonicalReader in = new CanonicalReader(UP_TO, Bytes.wrap(bytes));
            return new UpTo(new Height(in.u64()), in.hash());
        });
    }

    void add(Block block, Hash32 blockHash) {
        Height height = block.header().height();
        int index = 0;
        for (Transaction transaction : block.transactions()) {
            byte[] place =
                    new CanonicalWriter("").u64(height.value()).u32(index++).toArray();
            places.put(transaction.id().toArray(), place);
        }
        meta.put(
                "upTo",
                new CanonicalWriter(UP_TO).u64(height.value()).hash(blockHash).toArray());
    }

    void clear() {
        places.clear();
        meta.clear();
    }

    void commit() {
        store.commit();
        if (++commits % COMMITS_PER_COMPACTION == 0) {
            store.compact(50, 1 << 20);
        }
    }

    Optional<Place> place(Hash32 transactionId) {
        return Optional.ofNullable(places.get(transactionId.unsafeArray())).map(bytes -> {
            CanonicalReader in = new CanonicalReader("", Bytes.wrap(bytes));
            return new Place(new Height(in.u64()), in.u32());
        });
    }

    @Override
    public void close() {
        if (!store.isClosed()) {
            store.commit();
            store.close();
        }
    }

    /** Lets go of the file without writing: what a kill would leave. For tests. */
    void abandon() {
        store.closeImmediately();
    }
}
