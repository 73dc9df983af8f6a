package io.regchain.ledger.validator;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.block.ValidatorSet;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a chain starts from. All its validators must hold the same one: the hash of the genesis block names the chain.
 *
 * @param state initial state entries by full state key, canonical JSON values; the engine adds {@code validators/current}
 */
public record Genesis(ChainId chainId, BlockTime time, ValidatorSet validators, SortedMap<String, Bytes> state) {
    public Genesis {
        state = Collections.unmodifiableSortedMap(new TreeMap<>(state));
    }
}
