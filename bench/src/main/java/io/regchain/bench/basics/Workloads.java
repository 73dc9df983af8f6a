package io.regchain.bench.basics;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2Signature;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.merkle.NodeSource;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.merkle.StateTree;
import io.regchain.protocol.merkle.StateUpdate;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The operations that bound how fast a chain can be. */
public final class Workloads {
    private static final int TREE_ENTRIES = 20_000;
    private static final int BLOCK_WRITES = 100;

    private Workloads() {}

    public static List<Workload> all() {
        return List.of(sign(), verify(), hash(), stateUpdate(), stateProof());
    }

    private static Workload sign() {
        Sm2PrivateKey key = Sm2PrivateKey.generate(new SecureRandom());
        byte[] message = new byte[200];
        return new Workload(
                "SM2 sign, 200 bytes", () -> key.sign(message).value().hashCode());
    }

    private static Workload verify() {
        Sm2PrivateKey key = Sm2PrivateKey.generate(new SecureRandom());
        byte[] message = new byte[200];
        Sm2Signature signature = key.sign(message);
        return new Workload("SM2 verify, 200 bytes", () -> {
            if (!key.publicKey().verify(message, signature)) {
                throw new IllegalStateException("a good signature was refused");
            }
            return 1;
        });
    }

    private static Workload hash() {
        byte[] message = new byte[64];
        return new Workload("SM3, 64 bytes", () -> Sm3.hash(message).hashCode());
    }

    private static Workload stateUpdate() {
        Tree tree = Tree.filled();
        SortedMap<String, Optional<Bytes>> writes = new TreeMap<>();
        for (int i = 0; i < BLOCK_WRITES; i++) {
            writes.put(key(i * (TREE_ENTRIES / BLOCK_WRITES)), Optional.of(Bytes.utf8("changed " + i)));
        }
        return new Workload(
                "state tree: %d writes into %,d entries".formatted(BLOCK_WRITES, TREE_ENTRIES),
                () -> StateTree.apply(tree, tree.root, writes).root().hashCode());
    }

    private static Workload stateProof() {
        Tree tree = Tree.filled();
        Bytes value = value(7);
        return new Workload("state tree: prove one of %,d entries and check it".formatted(TREE_ENTRIES), () -> {
            StateProof proof = StateTree.prove(tree, tree.root, key(7));
            if (!proof.provesPresence(tree.root, key(7), value)) {
                throw new IllegalStateException("a good proof was refused");
            }
            return proof.siblings().size();
        });
    }

    private static String key(int i) {
        return "bench/entry/" + i;
    }

    private static Bytes value(int i) {
        return Bytes.utf8("value of entry " + i);
    }

    /** A state tree held in memory. */
    private record Tree(Hash32 root, SortedMap<Hash32, Bytes> nodes) implements NodeSource {
        static Tree filled() {
            SortedMap<String, Optional<Bytes>> writes = new TreeMap<>();
            for (int i = 0; i < TREE_ENTRIES; i++) {
                writes.put(key(i), Optional.of(value(i)));
            }
            StateUpdate update = StateTree.apply(hash -> Optional.empty(), Hash32.ZERO, writes);
            return new Tree(update.root(), update.newNodes());
        }

        @Override
        public Optional<Bytes> node(Hash32 hash) {
            return Optional.ofNullable(nodes.get(hash));
        }
    }
}
