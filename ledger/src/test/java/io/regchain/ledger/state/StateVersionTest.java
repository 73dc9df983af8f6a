package io.regchain.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.merkle.StateMultiProof;
import io.regchain.protocol.merkle.StateTree;
import io.regchain.protocol.merkle.StateUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The tree in memory against a plain map and against the reference implementation of the protocol. */
class StateVersionTest {
    /** The same history kept three times. */
    private static final class World {
        final SortedMap<String, Bytes> content = new TreeMap<>();
        final SortedMap<Hash32, Bytes> nodes = new TreeMap<>();
        Hash32 root = Hash32.ZERO;
        StateVersion version = StateVersion.EMPTY;

        void apply(SortedMap<String, Optional<Bytes>> writes) {
            StateUpdate update = StateTree.apply(hash -> Optional.ofNullable(nodes.get(hash)), root, writes);
            nodes.putAll(update.newNodes());
            root = update.root();
            version = version.with(writes).after();
            writes.forEach((key, value) -> value.ifPresentOrElse(v -> content.put(key, v), () -> content.remove(key)));
        }
    }

    private static SortedMap<String, Optional<Bytes>> batch(SplittableRandom random, int keys) {
        SortedMap<String, Optional<Bytes>> writes = new TreeMap<>();
        for (int i = random.nextInt(1, 25); i > 0; i--) {
            writes.put(
                    "k" + random.nextInt(keys),
                    random.nextInt(3) == 0 ? Optional.empty() : Optional.of(Bytes.utf8("v" + random.nextInt(4))));
        }
        return writes;
    }

    private static World world(SplittableRandom random, int batches, int keys) {
        World world = new World();
        for (int i = 0; i < batches; i++) {
            world.apply(batch(random, keys));
        }
        return world;
    }

    @Test
    void anyHistoryOfBatchesHasTheRootsAndProofsOfTheReference() {
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int keys = random.nextInt(2, 80);
            World world = new World();
            for (int i = random.nextInt(1, 12); i > 0; i--) {
                world.apply(batch(random, keys));
                assertThat(world.version.root()).as("seed %d", seed).isEqualTo(world.root);
            }
            for (int k = 0; k < keys; k++) {
                String key = "k" + k;
                assertThat(world.version.read(key)).isEqualTo(Optional.ofNullable(world.content.get(key)));
                assertThat(world.version.prove(key))
                        .isEqualTo(
                                StateTree.prove(hash -> Optional.ofNullable(world.nodes.get(hash)), world.root, key));
            }
        }
    }

    @Test
    void anEarlierVersionStaysAsItWas() {
        SplittableRandom random = new SplittableRandom(1);
        World world = world(random, 3, 30);
        StateVersion before = world.version;
        SortedMap<String, Bytes> content = new TreeMap<>(world.content);
        world.apply(batch(random, 30));

        for (int k = 0; k < 30; k++) {
            assertThat(before.read("k" + k)).isEqualTo(Optional.ofNullable(content.get("k" + k)));
        }
    }

    private static SortedMap<String, Optional<Bytes>> claims(World world, SplittableRandom random, int keys) {
        SortedMap<String, Optional<Bytes>> claims = new TreeMap<>();
        for (int i = random.nextInt(1, 20); i > 0; i--) {
            String key = "k" + random.nextInt(2 * keys);
            claims.put(key, Optional.ofNullable(world.content.get(key)));
        }
        return claims;
    }

    private static StateMultiProof prove(World world, SortedMap<String, Optional<Bytes>> claims) {
        return world.version.prove(new java.util.TreeSet<>(claims.keySet()));
    }

    @Test
    void oneProofOfManyKeysSaysWhatTheSingleOnesSayInFewerBytes() {
        for (int seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int keys = random.nextInt(2, 60);
            World world = world(random, 5, keys);
            SortedMap<String, Optional<Bytes>> claims = claims(world, random, keys);
            StateMultiProof proof = prove(world, claims);
            assertThat(proof.proves(world.root, claims)).as("seed %d", seed).isTrue();
            assertThat(StateMultiProof.decode(proof.canonical())).isEqualTo(proof);
            int single = claims.keySet().stream()
                    .mapToInt(key -> world.version.prove(key).canonical().size())
                    .sum();
            if (claims.size() > 2) {
                assertThat(proof.canonical().size()).as("seed %d", seed).isLessThan(single);
            }
        }
    }

    @Test
    void aProofOfManyKeysProvesNothingElse() {
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            World world = world(random, 5, 30);
            SortedMap<String, Optional<Bytes>> claims = claims(world, random, 30);
            StateMultiProof proof = prove(world, claims);
            for (String key : claims.keySet()) {
                SortedMap<String, Optional<Bytes>> wrong = new TreeMap<>(claims);
                wrong.put(key, claims.get(key).isPresent() ? Optional.empty() : Optional.of(Bytes.utf8("v1")));
                assertThat(proof.proves(world.root, wrong)).as("seed %d", seed).isFalse();
                wrong.put(key, Optional.of(Bytes.utf8("another")));
                assertThat(proof.proves(world.root, wrong)).as("seed %d", seed).isFalse();
            }
            SortedMap<String, Optional<Bytes>> more = new TreeMap<>(claims);
            more.put("k3", Optional.of(Bytes.utf8("never written")));
            assertThat(proof.proves(world.root, more)).isFalse();
            assertThat(proof.proves(Hash32.ofHex("00".repeat(31) + "01"), claims))
                    .isFalse();
        }
    }

    @Test
    void aProofOfManyKeysWithAnyBitChangedProvesNothing() {
        SplittableRandom random = new SplittableRandom(5);
        World world = world(random, 6, 25);
        SortedMap<String, Optional<Bytes>> claims = claims(world, random, 25);
        byte[] bytes = prove(world, claims).canonical().toArray();
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(proves(changed, world.root, claims)).as("bit %d", bit).isFalse();
        }
    }

    private static boolean proves(byte[] bytes, Hash32 root, SortedMap<String, Optional<Bytes>> claims) {
        try {
            return StateMultiProof.decode(Bytes.wrap(bytes)).proves(root, claims);
        } catch (DecodeException e) {
            return false;
        }
    }

    @Test
    void stepsThatCannotStandWhereTheyStandProveNothing() {
        World world = new World();
        SortedMap<String, Optional<Bytes>> two = new TreeMap<>();
        two.put("k1", Optional.of(Bytes.utf8("a")));
        two.put("k2", Optional.of(Bytes.utf8("b")));
        world.apply(two);
        List<StateMultiProof.Step> good = prove(world, two).steps();
        List<List<StateMultiProof.Step>> bad = new ArrayList<>();
        bad.add(List.of());
        bad.add(good.subList(0, good.size() - 1));
        List<StateMultiProof.Step> longer = new ArrayList<>(good);
        longer.add(new StateMultiProof.Step.Empty());
        bad.add(longer);
        bad.add(List.of(new StateMultiProof.Step.Hidden(world.root)));
        bad.add(List.of(new StateMultiProof.Step.Present()));
        bad.add(java.util.Collections.nCopies(600, new StateMultiProof.Step.Fork()));
        for (List<StateMultiProof.Step> steps : bad) {
            assertThat(new StateMultiProof(steps).proves(world.root, two))
                    .as("%s", steps)
                    .isFalse();
        }
        assertThat(new StateMultiProof(good).proves(world.root, two)).isTrue();
        assertThat(new StateMultiProof(good).proves(world.root, new TreeMap<>()))
                .isFalse();
    }

    @Test
    void bytesThatAreNoCanonicalProofAreRefused() {
        assertThatThrownBy(() -> StateMultiProof.decode(Bytes.utf8("x"))).isInstanceOf(DecodeException.class);
        Bytes hiddenZero = new StateMultiProof(List.of(new StateMultiProof.Step.Hidden(Hash32.ZERO))).canonical();
        assertThatThrownBy(() -> StateMultiProof.decode(hiddenZero)).isInstanceOf(DecodeException.class);
    }

    @Test
    void aTreeBuiltFromItsLeavesInOrderIsTheSame() {
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            World world = world(random, 6, random.nextInt(2, 80));
            TreeBuilder builder = new TreeBuilder(NodeRef.Fresh::new);
            LeafWalk walk = new LeafWalk(world.version, Hash32.ZERO);
            int count = 0;
            for (Optional<LeafWalk.Found> leaf = walk.next(); leaf.isPresent(); leaf = walk.next()) {
                builder.add(leaf.get().keyHash(), leaf.get().value());
                assertThat(builder.isBeginningOf(world.root, leaf.get().rightSiblings()))
                        .as("seed %d leaf %d", seed, count)
                        .isTrue();
                count++;
            }
            assertThat(count).isEqualTo(world.content.size());
            assertThat(builder.end().hash()).as("seed %d", seed).isEqualTo(world.root);
        }
    }

    @Test
    void aWalkCanBeginAtAnyKeyHash() {
        World world = world(new SplittableRandom(3), 6, 60);
        List<Hash32> all = new ArrayList<>();
        LeafWalk walk = new LeafWalk(world.version, Hash32.ZERO);
        for (Optional<LeafWalk.Found> leaf = walk.next(); leaf.isPresent(); leaf = walk.next()) {
            all.add(leaf.get().keyHash());
        }
        assertThat(all).isSorted();
        for (int i = 0; i < all.size(); i++) {
            assertThat(new LeafWalk(world.version, all.get(i))
                            .next()
                            .orElseThrow()
                            .keyHash())
                    .isEqualTo(all.get(i));
            byte[] above = all.get(i).toArray();
            above[31]++;
            Optional<Hash32> next =
                    new LeafWalk(world.version, Hash32.of(above)).next().map(LeafWalk.Found::keyHash);
            assertThat(next).isEqualTo(i + 1 < all.size() ? Optional.of(all.get(i + 1)) : Optional.empty());
        }
    }
}
