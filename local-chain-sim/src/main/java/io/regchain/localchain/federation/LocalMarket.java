package io.regchain.localchain.federation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.ChainHandle;
import io.regchain.ledger.node.ChainNode;
import io.regchain.ledger.node.NodeTransactionGateway;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.node.TransactionSubmitter;
import io.regchain.ledger.validator.ValidatorStatus;
import io.regchain.localchain.book.MarketBooks;
import io.regchain.localchain.book.Operator;
import io.regchain.localchain.book.StateView;
import io.regchain.localchain.object.OperatorDesk;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** One market at work: its chain in this process, and its operator's business system, which submits with the operator's key. */
public final class LocalMarket {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final MarketPlan plan;
    private final ChainHandle chain;
    private final List<ChainNode> seats;
    private final Operator operator;
    private final Sm2PrivateKey key;
    private final OperatorDesk desk;
    private final TransactionSubmitter submitter;

    LocalMarket(MarketPlan plan, ChainHandle chain, Operator operator, Sm2PrivateKey key, Executor blocking) {
        this.plan = plan;
        this.chain = chain;
        this.seats = IntStream.range(0, plan.seats().size())
                .<ChainNode>mapToObj(index -> new SeatNode(chain, index))
                .toList();
        this.operator = operator;
        this.key = key;
        this.desk = new OperatorDesk(plan.chainId(), operator, key);
        this.submitter = new TransactionSubmitter(
                plan.chainId(),
                key,
                seats.stream().map(NodeTransactionGateway::new).toList(),
                blocking);
    }

    public MarketPlan plan() {
        return plan;
    }

    public ChainId chainId() {
        return plan.chainId();
    }

    /** The node on this seat, in whichever run it is. */
    public ChainNode node(int index) {
        return seats.get(index);
    }

    /** Stops one validator as a crash would; it is down when this returns. */
    void stop(int index) {
        chain.suspend(index);
        await("stop", index, () -> !runs(index));
    }

    /** Starts a stopped validator from its directory; it takes part again when this returns. */
    void start(int index) {
        chain.resume(index);
        await("start", index, () -> runs(index) && node(index).status().phase() == ValidatorStatus.Phase.ACTIVE);
    }

    /** Whether the node on this seat is up. */
    public boolean runs(int index) {
        return chain.localNodes().stream().anyMatch(node -> node.validatorIndex() == index);
    }

    private void await(String what, int index, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new FederationProblem(
                        "validator " + index + " of " + chainId() + " did not " + what + " within "
                                + PATIENCE.toSeconds() + " s",
                        "see the log of the ledger");
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
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
