package io.regchain.ledger.validator;

import io.regchain.ledger.storage.StorageException;
import io.regchain.ledger.storage.ValidatorStore;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import java.util.ArrayList;
import java.util.List;

/** Serves certified blocks to a validator that lacks them, so many as fit into one message. */
final class BlockDesk {
    private static final int MAX_BYTES = 4 << 20;

    private final ValidatorStore store;

    BlockDesk(ValidatorStore store) {
        this.store = store;
    }

    /** Canonical bytes of each; none when the first one is kept no more: what does not follow is of no use. */
    List<Bytes> from(Height height) {
        try {
            return recordsFrom(Math.max(1, height.value()));
        } catch (StorageException.Pruned gone) {
            return List.of();
        }
    }

    private List<Bytes> recordsFrom(long first) {
        List<Bytes> records = new ArrayList<>();
        long tip = store.tip().height().value();
        int bytes = 0;
        for (long h = first; h <= tip && records.size() < PeerMessage.MAX_BLOCKS && bytes < MAX_BYTES; h++) {
            Bytes record = store.block(new Height(h)).canonical();
            records.add(record);
            bytes += record.size();
        }
        return records;
    }
}
