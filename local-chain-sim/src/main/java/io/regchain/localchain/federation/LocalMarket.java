package io.regchain.localchain.federation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.ChainHandle;
import io.regchain.ledger.node.ChainNode;
import io.regchain.ledger.node.NodeTransactionGateway;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.node.TransactionSubmitter;
import io.regchain.localchain.book.MarketBooks;
import io.regchain.localchain.book.Operator;
import io.regchain.localchain.book.StateView;
import io.regchain.localchain.object.OperatorDesk;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.time.Instant;
import java.util.concurrent.Executor;

/** One market at work: its chain in this process, and its operator's business system, which submits with the operator's key. */
public final class LocalMarket {
    private final MarketPlan plan;
    private final ChainHandle chain;
    private final Operator operator;
    private final Sm2PrivateKey key;
    private final OperatorDesk desk;
    private final TransactionSubmitter submitter;

    LocalMarket(MarketPlan plan, ChainHandle chain, Operator operator, Sm2PrivateKey key, Executor blocking) {
        this.plan = plan;
        this.chain = chain;
        this.operator = operator;
        this.key = key;
        this.desk = new OperatorDesk(plan.chainId(), operator, key);
        this.submitter = new TransactionSubmitter(
                plan.chainId(),
                key,
                chain.localNodes().stream().map(NodeTransactionGateway::new).toList(),
                blocking);
    }

    public MarketPlan plan() {
        return plan;
    }

    public ChainId chainId() {
        return plan.chainId();
    }

    public ChainNode node(int index) {
        return chain.node(index);
    }

    public Operator operator() {
        return operator;
    }

    /** The operator's key: seals objects, signs transactions and credentials. */
    public Sm2PrivateKey operatorKey() {
        return key;
    }

    public OperatorDesk desk() {
        return desk;
    }

    /** The books as they stand in the last certified block. */
    public MarketBooks books() {
        return new MarketBooks(state());
    }

    /** The state of the last certified block. */
    public StateView state() {
        ChainNode node = node(0);
        return fullKey -> node.read(fullKey).map(CanonicalJson::decode);
    }

    /** Submits with the operator's key and waits for the receipt, succeeded or refused. Runs where waiting is cheap. */
    public TransactionRecord submit(String contract, String method, ObjectNode arguments) {
        return submitter
                .submit(contract, method, arguments)
                .toCompletableFuture()
                .join();
    }

    /** As {@link #submit}, for what must succeed for the federation to work at all. */
    public TransactionRecord mustSucceed(String contract, String method, ObjectNode arguments) {
        TransactionRecord record = submit(contract, method, arguments);
        if (!record.receipt().succeeded()) {
            throw new IllegalStateException(chainId() + ": " + contract + "." + method + " was refused: "
                    + record.receipt().code() + ": " + record.receipt().message());
        }
        return record;
    }

    /** The operator's own subject object, which others refer to; once per chain. */
    void prepare(Instant now) {
        String id = "subject-" + operator.organisation();
        if (node(0).read("objects/" + id + "/latest").isEmpty()) {
            mustSucceed("objects", "put", desk.operatorSubject(now));
        }
    }
}
