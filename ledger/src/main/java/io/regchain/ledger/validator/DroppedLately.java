package io.regchain.ledger.validator;

import io.regchain.ledger.mempool.Dropped;
import io.regchain.protocol.base.Hash32;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the pool gave up lately and why, for whoever asks after a transaction that has no receipt. Thread-safe. */
public final class DroppedLately {
    private static final int REMEMBERED = 10_000;
    private final Map<Hash32, Dropped.Reason> reasons = new LinkedHashMap<>();

    synchronized void add(List<Dropped> dropped) {
        for (Dropped each : dropped) {
            reasons.remove(each.id());
            reasons.put(each.id(), each.reason());
        }
        Iterator<Hash32> oldest = reasons.keySet().iterator();
        while (reasons.size() > REMEMBERED) {
            oldest.next();
            oldest.remove();
        }
    }

    /** It waits again, or for the first time. */
    synchronized void waits(Hash32 id) {
        reasons.remove(id);
    }

    public synchronized Optional<Dropped.Reason> why(Hash32 id) {
        return Optional.ofNullable(reasons.get(id));
    }
}
