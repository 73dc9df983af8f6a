package io.regchain.protocol.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.crypto.Sm3;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OrderedMerkleTest {
    private static List<Bytes> leaves(int size) {
        return IntStream.range(0, size).mapToObj(i -> Bytes.utf8("leaf " + i)).toList();
    }

    @Test
    void no_leaves_have_the_zero_root() {
        assertThat(OrderedMerkle.root(List.of())).isEqualTo(Hash32.ZERO);
    }

    @Test
    void three_leaves_hash_as_written_out_by_hand() {
        Hash32 a = Sm3.hash(new byte[] {0}, "leaf 0".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Hash32 b = Sm3.hash(new byte[] {0}, "leaf 1".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Hash32 c = Sm3.hash(new byte[] {0}, "leaf 2".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Hash32 ab = Sm3.hash(new byte[] {1}, a.toArray(), b.toArray());
        Hash32 top = Sm3.hash(new byte[] {1}, ab.toArray(), c.toArray());
        assertThat(OrderedMerkle.root(leaves(3))).isEqualTo(Sm3.hash(new byte[] {4, 0, 0, 0, 3}, top.toArray()));
    }

    /** A second way to the same top: pair neighbours level by level, an odd one out moves up alone. */
    private static Hash32 rootLevelByLevel(List<Bytes> leaves) {
        List<Hash32> level = leaves.stream().map(OrderedMerkle::leaf).toList();
        while (level.size() > 1) {
            List<Hash32> above = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2) {
                above.add(i + 1 < level.size() ? OrderedMerkle.node(level.get(i), level.get(i + 1)) : level.get(i));
            }
            level = above;
        }
        return OrderedMerkle.root(leaves.size(), level.get(0));
    }

    @Property(tries = 150)
    void the_root_equals_the_one_built_level_by_level(@ForAll @IntRange(min = 1, max = 130) int size) {
        assertThat(OrderedMerkle.root(leaves(size))).isEqualTo(rootLevelByLevel(leaves(size)));
    }

    @Property(tries = 60)
    void every_leaf_is_proven_at_its_place_and_nowhere_else(@ForAll @IntRange(min = 1, max = 40) int size) {
        List<Bytes> leaves = leaves(size);
        Hash32 root = OrderedMerkle.root(leaves);
        for (int i = 0; i < size; i++) {
            OrderedProof proof = OrderedMerkle.prove(leaves, i);
            assertThat(OrderedProof.decode(proof.canonical())).isEqualTo(proof);
            for (int j = 0; j < size; j++) {
                assertThat(proof.verify(root, leaves.get(j))).isEqualTo(i == j);
            }
        }
    }

    @Property(tries = 20)
    void a_proof_with_any_bit_changed_is_refused(@ForAll @IntRange(min = 1, max = 9) int size) {
        List<Bytes> leaves = leaves(size);
        Hash32 root = OrderedMerkle.root(leaves);
        for (int i = 0; i < size; i++) {
            byte[] proof = OrderedMerkle.prove(leaves, i).canonical().toArray();
            for (int bit = 0; bit < 8 * proof.length; bit++) {
                byte[] changed = proof.clone();
                changed[bit / 8] ^= (byte) (1 << bit % 8);
                assertThat(accepted(changed, root, leaves.get(i)))
                        .as("bit %d", bit)
                        .isFalse();
            }
        }
    }

    private static boolean accepted(byte[] proof, Hash32 root, Bytes leaf) {
        try {
            return OrderedProof.decode(Bytes.wrap(proof)).verify(root, leaf);
        } catch (DecodeException e) {
            return false;
        }
    }

    @Test
    void a_proof_of_another_list_size_cannot_be_built() {
        OrderedProof proof = OrderedMerkle.prove(leaves(5), 4);
        assertThatThrownBy(() -> new OrderedProof(4, 6, proof.siblings()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 2 siblings, not 1");
        assertThat(new OrderedProof(0, 3, OrderedMerkle.prove(leaves(4), 0).siblings())
                        .verify(OrderedMerkle.root(leaves(4)), leaves(4).get(0)))
                .isFalse();
    }

    @Test
    void a_leaf_cannot_pose_as_a_node() {
        List<Bytes> two = leaves(2);
        Bytes node = Bytes.wrap(concat(OrderedMerkle.leaf(two.get(0)), OrderedMerkle.leaf(two.get(1))));
        assertThat(OrderedMerkle.root(List.of(node))).isNotEqualTo(OrderedMerkle.root(two));
    }

    private static byte[] concat(Hash32 left, Hash32 right) {
        byte[] out = java.util.Arrays.copyOf(left.toArray(), 64);
        System.arraycopy(right.toArray(), 0, out, 32, 32);
        return out;
    }
}
