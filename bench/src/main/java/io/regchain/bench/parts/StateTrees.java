package io.regchain.bench.parts;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.merkle.StateTree;
import io.regchain.protocol.merkle.StateUpdate;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The state tree in memory: the writes of one block, and one entry proven and checked. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class StateTrees {
    private static final int BLOCK_WRITES = 100;
    private static final String OBJECT = "objects/bench-object/1";
    /** About what a snapshot of a data object weighs. */
    private static final Bytes OBJECT_VALUE = Bytes.utf8("x".repeat(1_000));

    /** Entries in the tree. */
    @Param({"10000", "200000"})
    private int entries;

    private SortedMap<Hash32, Bytes> nodes = new TreeMap<>();
    private SortedMap<String, Optional<Bytes>> writes = new TreeMap<>();
    private Hash32 root = Hash32.ZERO;
    private Bytes objectProof = Bytes.EMPTY;

    @Setup
    public void fill() {
        SortedMap<String, Optional<Bytes>> all = new TreeMap<>();
        for (int i = 0; i < entries; i++) {
            all.put(key(i), Optional.of(value(i)));
        }
        all.put(OBJECT, Optional.of(OBJECT_VALUE));
        StateUpdate update = StateTree.apply(hash -> Optional.empty(), Hash32.ZERO, all);
        nodes = update.newNodes();
        root = update.root();
        for (int i = 0; i < BLOCK_WRITES; i++) {
            writes.put(key(i * (entries / BLOCK_WRITES)), Optional.of(Bytes.utf8("changed " + i)));
        }
        objectProof = StateTree.prove(this::node, root, OBJECT).canonical();
    }

    private static String key(int i) {
        return "bench/entry/" + i;
    }

    private static Bytes value(int i) {
        return Bytes.utf8("value of entry " + i);
    }

    private Optional<Bytes> node(Hash32 hash) {
        return Optional.ofNullable(nodes.get(hash));
    }

    @Benchmark
    public Hash32 writeHundred() {
        return StateTree.apply(this::node, root, writes).root();
    }

    /** A proof as it comes from a node: decoded, and held against the state root of a verified header. */
    @Benchmark
    public StateProof verifyObjectProof() {
        StateProof proof = StateProof.decode(objectProof);
        if (!proof.provesPresence(root, OBJECT, OBJECT_VALUE)) {
            throw new IllegalStateException("a good proof was refused");
        }
        return proof;
    }

    @Benchmark
    public StateProof proveAndCheck() {
        StateProof proof = StateTree.prove(this::node, root, key(7));
        if (!proof.provesPresence(root, key(7), value(7))) {
            throw new IllegalStateException("a good proof was refused");
        }
        return proof;
    }
}
