package io.regchain.protocol.merkle;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.crypto.Sm3;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One proof of what many keys hold under a state root, or that they hold nothing (see {@link StateTree}): the part of the
 * tree above them, from the root down, left before right. The upper nodes, which single proofs repeat, stand here once.
 */
public record StateMultiProof(List<Step> steps) {
    private static final String DOMAIN = "regchain/state-multi-proof/1";

    /** What stands at one place of the tree. */
    public sealed interface Step {
        /** Nothing: the keys that lead here are absent. */
        record Empty() implements Step {}

        /** The leaf of the one key that leads here and is present; others that lead here are absent. */
        record Present() implements Step {}

        /** The leaf of a key that is not asked for: the keys that lead here are absent. */
        record OtherLeaf(Hash32 keyHash, Hash32 valueHash) implements Step {}

        /** A subtree that no key leads to; never empty. */
        record Hidden(Hash32 hash) implements Step {}

        /** An inner node: the steps of its left half follow, then those of its right half. */
        record Fork() implements Step {}
    }

    public StateMultiProof {
        steps = List.copyOf(steps);
    }

    /** Whether under {@code root} each key holds exactly the value claimed, or nothing where that is empty. */
    public boolean proves(Hash32 root, SortedMap<String, Optional<Bytes>> claims) {
        TreeMap<Hash32, Optional<Hash32>> byHash = new TreeMap<>();
        claims.forEach((key, value) -> byHash.put(StateTree.keyHash(key), value.map(Sm3::hash)));
        List<Claim> sorted = new ArrayList<>(byHash.size());
        for (Map.Entry<Hash32, Optional<Hash32>> claim : byHash.entrySet()) {
            sorted.add(new Claim(claim.getKey(), claim.getValue()));
        }
        return new Reading().proves(root, sorted);
    }

    private record Claim(Hash32 keyHash, Optional<Hash32> valueHash) {
        boolean absent() {
            return valueHash.isEmpty();
        }
    }

    /** One pass over the steps. A step that cannot stand where it stands makes the result empty. */
    private final class Reading {
        private int next;

        boolean proves(Hash32 root, List<Claim> claims) {
            return !claims.isEmpty() && subtree(0, claims).filter(root::equals).isPresent() && next == steps.size();
        }

        private Optional<Hash32> subtree(int depth, List<Claim> claims) {
            if (next == steps.size()) {
                return Optional.empty();
            }
            return switch (steps.get(next++)) {
                case Step.Empty empty -> Optional.of(Hash32.ZERO).filter(hash -> allAbsent(claims));
                case Step.Hidden hidden -> Optional.of(hidden.hash()).filter(hash -> claims.isEmpty());
                case Step.Present present -> presentLeaf(claims);
                case Step.OtherLeaf other -> otherLeaf(other, depth, claims);
                case Step.Fork fork -> fork(depth, claims);
            };
        }

        private Optional<Hash32> presentLeaf(List<Claim> claims) {
            List<Claim> present =
                    claims.stream().filter(claim -> !claim.absent()).toList();
            return present.size() == 1
                    ? present.get(0).valueHash().map(value -> StateNode.Leaf.of(
                                    present.get(0).keyHash(), value)
                            .hash())
                    : Optional.empty();
        }

        private Optional<Hash32> otherLeaf(Step.OtherLeaf other, int depth, List<Claim> claims) {
            boolean stands = !claims.isEmpty()
                    && allAbsent(claims)
                    && agree(other.keyHash(), claims.get(0).keyHash(), depth)
                    && claims.stream().noneMatch(claim -> claim.keyHash().equals(other.keyHash()));
            return stands
                    ? Optional.of(StateNode.Leaf.of(other.keyHash(), other.valueHash())
                            .hash())
                    : Optional.empty();
        }

        private Optional<Hash32> fork(int depth, List<Claim> claims) {
            if (claims.isEmpty() || depth == StateTree.MAX_DEPTH) {
                return Optional.empty();
            }
            int split = firstOnRight(claims.stream().map(Claim::keyHash).toList(), depth);
            Optional<Hash32> left = subtree(depth + 1, claims.subList(0, split));
            Optional<Hash32> right =
                    left.isEmpty() ? Optional.empty() : subtree(depth + 1, claims.subList(split, claims.size()));
            return right.map(hash -> StateNode.Inner.hashOf(left.get(), hash));
        }
    }

    private static boolean allAbsent(List<Claim> claims) {
        return claims.stream().allMatch(Claim::absent);
    }

    private static boolean agree(Hash32 one, Hash32 other, int bits) {
        for (int i = 0; i < bits; i++) {
            if (one.bit(i) != other.bit(i)) {
                return false;
            }
        }
        return true;
    }

    /** The first of these sorted key hashes, which agree in {@code depth} bits, whose next bit is 1; their number if none. */
    public static int firstOnRight(List<Hash32> keyHashes, int depth) {
        int low = 0;
        int high = keyHashes.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (keyHashes.get(middle).bit(depth)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    public Bytes canonical() {
        return new CanonicalWriter(DOMAIN).list(steps, StateMultiProof::write).toBytes();
    }

    private static void write(CanonicalWriter out, Step step) {
        switch (step) {
            case Step.Empty empty -> out.u8(0);
            case Step.Present present -> out.u8(1);
            case Step.OtherLeaf other -> out.u8(2).hash(other.keyHash()).hash(other.valueHash());
            case Step.Hidden hidden -> out.u8(3).hash(hidden.hash());
            case Step.Fork fork -> out.u8(4);
        }
    }

    /** @throws DecodeException when the bytes are not exactly one canonical proof */
    public static StateMultiProof decode(Bytes canonical) {
        CanonicalReader in = new CanonicalReader(DOMAIN, canonical);
        List<Step> steps = in.list(StateMultiProof::read);
        in.end();
        return new StateMultiProof(steps);
    }

    private static Step read(CanonicalReader in) {
        return switch (in.u8()) {
            case 0 -> new Step.Empty();
            case 1 -> new Step.Present();
            case 2 -> new Step.OtherLeaf(in.hash(), in.hash());
            case 3 -> hidden(in.hash());
            case 4 -> new Step.Fork();
            default -> throw new DecodeException("not a step of a state multi-proof");
        };
    }

    private static Step hidden(Hash32 hash) {
        if (hash.equals(Hash32.ZERO)) {
            throw new DecodeException("an empty subtree is written as such");
        }
        return new Step.Hidden(hash);
    }
}
