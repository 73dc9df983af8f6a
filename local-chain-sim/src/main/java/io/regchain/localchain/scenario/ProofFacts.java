package io.regchain.localchain.scenario;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import java.util.List;
import java.util.Optional;

/**
 * What the hub has verified of a step: a block of a local chain, by its certificate, and the data objects it stored.
 *
 * @param seals of validators under the block, each verified
 * @param validators of the chain
 * @param objects as {@code id/version}, each proven against the block's state root
 * @param hubHeight of the supervision chain when all of it was seen stored
 */
public record ProofFacts(
        ChainId chain,
        Height height,
        Optional<Hash32> transaction,
        Hash32 headerHash,
        int seals,
        int validators,
        List<String> objects,
        Height hubHeight) {
    public ProofFacts {
        objects = List.copyOf(objects);
    }
}
