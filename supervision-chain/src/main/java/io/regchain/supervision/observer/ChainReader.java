package io.regchain.supervision.observer;

import io.regchain.protocol.base.Height;
import io.regchain.protocol.wire.BlockAnswer;
import io.regchain.protocol.wire.ConsensusState;
import io.regchain.protocol.wire.ObjectAnswer;
import io.regchain.protocol.wire.ObjectList;
import io.regchain.protocol.wire.ObjectName;
import io.regchain.supervision.gateway.ChainGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks two nodes about one height. */
final class ChainReader {
    private ChainReader() {}

    /** Fails with the first node's {@code GatewayProblem}; a silent second node only leaves the witness empty. */
    static CompletionStage<Reading> read(ChainGateway node, Optional<ChainGateway> second, Height height) {
        CompletableFuture<BlockAnswer> block = node.block(Optional.of(height)).toCompletableFuture();
        CompletableFuture<ConsensusState> consensus =
                node.consensusState(height).toCompletableFuture();
        CompletableFuture<ObjectList> index = node.objectIds(height).toCompletableFuture();
        CompletableFuture<Optional<Reading.Witness>> witness =
                second.map(other -> witness(other, height)).orElse(CompletableFuture.completedFuture(Optional.empty()));
        CompletableFuture<List<ObjectAnswer>> objects = index.thenCompose(list -> objects(node, height, list));
        return CompletableFuture.allOf(block, consensus, objects, witness)
                .thenApply(done -> new Reading(
                        height,
                        node.node(),
                        block.join(),
                        consensus.join(),
                        index.join(),
                        objects.join(),
                        witness.join()));
    }

    private static CompletableFuture<Optional<Reading.Witness>> witness(ChainGateway node, Height height) {
        return node.consensusState(height)
                .toCompletableFuture()
                .handle((answer, problem) ->
                        problem == null ? Optional.of(new Reading.Witness(node.node(), answer)) : Optional.empty());
    }

    private static CompletableFuture<List<ObjectAnswer>> objects(ChainGateway node, Height height, ObjectList list) {
        List<CompletableFuture<ObjectAnswer>> asked = new ArrayList<>();
        for (ObjectName name : list.objects()) {
            asked.add(node.object(height, name.objectId(), name.version()).toCompletableFuture());
        }
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(done -> asked.stream().map(CompletableFuture::join).toList());
    }
}
