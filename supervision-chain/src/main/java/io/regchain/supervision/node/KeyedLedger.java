package io.regchain.supervision.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.ChainNode;
import io.regchain.ledger.node.NodeTransactionGateway;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.node.TransactionSubmitter;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The supervision chain through its nodes in this process, written to with one key. */
public final class KeyedLedger implements SupervisionLedger {
    private final ChainNode node;
    private final TransactionSubmitter submitter;

    /** @param nodes of the supervision chain; state is read from the first */
    public KeyedLedger(List<ChainNode> nodes, Sm2PrivateKey key, Executor blocking) {
        this.node = nodes.get(0);
        this.submitter = new TransactionSubmitter(
                node.chainId(),
                key,
                nodes.stream().map(NodeTransactionGateway::new).toList(),
                blocking);
    }

    @Override
    public Optional<JsonNode> read(String key) {
        return node.read(key).map(CanonicalJson::decode);
    }

    @Override
    public CompletionStage<TransactionRecord> submit(String contract, String method, ObjectNode arguments) {
        return submitter.submit(contract, method, arguments);
    }
}
