package io.regchain.ledger.storage;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Which set decides from which height on: kept apart, so that a block can be checked whose state is pruned. */
final class ValidatorSetLog implements AutoCloseable {
    private static final String FILE = "validators.log";
    private static final String DOMAIN = "regchain/validators-from/1";
    private static final int MAX_RECORD = 1 << 20;

    private final RecordFile records;
    private final ConcurrentSkipListMap<Height, ValidatorSet> sets = new ConcurrentSkipListMap<>();

    ValidatorSetLog(Disk disk) {
        this.records = RecordFile.open(disk.open(FILE), MAX_RECORD, this::found);
    }

    private void found(long offset, Bytes payload) {
        try {
            CanonicalReader in = new CanonicalReader(DOMAIN, payload);
            sets.put(new Height(in.u64()), BlockJson.validatorSet(CanonicalJson.decode(in.bytes())));
            in.end();
        } catch (DecodeException e) {
            throw new StorageException("the file " + FILE + " holds no validator set at offset " + offset, e);
        }
    }

    /** The set that decides the block at {@code height}. */
    ValidatorSet at(Height height) {
        Map.Entry<Height, ValidatorSet> entry = sets.floorEntry(height);
        if (entry == null) {
            throw new StorageException.Pruned("validator sets are", sets.isEmpty() ? Height.ZERO : sets.firstKey());
        }
        return entry.getValue();
    }

    /** On disk when this returns; nothing is written when the set stays the same. */
    void from(Height height, ValidatorSet set) {
        Map.Entry<Height, ValidatorSet> standing = sets.floorEntry(height);
        if (standing == null || !standing.getValue().equals(set)) {
            records.append(List.of(new CanonicalWriter(DOMAIN)
                    .u64(height.value())
                    .bytes(CanonicalJson.encode(BlockJson.of(set)))
                    .toBytes()));
            records.force();
            sets.put(height, set);
        }
    }

    void clear() {
        records.clear();
        sets.clear();
    }

    @Override
    public void close() {
        records.close();
    }
}
