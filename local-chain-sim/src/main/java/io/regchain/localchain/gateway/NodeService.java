package io.regchain.localchain.gateway;

import com.google.protobuf.Message;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.node.ChainNode;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.validator.SubmitOutcome;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.merkle.OrderedMerkle;
import io.regchain.protocol.trace.Trace;
import io.regchain.protocol.wire.BlockAnswer;
import io.regchain.protocol.wire.BlockQuery;
import io.regchain.protocol.wire.BlockWait;
import io.regchain.protocol.wire.ConsensusState;
import io.regchain.protocol.wire.HeightQuery;
import io.regchain.protocol.wire.NetworkList;
import io.regchain.protocol.wire.NetworkOptions;
import io.regchain.protocol.wire.NetworkQuery;
import io.regchain.protocol.wire.NetworkStatus;
import io.regchain.protocol.wire.ObjectAnswer;
import io.regchain.protocol.wire.ObjectList;
import io.regchain.protocol.wire.ObjectName;
import io.regchain.protocol.wire.ObjectQuery;
import io.regchain.protocol.wire.Operation;
import io.regchain.protocol.wire.ProvenTransaction;
import io.regchain.protocol.wire.StateAnswer;
import io.regchain.protocol.wire.StateQuery;
import io.regchain.protocol.wire.Submission;
import io.regchain.protocol.wire.SubmitAnswer;
import io.regchain.protocol.wire.TraceAnswer;
import io.regchain.protocol.wire.TransactionAnswer;
import io.regchain.protocol.wire.TransactionQuery;
import io.regchain.protocol.wire.WrittenObject;
import io.regchain.protocol.wire.connect.ConnectCode;
import io.regchain.protocol.wire.v1.AwaitBlockResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/**
 * The node interface of one full node: JR/T 0314 tables 3–6 and the cross-chain port, answered from certified state.
 * Calls may wait and read the disk, so they run on a thread where that is cheap.
 */
final class NodeService {
    private final ChainNode node;
    private final NodeFacts facts;
    private final Hash32 genesisHash;

    NodeService(ChainNode node, NodeFacts facts) {
        this.node = node;
        this.facts = facts;
        this.genesisHash = node.block(Height.ZERO).orElseThrow().hash();
    }

    Message networks() {
        return new NetworkList(List.of(new NetworkList.Network(
                        node.chainId(), facts.networkName(), facts.operator(), genesisHash, List.of())))
                .toWire();
    }

    Message options(NetworkQuery query) {
        requireNetwork(query.network());
        return NetworkOptions.ofLedger(facts.nodeVersion(), facts.operationTypes())
                .toWire();
    }

    Message status(NetworkQuery query) {
        requireNetwork(query.network());
        CertifiedBlock tip = block(node.height());
        List<NetworkStatus.Peer> peers = tip.validators().validators().stream()
                .filter(v -> !v.name().equals(nodeName()))
                .map(v -> new NetworkStatus.Peer(v.name(), v.publicKey()))
                .toList();
        return new NetworkStatus(tip.height(), tip.hash(), tip.block().header().time(), nodeName(), peers).toWire();
    }

    private String nodeName() {
        return node.genesis()
                .validators()
                .validators()
                .get(node.validatorIndex())
                .name();
    }

    Message block(BlockQuery query) {
        requireNetwork(query.network());
        return BlockAnswer.of(block(query.height()).block(), query.includeTransactions())
                .toWire();
    }

    Message transaction(TransactionQuery query) {
        requireNetwork(query.network());
        ProvenTransaction proven = proven(query);
        return new TransactionAnswer(proven, Operation.of(trace(query.transactionId()), proven.receipt())).toWire();
    }

    private ProvenTransaction proven(TransactionQuery query) {
        TransactionRecord record = node.transaction(query.transactionId())
                .orElseThrow(() -> notFound("no certified block holds the transaction " + query.transactionId()));
        if (query.height().isPresent() && !query.height().get().equals(record.height())) {
            throw notFound("the transaction " + query.transactionId() + " stands in block " + record.height()
                    + ", not in " + query.height().get());
        }
        return proven(record);
    }

    private ProvenTransaction proven(TransactionRecord record) {
        CertifiedBlock block = block(record.height());
        List<Bytes> transactions = block.block().transactions().stream()
                .map(Transaction::canonical)
                .toList();
        List<Bytes> receipts = block.receipts().stream().map(Receipt::canonical).toList();
        return new ProvenTransaction(
                record.height(),
                record.transaction(),
                OrderedMerkle.prove(transactions, record.index()),
                record.receipt(),
                OrderedMerkle.prove(receipts, record.index()));
    }

    private Trace trace(Hash32 transactionId) {
        return node.trace(transactionId)
                .orElseThrow(() -> notFound("this node keeps no trace of the transaction " + transactionId));
    }

    Message consensusState(HeightQuery query) {
        requireNetwork(query.network());
        CertifiedBlock block = block(query.height());
        return new ConsensusState(block.block().header(), block.validators(), next(block), block.certificate())
                .toWire();
    }

    /** The set of the next block, where this block hands over to another one. */
    private Optional<ValidatorSet> next(CertifiedBlock block) {
        if (block.block()
                .header()
                .nextValidatorSetHash()
                .equals(block.block().header().validatorSetHash())) {
            return Optional.empty();
        }
        Bytes current = node.read(block.height(), "validators/current").orElseThrow();
        return Optional.of(BlockJson.validatorSet(CanonicalJson.decode(current)));
    }

    Message objectIds(HeightQuery query) {
        requireNetwork(query.network());
        Height height = block(query.height()).height();
        String key = ObjectList.stateKey(height);
        return ObjectList.of(height, node.read(height, key), node.prove(height, key))
                .toWire();
    }

    /** The snapshot this height, or the latest one, holds; the version is the object's latest there unless one is named. */
    Message object(ObjectQuery query) {
        requireNetwork(query.network());
        Height height = block(query.height()).height();
        ObjectName name = new ObjectName(query.objectId(), query.version().orElseGet(() -> latest(height, query)));
        Bytes snapshot = node.read(height, name.stateKey())
                .orElseThrow(() -> notFound(
                        "at height " + height + " there is no version " + name.version() + " of " + name.objectId()));
        return new ObjectAnswer(height, name, snapshot, node.prove(height, name.stateKey()), writer(height, name))
                .toWire();
    }

    private long latest(Height height, ObjectQuery query) {
        return node.read(height, "objects/" + query.objectId() + "/latest")
                .map(latest -> CanonicalJson.decode(latest).path("version").longValue())
                .orElseThrow(() -> notFound("at height " + height + " there is no object " + query.objectId()));
    }

    /** The transaction that wrote the snapshot: the one the list of this height, or of the last before, names. */
    private Hash32 writer(Height height, ObjectName name) {
        for (long at = height.value(); at > 0; at--) {
            Optional<Hash32> writer = node.read(height, ObjectList.stateKey(new Height(at)))
                    .flatMap(list -> WrittenObject.writer(WrittenObject.list(list), name));
            if (writer.isPresent()) {
                return writer.get();
            }
        }
        throw notFound("no transaction up to height " + height + " wrote version " + name.version() + " of "
                + name.objectId());
    }

    Message submit(Submission submission) {
        requireNetwork(submission.network());
        Hash32 id = submission.transaction().id();
        SubmitOutcome outcome =
                node.submit(submission.transaction()).toCompletableFuture().join();
        SubmitAnswer answer =
                switch (outcome) {
                    case SubmitOutcome.Refused refused -> new SubmitAnswer.Refused(id, refused.reason());
                    case SubmitOutcome.Accepted accepted ->
                        submission.waitForReceipt() ? receipt(submission) : new SubmitAnswer.Accepted(id);
                };
        return answer.toWire();
    }

    private SubmitAnswer receipt(Submission submission) {
        Hash32 id = submission.transaction().id();
        try {
            return new SubmitAnswer.Final(proven(node.awaitReceipt(id, submission.maxWait())
                    .toCompletableFuture()
                    .join()));
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException) {
                return new SubmitAnswer.Accepted(id);
            }
            throw e;
        }
    }

    Message readState(StateQuery query) {
        requireNetwork(query.network());
        Height height = block(query.height()).height();
        return new StateAnswer(height, query.key(), node.read(height, query.key()), node.prove(height, query.key()))
                .toWire();
    }

    Message traceTransaction(TransactionQuery query) {
        requireNetwork(query.network());
        return new TraceAnswer(proven(query), trace(query.transactionId())).toWire();
    }

    Message awaitBlock(BlockWait wait) {
        requireNetwork(wait.network());
        Height height = node.awaitAbove(wait.above(), wait.maxWait())
                .toCompletableFuture()
                .join();
        return AwaitBlockResponse.newBuilder().setHeight(height.value()).build();
    }

    private CertifiedBlock block(Optional<Height> height) {
        return block(height.orElseGet(node::height));
    }

    private CertifiedBlock block(Height height) {
        return node.block(height)
                .orElseThrow(() -> notFound("this node has no block " + height + "; its last one is " + node.height()));
    }

    private void requireNetwork(ChainId network) {
        if (!network.equals(node.chainId())) {
            throw notFound("this node serves the network " + node.chainId() + ", not " + network);
        }
    }

    private static CallProblem notFound(String message) {
        return new CallProblem(ConnectCode.NOT_FOUND, message);
    }
}
