package io.regchain.ledger.storage;

import io.regchain.ledger.execution.ExecutedTransaction;
import io.regchain.ledger.execution.ProcessedBlock;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.merkle.NodeSource;
import io.regchain.protocol.trace.Trace;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * Everything that follows from the blocks, in an H2 MVStore file: values by key and height, tree nodes by hash, where each
 * transaction stands, receipts, traces, and up to which block all this holds. It may lose its last commits in a crash and
 * heals damage by going back in time; whoever opens it compares {@link #applied()} with the block log and brings it up.
 * One writer; readers may run beside it.
 */
final class MvStateStore implements NodeSource, AutoCloseable {
    /** A kill loses at most so many blocks here, which the block log gives back. */
    private static final int BLOCKS_PER_COMMIT = 32;

    /** Large blocks are committed sooner, for what is not committed lies in memory. */
    private static final int BYTES_PER_COMMIT = 2 << 20;

    private static final int COMMITS_PER_COMPACTION = 16;
    /** A guess at what a transaction's receipt, trace, values and tree nodes take beside its arguments. */
    private static final int BYTES_PER_TRANSACTION = 4_000;

    private static final int CACHE_MIB = 4;
    private static final int PAGE_BYTES = 4096;
    /** How long a page that a reader may still walk through stays readable after it was replaced. */
    private static final int RETENTION_MILLIS = 10_000;

    private static final String RECEIPTS = "regchain/receipts/1";
    private static final String APPLIED = "regchain/applied/1";
    private static final byte ABSENT = 0;
    private static final byte PRESENT = 1;

    private final MVStore store;
    private final MVMap<String, byte[]> values;
    private final MVMap<byte[], byte[]> nodes;
    private final MVMap<byte[], byte[]> places;
    private final MVMap<byte[], byte[]> traces;
    private final MVMap<Long, byte[]> receipts;
    private final MVMap<String, byte[]> meta;
    private int uncommitted;
    private long uncommittedBytes;
    private int commits;

    /** Up to which block this store holds, written in the same commit as the block's effects. */
    record Applied(Height height, Hash32 blockHash, Hash32 stateRoot) {}

    /** Where a transaction stands. */
    record Place(Height height, int index) {}

    private MvStateStore(MVStore store) {
        this.store = store;
        this.values = store.openMap("values", map(StringDataType.INSTANCE));
        this.nodes = store.openMap("nodes", map(ByteArrayDataType.INSTANCE));
        this.places = store.openMap("places", map(ByteArrayDataType.INSTANCE));
        this.traces = store.openMap("traces", map(ByteArrayDataType.INSTANCE));
        this.receipts = store.openMap("receipts", map(LongDataType.INSTANCE));
        this.meta = store.openMap("meta", map(StringDataType.INSTANCE));
    }

    private static <K> MVMap.Builder<K, byte[]> map(org.h2.mvstore.type.DataType<K> keys) {
        return new MVMap.Builder<K, byte[]>().keyType(keys).valueType(ByteArrayDataType.INSTANCE);
    }

    /**
     * @param file empty for a store that lives in memory and is made anew at each start
     * @throws org.h2.mvstore.MVStoreException when the file is not a usable store
     */
    static MvStateStore open(Optional<Path> file) {
        MVStore store = new MVStore.Builder()
                .fileName(file.map(Path::toString).orElse(null))
                .autoCommitDisabled()
                .cacheSize(CACHE_MIB)
                .cacheConcurrency(1)
                .pageSplitSize(PAGE_BYTES)
                .open();
        store.setVersionsToKeep(0);
        store.setRetentionTime(RETENTION_MILLIS);
        return new MvStateStore(store);
    }

    Optional<Applied> applied() {
        return Optional.ofNullable(meta.get("applied")).map(bytes -> {
            CanonicalReader in = new CanonicalReader(APPLIED, Bytes.wrap(bytes));
            return new Applied(new Height(in.u64()), in.hash(), in.hash());
        });
    }

    /** Takes the effects of the next block in. */
    void apply(ProcessedBlock block) {
        Height height = block.block().header().height();
        block.stateUpdate().newNodes().forEach((hash, node) -> nodes.put(hash.unsafeArray(), node.unsafeArray()));
        block.execution().writes().forEach((key, value) -> values.put(versioned(key, height), encode(value)));
        receipts.put(height.value(), encode(block.execution().receipts()));
        int index = 0;
        for (ExecutedTransaction done : block.execution().executed()) {
            byte[] id = done.transaction().id().toArray();
            places.put(id, place(height, index++));
            traces.put(id, done.trace().canonical().unsafeArray());
        }
        meta.put("applied", applied(block));
        commitSometimes(block);
    }

    private static byte[] applied(ProcessedBlock block) {
        return new CanonicalWriter(APPLIED)
                .u64(block.block().header().height().value())
                .hash(block.hash())
                .hash(block.block().header().stateRoot())
                .toArray();
    }

    private void commitSometimes(ProcessedBlock block) {
        for (ExecutedTransaction done : block.execution().executed()) {
            uncommittedBytes +=
                    BYTES_PER_TRANSACTION + 3L * done.transaction().arguments().size();
        }
        if (++uncommitted >= BLOCKS_PER_COMMIT || uncommittedBytes >= BYTES_PER_COMMIT) {
            commit();
        }
    }

    private void commit() {
        store.commit();
        uncommitted = 0;
        uncommittedBytes = 0;
        if (++commits % COMMITS_PER_COMPACTION == 0) {
            store.compact(50, 1 << 20);
        }
    }

    private static String versioned(String key, Height height) {
        return key + " " + String.format(Locale.ROOT, "%016x", height.value());
    }

    private static byte[] encode(Optional<Bytes> value) {
        byte[] content = value.orElse(Bytes.EMPTY).unsafeArray();
        byte[] out = new byte[content.length + 1];
        out[0] = value.isPresent() ? PRESENT : ABSENT;
        System.arraycopy(content, 0, out, 1, content.length);
        return out;
    }

    private static byte[] encode(List<Receipt> list) {
        return new CanonicalWriter(RECEIPTS)
                .list(list, (w, receipt) -> w.bytes(receipt.canonical()))
                .toArray();
    }

    private static byte[] place(Height height, int index) {
        return new CanonicalWriter("").u64(height.value()).u32(index).toArray();
    }

    /** The value of a key after the block at {@code height}. A key has no space, so its versions stand together. */
    Optional<Bytes> read(Height height, String key) {
        Map.Entry<String, byte[]> entry = floor(versioned(key, height));
        if (entry == null || !entry.getKey().startsWith(key + " ") || entry.getValue()[0] == ABSENT) {
            return Optional.empty();
        }
        byte[] stored = entry.getValue();
        return Optional.of(Bytes.wrap(java.util.Arrays.copyOfRange(stored, 1, stored.length)));
    }

    private Map.@org.jspecify.annotations.Nullable Entry<String, byte[]> floor(String versioned) {
        String key = values.floorKey(versioned);
        byte[] value = key == null ? null : values.get(key);
        return value == null ? null : Map.entry(key, value);
    }

    @Override
    public Optional<Bytes> node(Hash32 hash) {
        return Optional.ofNullable(nodes.get(hash.unsafeArray())).map(Bytes::wrap);
    }

    Optional<Place> place(Hash32 transactionId) {
        return Optional.ofNullable(places.get(transactionId.unsafeArray())).map(bytes -> {
            CanonicalReader in = new CanonicalReader("", Bytes.wrap(bytes));
            return new Place(new Height(in.u64()), in.u32());
        });
    }

    List<Receipt> receipts(Height height) {
        byte[] bytes = receipts.get(height.value());
        if (bytes == null) {
            throw new IllegalArgumentException("there are no receipts of block " + height);
        }
        return new CanonicalReader(RECEIPTS, Bytes.wrap(bytes)).list(r -> Receipt.decode(r.bytes()));
    }

    Optional<Trace> trace(Hash32 transactionId) {
        return Optional.ofNullable(traces.get(transactionId.unsafeArray()))
                .map(bytes -> Trace.decode(Bytes.wrap(bytes)));
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
