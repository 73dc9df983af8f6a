package io.regchain.protocol.merkle;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.crypto.Sm3;
import java.util.List;
import java.util.Optional;

/**
 * Proof of what a key holds under a state root, or that it holds nothing (see {@link StateTree}).
 *
 * @param siblings the hashes beside the path from the root down: entry i is the half that bit i of the key hash does not
 *     take, {@link Hash32#ZERO} when it is empty
 * @param other for absence only: the leaf of another key that stands where this key's would
 */
public record StateProof(List<Hash32> siblings, Optional<OtherLeaf> other) {
    private static final String DOMAIN = "regchain/state-proof/1";

    /** The leaf of another key. */
    public record OtherLeaf(Hash32 keyHash, Hash32 valueHash) {}

    public StateProof {
        siblings = List.copyOf(siblings);
        if (siblings.size() > StateTree.MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "a state proof is at most " + StateTree.MAX_DEPTH + " deep, not " + siblings.size());
        }
    }

    /** Whether {@code key} holds exactly {@code value} under {@code root}. */
    public boolean provesPresence(Hash32 root, String key, Bytes value) {
        Hash32 keyHash = StateTree.keyHash(key);
        return other.isEmpty()
                && root.equals(fold(
                        keyHash, StateNode.Leaf.of(keyHash, Sm3.hash(value)).hash()));
    }

    /** Whether {@code key} holds nothing under {@code root}. */
    public boolean provesAbsence(Hash32 root, String key) {
        Hash32 keyHash = StateTree.keyHash(key);
        if (other.isEmpty()) {
            return root.equals(fold(keyHash, Hash32.ZERO));
        }
        OtherLeaf leaf = other.get();
        return standsInPlaceOf(keyHash, leaf.keyHash())
                && root.equals(fold(
                        keyHash,
                        StateNode.Leaf.of(leaf.keyHash(), leaf.valueHash()).hash()));
    }

    private boolean standsInPlaceOf(Hash32 keyHash, Hash32 otherKeyHash) {
        for (int depth = 0; depth < siblings.size(); depth++) {
            if (keyHash.bit(depth) != otherKeyHash.bit(depth)) {
                return false;
            }
        }
        return !keyHash.equals(otherKeyHash);
    }

    private Hash32 fold(Hash32 keyHash, Hash32 end) {
        Hash32 at = end;
        for (int depth = siblings.size() - 1; depth >= 0; depth--) {
            Hash32 sibling = siblings.get(depth);
            at = keyHash.bit(depth) ? StateNode.Inner.hashOf(sibling, at) : StateNode.Inner.hashOf(at, sibling);
        }
        return at;
    }

    public Bytes canonical() {
        CanonicalWriter out = new CanonicalWriter(DOMAIN)
                .list(siblings, CanonicalWriter::hash)
                .flag(other.isPresent());
        other.ifPresent(leaf -> out.hash(leaf.keyHash()).hash(leaf.valueHash()));
        return out.toBytes();
    }

    /** @throws DecodeException when the bytes are not exactly one canonical proof */
    public static StateProof decode(Bytes canonical) {
        try {
            CanonicalReader in = new CanonicalReader(DOMAIN, canonical);
            List<Hash32> siblings = in.list(CanonicalReader::hash);
            Optional<OtherLeaf> other = in.flag() ? Optional.of(new OtherLeaf(in.hash(), in.hash())) : Optional.empty();
            in.end();
            return new StateProof(siblings, other);
        } catch (IllegalArgumentException e) {
            throw new DecodeException("not a state proof: " + e.getMessage(), e);
        }
    }
}
