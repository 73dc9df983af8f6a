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

    /** Completes once every validator with a key here runs somewhere in the cluster and answers. */
    CompletionStage<Void> ready(Duration patience);
}
