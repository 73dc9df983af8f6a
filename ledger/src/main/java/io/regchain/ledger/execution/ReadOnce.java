package io.regchain.ledger.execution;

import io.regchain.protocol.base.Bytes;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A state that does not change while a block is executed: what was read of it once is not looked for again. */
final class ReadOnce implements StateReader {
    private final StateReader state;
    private final SortedMap<String, Optional<Bytes>> known = new TreeMap<>();

    ReadOnce(StateReader state) {
        this.state = state;
    }

    @Override
    public Optional<Bytes> read(String key) {
        Optional<Bytes> value = known.get(key);
        if (value == null) {
            value = state.read(key);
            known.put(key, value);
        }
        return value;
    }
}
