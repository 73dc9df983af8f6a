package io.regchain.ledger.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.CallOutcome;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.ledger.metering.Fuel;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.Event;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.trace.TraceCall;
import io.regchain.protocol.trace.TraceStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One call of a contract method: its buffer, its place in the trace, and the host functions it may use. */
final class CallFrame implements RuntimeHost {
    /** The only contract that may speak for contracts of other chains. */
    static final String PACKETS = "packets";

    private final TransactionRun run;
    private final StateBuffer buffer;
    private final int depth;
    private final Caller caller;
    private final CallRequest request;
    private final List<TraceStep> steps = new ArrayList<>();

    private CallFrame(TransactionRun run, StateReader below, int depth, Caller caller, CallRequest request) {
        this.run = run;
        this.buffer = new StateBuffer(below);
        this.depth = depth;
        this.caller = caller;
        this.request = request;
    }

    static CallEnd run(TransactionRun run, StateReader below, int depth, Caller caller, CallRequest request) {
        return new CallFrame(run, below, depth, caller, request).run();
    }

    private CallEnd run() {
        try {
            run.meter().hostCall(request.encoded().size());
            return returned(encodeResult(invoke(code())));
        } catch (ContractRefusal refused) {
            return new CallEnd.Refused(traced(Bytes.EMPTY, Optional.of(refused.refusal())), refused.refusal());
        } catch (ExecutionStopped stopped) {
            return faulted(stopped.reason());
        } catch (ContractFault fault) {
            return faulted(fault.reason());
        }
    }

    private ContractRuntime.Code code() {
        return found().orElseThrow(() -> new ContractRefusal(
                TransactionRun.UNKNOWN_CONTRACT, "chain " + chainId() + " has no contract " + request.contract()));
    }

    /** A state whose code cannot be found is a fault of whoever wrote it, and this call stays in the trace. */
    private Optional<ContractRuntime.Code> found() {
        try {
            return run.runtime().find(request.contract(), this::readFull);
        } catch (IllegalStateException broken) {
            throw new ContractFault(String.valueOf(broken.getMessage()));
        }
    }

    private JsonNode invoke(ContractRuntime.Code code) {
        try (Fuel.Lit lit = run.meter().fuel().light()) {
            return code.invoke(this, request.method(), request.arguments());
        }
    }

    private Bytes encodeResult(JsonNode result) {
        try {
            run.meter().value(result);
            return CanonicalJson.encode(result);
        } catch (IllegalArgumentException e) {
            throw new ContractFault("contract " + request.contract() + " returned a value without canonical form");
        }
    }

    private CallEnd returned(Bytes result) {
        run.meter().hostCall(result.size());
        return new CallEnd.Returned(traced(result, Optional.empty()), CanonicalJson.decodeOwn(result), buffer);
    }

    private CallEnd faulted(Refusal reason) {
        return new CallEnd.Faulted(traced(Bytes.EMPTY, Optional.of(reason)), reason);
    }

    private TraceCall traced(Bytes result, Optional<Refusal> reason) {
        return new TraceCall(
                caller.toString(),
                request.contract(),
                request.method(),
                request.encoded(),
                steps,
                result,
                reason.map(Refusal::code).orElse(""),
                reason.map(Refusal::message).orElse(""));
    }

    @Override
    public ChainId chainId() {
        return run.block().chainId();
    }

    @Override
    public Height height() {
        return run.block().height();
    }

    @Override
    public BlockTime time() {
        return run.block().time();
    }

    @Override
    public Hash32 transactionId() {
        return run.id();
    }

    @Override
    public Sm2PublicKey origin() {
        return run.transaction().sender();
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public Optional<JsonNode> read(String key) {
        return readOf(request.contract(), key);
    }

    @Override
    public Optional<JsonNode> readOf(String contract, String key) {
        return readFull(StateKeys.require(contract + "/" + key)).map(CanonicalJson::decodeOwn);
    }

    private Optional<Bytes> readFull(String key) {
        Optional<Bytes> value = buffer.read(key);
        run.meter().hostCall(key.length() + value.map(Bytes::size).orElse(0));
        steps.add(run.told().read(key, value));
        return value;
    }

    @Override
    public void write(String key, JsonNode value) {
        run.meter().value(value);
        put(key, Optional.of(CanonicalJson.encode(value)));
    }

    @Override
    public void delete(String key) {
        put(key, Optional.empty());
    }

    private void put(String key, Optional<Bytes> value) {
        String full = StateKeys.require(request.contract() + "/" + key);
        run.meter().write(full.length() + value.map(Bytes::size).orElse(0));
        steps.add(run.told().write(full, value));
        buffer.write(full, value);
    }

    @Override
    public void emit(String name, ObjectNode data) {
        if (!Transaction.isName(name)) {
            throw new IllegalArgumentException("an event name is a word in the past tense, not \"" + name + "\"");
        }
        run.meter().value(data);
        Event event = new Event(request.contract(), name, CanonicalJson.encode(data));
        run.meter().event(name.length() + event.data().size());
        steps.add(new TraceStep.Emit(event));
        buffer.emit(event);
    }

    @Override
    public Hash32 sm3(Bytes data) {
        run.meter().hostCall(data.size());
        return Sm3.hash(data);
    }

    @Override
    public boolean verifySm2(Sm2PublicKey key, Bytes message, Sm2Signature signature) {
        run.meter().work(Meter.SIGNATURE_CHECK);
        run.meter().hostCall(message.size());
        return key.verify(message.unsafeArray(), signature);
    }

    @Override
    public void work(long units) {
        run.meter().work(units);
    }

    @Override
    public JsonNode call(String contract, String method, ObjectNode arguments) {
        return switch (enter(new Caller.OfContract(request.contract()), contract, method, arguments)) {
            case CallEnd.Returned returned -> returned.result();
            case CallEnd.Refused refused -> throw new ContractRefusal(refused.reason());
            case CallEnd.Faulted faulted ->
                throw run.meter().stopped().isPresent()
                        ? new ExecutionStopped(faulted.reason())
                        : new ContractFault(faulted.reason().message());
        };
    }

    @Override
    public CallOutcome tryCall(String contract, String method, ObjectNode arguments) {
        return attempt(new Caller.OfContract(request.contract()), contract, method, arguments);
    }

    @Override
    public CallOutcome deliver(Caller.OfChain sender, String contract, String method, ObjectNode arguments) {
        if (!request.contract().equals(PACKETS)) {
            throw new ContractRefusal(
                    "DELIVERY_NOT_ALLOWED",
                    "only the contract " + PACKETS + " speaks for other chains, not " + request.contract());
        }
        return attempt(sender, contract, method, arguments);
    }

    /** A callee that fails is refused like one that says no; only a passed limit ends the whole transaction. */
    private CallOutcome attempt(Caller sender, String contract, String method, ObjectNode arguments) {
        return switch (enter(sender, contract, method, arguments)) {
            case CallEnd.Returned returned -> new CallOutcome.Returned(returned.result());
            case CallEnd.Refused refused -> new CallOutcome.Refused(refused.reason());
            case CallEnd.Faulted faulted -> {
                if (run.meter().stopped().isPresent()) {
                    throw new ExecutionStopped(faulted.reason());
                }
                yield new CallOutcome.Refused(faulted.reason());
            }
        };
    }

    private CallEnd enter(Caller sender, String contract, String method, ObjectNode arguments) {
        run.meter().depth(depth + 1);
        run.meter().value(arguments);
        Bytes encoded = CanonicalJson.encode(arguments);
        ObjectNode copy = (ObjectNode) CanonicalJson.decodeOwn(encoded);
        CallEnd end = run(run, buffer, depth + 1, sender, new CallRequest(contract, method, encoded, copy));
        steps.add(new TraceStep.Call(end.trace()));
        if (end instanceof CallEnd.Returned returned) {
            buffer.keep(returned.buffer());
        }
        return end;
    }
}
