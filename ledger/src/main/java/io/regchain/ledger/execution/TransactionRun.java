package io.regchain.ledger.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Caller;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.Event;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.trace.Trace;
import io.regchain.protocol.trace.TraceCall;
import java.util.List;
import java.util.Optional;

/** The execution of one transaction: decides its outcome, and says whether its buffer is kept. */
final class TransactionRun {
    static final String UNKNOWN_CONTRACT = "UNKNOWN_CONTRACT";
    private static final String BAD_ARGUMENTS = "BAD_ARGUMENTS";

    private final ContractRuntime runtime;
    private final BlockContext block;
    private final Transaction transaction;
    private final Hash32 id;
    private final Meter meter;
    private final ToldValues told = new ToldValues();

    TransactionRun(ContractRuntime runtime, ExecutionLimits limits, BlockContext block, Transaction transaction) {
        this.runtime = runtime;
        this.block = block;
        this.transaction = transaction;
        this.id = transaction.id();
        this.meter = new Meter(limits);
    }

    /** Runs it over {@code state}, which keeps its writes when it succeeds. */
    ExecutedTransaction run(StateBuffer state) {
        Optional<Refusal> problem = startProblem(state);
        if (problem.isPresent()) {
            return stopped(problem.get(), rootCall(problem.get()));
        }
        CallEnd end = CallFrame.run(this, state, 1, new Caller.Key(transaction.sender()), request());
        if (meter.stopped().isPresent()) {
            return stopped(meter.stopped().get(), end.trace());
        }
        return switch (end) {
            case CallEnd.Returned returned -> succeeded(state, returned);
            case CallEnd.Refused refused -> ended(Receipt.Outcome.REFUSED, refused.reason(), refused.trace());
            case CallEnd.Faulted faulted -> stopped(faulted.reason(), faulted.trace());
        };
    }

    private Optional<Refusal> startProblem(StateReader state) {
        if (runtime.find(transaction.contract(), state).isEmpty()) {
            return Optional.of(new Refusal(
                    UNKNOWN_CONTRACT, "chain " + block.chainId() + " has no contract " + transaction.contract()));
        }
        try {
            CanonicalJson.decodeCanonicalObject(transaction.arguments());
            return Optional.empty();
        } catch (DecodeException e) {
            return Optional.of(new Refusal(BAD_ARGUMENTS, "arguments are a canonical JSON object: " + e.getMessage()));
        }
    }

    private CallRequest request() {
        ObjectNode arguments = (ObjectNode) CanonicalJson.decodeOwn(transaction.arguments());
        return new CallRequest(transaction.contract(), transaction.method(), transaction.arguments(), arguments);
    }

    private TraceCall rootCall(Refusal reason) {
        return new TraceCall(
                new Caller.Key(transaction.sender()).toString(),
                transaction.contract(),
                transaction.method(),
                transaction.arguments(),
                List.of(),
                Bytes.EMPTY,
                reason.code(),
                reason.message());
    }

    private ExecutedTransaction succeeded(StateBuffer state, CallEnd.Returned returned) {
        state.keep(returned.buffer());
        return executed(
                Receipt.Outcome.SUCCESS,
                "",
                "",
                returned.trace().result(),
                List.copyOf(returned.buffer().events()),
                returned.trace());
    }

    private ExecutedTransaction stopped(Refusal reason, TraceCall root) {
        return ended(Receipt.Outcome.STOPPED, reason, root);
    }

    private ExecutedTransaction ended(Receipt.Outcome outcome, Refusal reason, TraceCall root) {
        return executed(outcome, reason.code(), reason.message(), Bytes.EMPTY, List.of(), root);
    }

    private ExecutedTransaction executed(
            Receipt.Outcome outcome, String code, String message, Bytes result, List<Event> events, TraceCall root) {
        Trace trace = new Trace(id, root);
        Receipt receipt = new Receipt(id, outcome, code, message, result, events, trace.hash(), meter.used());
        return new ExecutedTransaction(transaction, receipt, trace);
    }

    ContractRuntime runtime() {
        return runtime;
    }

    BlockContext block() {
        return block;
    }

    Transaction transaction() {
        return transaction;
    }

    Hash32 id() {
        return id;
    }

    Meter meter() {
        return meter;
    }

    ToldValues told() {
        return told;
    }
}
