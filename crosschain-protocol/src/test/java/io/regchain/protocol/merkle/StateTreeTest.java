package io.regchain.protocol.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.crypto.Sm3;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class StateTreeTest {
    /** A tree with its nodes in memory. */
    private static final class World {
        final SortedMap<Hash32, Bytes> nodes = new TreeMap<>();
        final SortedMap<String, Bytes> content = new TreeMap<>();
        Hash32 root = Hash32.ZERO;

        NodeSource source() {
            return hash -> Optional.ofNullable(nodes.get(hash));
        }

        StateUpdate apply(SortedMap<String, Optional<Bytes>> writes) {
            StateUpdate update = StateTree.apply(source(), root, writes);
            nodes.putAll(update.newNodes());
            root = update.root();
            writes.forEach((key, value) -> value.ifPresentOrElse(v -> content.put(key, v), () -> content.remove(key)));
            return update;
        }

        StateProof prove(String key) {
            return StateTree.prove(source(), root, key);
        }
    }

    /** The definition, written as plainly as it can be: no persistence, no batches. */
    private static Hash32 dumbRoot(Map<String, Bytes> content, TreeSet<Hash32> nodes) {
        TreeMap<Hash32, Hash32> byKeyHash = new TreeMap<>();
        content.forEach((key, value) -> byKeyHash.put(StateTree.keyHash(key), Sm3.hash(value)));
        return dumbRoot(byKeyHash, 0, nodes);
    }

    private static Hash32 dumbRoot(TreeMap<Hash32, Hash32> content, int depth, TreeSet<Hash32> nodes) {
        if (content.isEmpty()) {
            return Hash32.ZERO;
        }
        Hash32 hash;
        if (content.size() == 1) {
            var only = content.firstEntry();
            hash = Sm3.hash(
                    new byte[] {2}, only.getKey().toArray(), only.getValue().toArray());
        } else {
            TreeMap<Hash32, Hash32> left = new TreeMap<>();
            TreeMap<Hash32, Hash32> right = new TreeMap<>();
            content.forEach((k, v) -> (k.bit(depth) ? right : left).put(k, v));
            hash = Sm3.hash(
                    new byte[] {3},
                    dumbRoot(left, depth + 1, nodes).toArray(),
                    dumbRoot(right, depth + 1, nodes).toArray());
        }
        nodes.add(hash);
        return hash;
    }

    @Provide
    Arbitrary<List<TreeMap<String, Optional<Bytes>>>> batches() {
        Arbitrary<String> keys = Arbitraries.integers().between(0, 40).map(i -> "objects/" + i);
        Arbitrary<Optional<Bytes>> values = Arbitraries.integers()
                .between(0, 5)
                .map(i -> i == 0 ? Optional.empty() : Optional.of(Bytes.utf8("v" + i)));
        return Arbitraries.maps(keys, values)
                .ofMaxSize(20)
                .map(TreeMap::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    @Property(tries = 300)
    void any_history_of_batches_equals_the_dumb_model(
            @ForAll("batches") List<TreeMap<String, Optional<Bytes>>> history) {
        World world = new World();
        for (var batch : history) {
            TreeSet<Hash32> before = new TreeSet<>();
            dumbRoot(world.content, before);
            StateUpdate update = world.apply(batch);
            TreeSet<Hash32> after = new TreeSet<>();
            assertThat(world.root).isEqualTo(dumbRoot(world.content, after));
            after.removeAll(before);
            assertThat(update.newNodes().keySet()).containsExactlyElementsOf(after);
        }
    }

    @Property(tries = 100)
    void every_key_is_proven_present_or_absent_and_never_both(
            @ForAll("batches") List<TreeMap<String, Optional<Bytes>>> history) {
        World world = new World();
        history.forEach(world::apply);
        for (int i = 0; i <= 45; i++) {
            String key = "objects/" + i;
            StateProof proof = world.prove(key);
            Optional<Bytes> value = Optional.ofNullable(world.content.get(key));
            assertThat(StateProof.decode(proof.canonical())).isEqualTo(proof);
            assertThat(proof.provesAbsence(world.root, key)).isEqualTo(value.isEmpty());
            value.ifPresent(
                    v -> assertThat(proof.provesPresence(world.root, key, v)).isTrue());
            assertThat(proof.provesPresence(world.root, key, Bytes.utf8("never written")))
                    .isFalse();
        }
    }

    @Property(tries = 50)
    void one_batch_or_one_write_at_a_time_in_any_order_give_one_root(
            @ForAll("batches") List<TreeMap<String, Optional<Bytes>>> history) {
        World batched = new World();
        history.forEach(batched::apply);
        World single = new World();
        for (var batch : history) {
            List<String> keys = new ArrayList<>(batch.descendingKeySet());
            keys.forEach(key -> single.apply(new TreeMap<>(Map.of(key, batch.get(key)))));
        }
        assertThat(single.root).isEqualTo(batched.root);
    }

    private static World world(int size) {
        World world = new World();
        TreeMap<String, Optional<Bytes>> writes = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            writes.put("k" + i, Optional.of(Bytes.utf8("value " + i)));
        }
        world.apply(writes);
        return world;
    }

    @Test
    void a_proof_with_any_bit_changed_proves_nothing() {
        World world = world(12);
        for (String key : List.of("k3", "absent-1", "absent-2", "absent-3", "absent-4")) {
            Bytes value = world.content.getOrDefault(key, Bytes.EMPTY);
            byte[] proof = world.prove(key).canonical().toArray();
            for (int bit = 0; bit < 8 * proof.length; bit++) {
                byte[] changed = proof.clone();
                changed[bit / 8] ^= (byte) (1 << bit % 8);
                assertThat(provesAnything(changed, world.root, key, value))
                        .as("%s bit %d", key, bit)
                        .isFalse();
            }
        }
    }

    private static boolean provesAnything(byte[] bytes, Hash32 root, String key, Bytes value) {
        try {
            StateProof proof = StateProof.decode(Bytes.wrap(bytes));
            return proof.provesPresence(root, key, value) || proof.provesAbsence(root, key);
        } catch (DecodeException e) {
            return false;
        }
    }

    @Test
    void the_proof_of_one_key_proves_nothing_about_another() {
        World world = world(50);
        StateProof proof = world.prove("k7");
        assertThat(proof.provesPresence(world.root, "k8", Bytes.utf8("value 7")))
                .isFalse();
        assertThat(proof.provesPresence(world.root, "k8", Bytes.utf8("value 8")))
                .isFalse();
        assertThat(proof.provesAbsence(world.root, "k7")).isFalse();
    }

    @Test
    void a_present_key_cannot_be_shown_absent_by_its_own_leaf() {
        World world = world(50);
        StateProof honest = world.prove("k7");
        StateProof forged = new StateProof(
                honest.siblings(),
                Optional.of(new StateProof.OtherLeaf(StateTree.keyHash("k7"), Sm3.hash(Bytes.utf8("value 7")))));
        assertThat(forged.provesAbsence(world.root, "k7")).isFalse();
    }

    @Test
    void in_the_empty_tree_everything_is_absent() {
        StateProof proof = new World().prove("anything");
        assertThat(proof.siblings()).isEmpty();
        assertThat(proof.provesAbsence(Hash32.ZERO, "anything")).isTrue();
    }

    @Test
    void deleting_everything_leads_back_to_the_zero_root() {
        World world = world(30);
        TreeMap<String, Optional<Bytes>> deletions = new TreeMap<>();
        world.content.keySet().forEach(key -> deletions.put(key, Optional.empty()));
        StateUpdate update = world.apply(deletions);
        assertThat(update.root()).isEqualTo(Hash32.ZERO);
        assertThat(update.newNodes()).isEmpty();
    }

    @Test
    void a_batch_reads_each_node_of_the_old_tree_at_most_once() {
        World world = world(500);
        TreeMap<Hash32, Integer> reads = new TreeMap<>();
        TreeMap<String, Optional<Bytes>> writes = new TreeMap<>();
        for (int i = 0; i < 100; i++) {
            writes.put("k" + 3 * i, i % 4 == 0 ? Optional.empty() : Optional.of(Bytes.utf8("new " + i)));
        }
        StateTree.apply(
                hash -> {
                    reads.merge(hash, 1, Integer::sum);
                    return world.source().node(hash);
                },
                world.root,
                writes);
        assertThat(reads.values()).isNotEmpty().containsOnly(1);
    }

    @Test
    void a_missing_or_damaged_node_stops_the_reader() {
        World world = world(30);
        Bytes good = world.nodes.get(world.root);
        world.nodes.remove(world.root);
        assertThatThrownBy(() -> world.prove("k1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is not stored");
        byte[] bad = good.toArray();
        bad[40] ^= 1;
        world.nodes.put(world.root, Bytes.wrap(bad));
        assertThatThrownBy(() -> world.prove("k1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void a_proof_deeper_than_a_key_hash_is_refused() {
        List<Hash32> siblings = java.util.Collections.nCopies(257, Hash32.ZERO);
        assertThatThrownBy(() -> new StateProof(siblings, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 256");
    }
}
