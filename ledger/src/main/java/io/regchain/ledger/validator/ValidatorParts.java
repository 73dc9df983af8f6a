package io.regchain.ledger.validator;

import io.regchain.ledger.consensus.MessageVerifier;
import io.regchain.ledger.execution.BlockProcessor;
import io.regchain.ledger.mempool.SignatureChecks;
import io.regchain.ledger.storage.ValidatorStore;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * What the parts of one running validator share. All of it is immutable or thread-safe; the store has one writer, the
 * {@link ChainKeeper}, but for its votes, which the {@link VoteKeeper} writes.
 *
 * @param index the validator's seat, which names its entity
 * @param listener a key outside every validator set: under it the core only listens
 * @param births gives a new directory a number of its own
 * @param workers for signature checks, as many threads as cores
 */
public record ValidatorParts(
        ChainConfig config,
        int index,
        Sm2Signer key,
        Sm2PublicKey listener,
        Supplier<Hash32> births,
        ValidatorStore store,
        BlockProcessor processor,
        MessageVerifier verifier,
        SignatureChecks signatures,
        StatusBoard board,
        ValidatorMeters meters,
        CommitWatch watch,
        DroppedLately droppedLately,
        Peers peers,
        ExecutorService workers,
        int poolSize) {
    public ChainId chainId() {
        return config.chainId();
    }

    /** How many seats the chain has: these are the entities that talk to each other. */
    public int entities() {
        return config.seats().size();
    }

    /** The entity of a validator key, or −1 when it has no seat. */
    public int entityOf(Sm2PublicKey validator) {
        List<Validator> seats = config.seats();
        for (int i = 0; i < seats.size(); i++) {
            if (seats.get(i).publicKey().equals(validator)) {
                return i;
            }
        }
        return -1;
    }

    Sm2PublicKey keyOf(int seat) {
        return config.seats().get(seat).publicKey();
    }

    /** Whether a member of {@code set} has a quorum of it with these peers. Seats outside the set count nothing. */
    boolean quorumWith(Set<Integer> peers, ValidatorSet set) {
        return peers.stream().filter(peer -> set.contains(keyOf(peer))).count() >= set.quorum() - 1;
    }

    @Override
    public String toString() {
        return chainId() + "~" + index;
    }
}
