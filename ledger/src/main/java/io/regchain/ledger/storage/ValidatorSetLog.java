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
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Which set decides from which height on, with the certified header that handed over to it: kept for ever, so that a
 * block can be checked whose state is pruned, and a newcomer can follow the sets when the first blocks are.
 */
final class ValidatorSetLog implements AutoCloseable {
    private static final String FILE = "validators.log";
    private static final String FIRST = "regchain/first-validators/1";
    private static final String HANDOVER = "regchain/validator-handover/1";
    private static final int MAX_RECORD = 1 << 20;

    private final RecordFile records;
    private final ConcurrentSkipListMap<Height, Entry> sets = new ConcurrentSkipListMap<>();

    /** @param by how the set came to decide, canonical bytes of a {@link Handover}; empty for the first one */
    private record Entry(ValidatorSet set, Optional<Bytes> by) {}

    ValidatorSetLog(Disk disk) {
        this.records = RecordFile.open(disk.open(FILE), MAX_RECORD, this::found);
    }

    private void found(long offset, Bytes payload) {
        try {
            if (sets.isEmpty()) {
                CanonicalReader in = new CanonicalReader(FIRST, payload);
                ValidatorSet first = BlockJson.validatorSet(CanonicalJson.decode(in.bytes()));
                in.end();
                sets.put(Height.ZERO, new Entry(first, Optional.empty()));
            } else {
                CanonicalReader in = new CanonicalReader(HANDOVER, payload);
                enter(Handover.decode(in.bytes()));
                in.end();
            }
        } catch (DecodeException e) {
            throw new StorageException(
                    "the file " + FILE + " holds no validator set at offset " + offset
                            + ". Move this validator's directory away to let it begin again with a snapshot from its peers",
                    e);
        }
    }

    private void enter(Handover handover) {
        sets.put(handover.from(), new Entry(handover.next(), Optional.of(handover.canonical())));
    }

    /** The set that decides the block at {@code height}; empty when the file was lost. */
    Optional<ValidatorSet> at(Height height) {
        return Optional.ofNullable(sets.floorEntry(height))
                .map(entry -> entry.getValue().set());
    }

    /** How the sets that decide above {@code height} came to, in height order: canonical bytes of each {@link Handover}. */
    List<Bytes> handoversAbove(Height height) {
        return sets.tailMap(height, false).values().stream()
                .map(Entry::by)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The set a chain begins with, on disk when this returns. */
    void begin(ValidatorSet first) {
        if (sets.isEmpty()) {
            write(new CanonicalWriter(FIRST)
                    .bytes(CanonicalJson.encode(BlockJson.of(first)))
                    .toBytes());
            sets.put(Height.ZERO, new Entry(first, Optional.empty()));
        }
    }

    /** On disk when this returns; nothing is written when the set stays the same. */
    void handOver(Handover handover) {
        if (!at(handover.from()).equals(Optional.of(handover.next()))) {
            write(new CanonicalWriter(HANDOVER).bytes(handover.canonical()).toBytes());
            enter(handover);
        }
    }

    private void write(Bytes payload) {
        records.append(List.of(payload));
        records.force();
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
