package io.regchain.protocol.sample;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.merkle.StateTree;
import io.regchain.protocol.merkle.StateUpdate;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A chain state in memory, with its tree. */
public final class SampleState {
    private final TreeMap<Hash32, Bytes> nodes = new TreeMap<>();
    private final TreeMap<String, Bytes> values;
    private final Hash32 root;

    public SampleState(SortedMap<String, Bytes> values) {
        this.values = new TreeMap<>(values);
        TreeMap<String, Optional<Bytes>> writes = new TreeMap<>();
        values.forEach((key, value) -> writes.put(key, Optional.of(value)));
        StateUpdate update = StateTree.apply(hash -> Optional.ofNullable(nodes.get(hash)), Hash32.ZERO, writes);
        nodes.putAll(update.newNodes());
        root = update.root();
    }

    public Hash32 root() {
        return root;
    }

    public Bytes value(String key) {
        return values.get(key);
    }

    public StateProof prove(String key) {
        return StateTree.prove(hash -> Optional.ofNullable(nodes.get(hash)), root, key);
    }
}
