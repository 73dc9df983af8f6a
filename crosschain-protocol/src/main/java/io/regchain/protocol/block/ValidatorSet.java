package io.regchain.protocol.block;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm3;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The ordered consensus nodes of a chain from some height on; keys are distinct. The order decides who proposes. */
public record ValidatorSet(List<Validator> validators) {
    public static final int MAX_SIZE = 100;

    public ValidatorSet {
        validators = List.copyOf(validators);
        if (validators.isEmpty() || validators.size() > MAX_SIZE) {
            throw new IllegalArgumentException("a validator set has 1 to " + MAX_SIZE + " members");
        }
        TreeSet<Sm2PublicKey> keys = new TreeSet<>();
        for (Validator validator : validators) {
            if (!keys.add(validator.publicKey())) {
                throw new IllegalArgumentException("two validators share the key of " + validator.name());
            }
        }
    }

    public int size() {
        return validators.size();
    }

    public int quorum() {
        return Quorum.of(size());
    }

    public int faulty() {
        return Quorum.faulty(size());
    }

    public Optional<Validator> find(Sm2PublicKey key) {
        return validators.stream().filter(v -> v.publicKey().equals(key)).findFirst();
    }

    public boolean contains(Sm2PublicKey key) {
        return find(key).isPresent();
    }

    /** The validators in order under {@code regchain/validator-set/1}. */
    public Bytes canonical() {
        return new CanonicalWriter("regchain/validator-set/1")
                .list(validators, (w, v) -> w.text(v.name())
                        .text(v.organisation().value())
                        .fixed(v.publicKey().encoded().unsafeArray()))
                .toBytes();
    }

    /** SM3 of {@link #canonical()}: what headers name the set by. */
    public Hash32 hash() {
        return Sm3.hash(canonical());
    }
}
