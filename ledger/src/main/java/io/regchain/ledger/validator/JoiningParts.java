package io.regchain.ledger.validator;

import io.regchain.ledger.execution.ProcessedBlock;
import io.regchain.ledger.storage.Disk;
import io.regchain.protocol.block.ValidatorSet;

/**
 * What a validator has while its disk holds no chain.
 *
 * @param index the validator's seat
 * @param disk nobody else uses it until joining has ended
 */
public record JoiningParts(
        ChainConfig config,
        int index,
        Disk disk,
        ProcessedBlock genesis,
        Peers peers,
        StatusBoard board,
        StateSync how) {
    ValidatorSet validators() {
        return config.genesis().validators();
    }

    int seats() {
        return config.seats().size();
    }

    boolean isPeer(int other) {
        return other >= 0 && other < seats() && other != index;
    }

    @Override
    public String toString() {
        return config.chainId() + "~" + index;
    }
}
