package io.regchain.localchain.federation;

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
import io.regchain.protocol.wire.StateAnswer;
import io.regchain.protocol.wire.SubmitAnswer;
import io.regchain.protocol.wire.TraceAnswer;
import io.regchain.protocol.wire.TransactionAnswer;
import io.regchain.supervision.gateway.ChainGateway;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between the hub and an honest node, and alters what it is told to alter. */
final class LyingNode implements ChainGateway {
    /** What is altered; by default nothing is. */
    interface Lie {
        /** @param node whose answer it is */
        default ConsensusState consensus(ChainGateway node, ConsensusState honest) {
            return honest;
        }

        default ObjectAnswer object(ChainGateway node, ObjectAnswer honest) {
            return honest;
        }

        default StateAnswer state(ChainGateway node, StateAnswer honest) {
            return honest;
        }
    }

    static final Lie HONEST = new Lie() {};

    private final ChainGateway node;
    private final AtomicReference<Lie> lie;

    /** @param lie what it is at the moment of each call */
    LyingNode(ChainGateway node, AtomicReference<Lie> lie) {
        this.node = node;
        this.lie = lie;
    }

    @Override
    public ChainId chainId() {
        return node.chainId();
    }

    @Override
    public String node() {
        return node.node();
    }

    @Override
    public CompletionStage<NetworkList> networks() {
        return node.networks();
    }

    @Override
    public CompletionStage<NetworkOptions> options() {
        return node.options();
    }

    @Override
    public CompletionStage<NetworkStatus> status() {
        return node.status();
    }

    @Override
    public CompletionStage<BlockAnswer> block(Optional<Height> height) {
        return node.block(height);
    }

    @Override
    public CompletionStage<TransactionAnswer> transaction(Height height, Hash32 transactionId) {
        return node.transaction(height, transactionId);
    }

    @Override
    public CompletionStage<ConsensusState> consensusState(Height height) {
        return node.consensusState(height).thenApply(honest -> lie.get().consensus(node, honest));
    }

    @Override
    public CompletionStage<ObjectList> objectIds(Height height) {
        return node.objectIds(height);
    }

    @Override
    public CompletionStage<ObjectAnswer> object(Height height, String objectId, long version) {
        return node.object(height, objectId, version)
                .thenApply(honest -> lie.get().object(node, honest));
    }

    @Override
    public CompletionStage<SubmitAnswer> submit(Transaction transaction, Duration patience) {
        return node.submit(transaction, patience);
    }

    @Override
    public CompletionStage<StateAnswer> readState(String key, Optional<Height> height) {
        return node.readState(key, height).thenApply(honest -> lie.get().state(node, honest));
    }

    @Override
    public CompletionStage<TraceAnswer> trace(Hash32 transactionId) {
        return node.trace(transactionId);
    }

    @Override
    public CompletionStage<Height> awaitBlock(Height above, Duration patience) {
        return node.awaitBlock(above, patience);
    }
}
