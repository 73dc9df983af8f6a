package io.regchain.supervision.gateway;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.wire.BlockAnswer;
import io.regchain.protocol.wire.ConsensusState;
import io.regchain.protocol.wire.NetworkList;
import io.regchain.protocol.wire.NetworkOptions;
import io.regchain.protocol.wire.NetworkStatus;
import io.regchain.protocol.wire.ObjectAnswer;
import io.regchain.protocol.wire.ObjectList;
import io.regchain.protocol.wire.SubmitAnswer;
import io.regchain.protocol.wire.TraceAnswer;
import io.regchain.protocol.wire.TransactionAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One full node of a local chain, as the hub sees it: the eight functions of JR/T 0314 tables 3–6 and the cross-chain
 * port. Answers are decoded but prove nothing by themselves; the caller verifies them. A stage fails with
 * {@link GatewayProblem} only.
 */
public interface ChainGateway extends StateReader {
    ChainId chainId();

    CompletionStage<NetworkList> networks();

    CompletionStage<NetworkOptions> options();

    CompletionStage<NetworkStatus> status();

    /** The latest block when no height is given. */
    CompletionStage<BlockAnswer> block(Optional<Height> height);

    CompletionStage<TransactionAnswer> transaction(Height height, Hash32 transactionId);

    CompletionStage<ConsensusState> consensusState(Height height);

    CompletionStage<ObjectList> objectIds(Height height);

    CompletionStage<ObjectAnswer> object(Height height, String objectId, long version);

    /** Submits and, with a patience above zero, waits for the receipt. */
    CompletionStage<SubmitAnswer> submit(Transaction transaction, Duration patience);

    CompletionStage<TraceAnswer> trace(Hash32 transactionId);

    /** Completes with the node's height once it is above {@code above}, or unchanged after {@code patience}. */
    CompletionStage<Height> awaitBlock(Height above, Duration patience);
}
