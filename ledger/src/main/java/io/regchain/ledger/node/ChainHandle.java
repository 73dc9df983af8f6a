package io.regchain.ledger.node;

import io.regchain.protocol.base.ChainId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A hosted chain, seen from this process. */
public interface ChainHandle {
    ChainId chainId();

    /**
     * One validator of the chain as a full node.
     *
     * @throws IllegalStateException while that validator does not run in this process
     */
    ChainNode node(int validatorIndex);

    /** The validators that run in this process now, by index. */
    List<ChainNode> localNodes();

    /** Stops one validator on purpose, as a crash would: its peers go on without it. It stays stopped until resumed. */
    void suspend(int validatorIndex);

    /** Lets a suspended validator start again from its directory. */
    void resume(int validatorIndex);

    /**
     * Completes once every validator with a key here runs here, or was heard of by one that does; fails when one of
     * them cannot start, or after the patience.
     */
    CompletionStage<Void> ready(Duration patience);
}
