package io.regchain.protocol.wire;

import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.trace.Trace;
import io.regchain.protocol.trace.TraceCall;
import io.regchain.protocol.trace.TraceStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One contract call of a transaction, as JR/T 0314 table 4 lists them: 操作类型及结果.
 *
 * @param parent the operation that made this call; absent for the transaction's own call
 * @param type {@code <contract>.<method>}
 * @param state whether its writes stand: a call inside a refused call does not count as a success
 * @param code empty on success, else the code that ended it
 */
public record Operation(
        int index, Optional<Integer> parent, String type, String caller, Receipt.Outcome state, String code) {
    private static final int MAX_TEXT = 256;

    /** The calls of a trace in the order they began. */
    public static List<Operation> of(Trace trace, Receipt receipt) {
        List<Operation> operations = new ArrayList<>();
        add(operations, Optional.empty(), trace.root(), receipt.outcome(), receipt.code());
        return List.copyOf(operations);
    }

    private static void add(
            List<Operation> operations, Optional<Integer> parent, TraceCall call, Receipt.Outcome state, String code) {
        int index = operations.size();
        operations.add(new Operation(index, parent, call.contract() + "." + call.method(), call.caller(), state, code));
        for (TraceStep step : call.steps()) {
            if (step instanceof TraceStep.Call inner) {
                boolean failedItself =
                        state == Receipt.Outcome.SUCCESS && !inner.call().code().isEmpty();
                add(
                        operations,
                        Optional.of(index),
                        inner.call(),
                        failedItself ? Receipt.Outcome.REFUSED : state,
                        failedItself ? inner.call().code() : code);
            }
        }
    }

    static List<Operation> fromWire(List<io.regchain.protocol.wire.v1.Operation> wire) {
        List<Operation> operations = WireFields.list("operations", wire, Operation::fromWire);
        for (int i = 0; i < operations.size(); i++) {
            requirePlace(operations.get(i), i);
        }
        return operations;
    }

    private static void requirePlace(Operation operation, int place) {
        WireFields.agree("operations[" + place + "].index", operation.index, place);
        boolean comesAfterParent =
                operation.parent.map(p -> p >= 0 && p < place).orElse(place == 0);
        if (!comesAfterParent) {
            throw new DecodeException(
                    "operations[" + place + "].parent should be an earlier operation; only 0 has none");
        }
    }

    private static Operation fromWire(io.regchain.protocol.wire.v1.Operation wire) {
        return new Operation(
                wire.getIndex(),
                wire.hasParent() ? Optional.of(wire.getParent()) : Optional.empty(),
                WireFields.text("type", wire.getType(), MAX_TEXT),
                WireFields.text("caller", wire.getCaller(), MAX_TEXT),
                WireFields.at("state", () -> Receipt.Outcome.valueOf(wire.getState())),
                wire.getCode());
    }

    io.regchain.protocol.wire.v1.Operation toWire() {
        io.regchain.protocol.wire.v1.Operation.Builder wire = io.regchain.protocol.wire.v1.Operation.newBuilder()
                .setIndex(index)
                .setType(type)
                .setCaller(caller)
                .setState(state.name())
                .setCode(code);
        parent.ifPresent(wire::setParent);
        return wire.build();
    }
}
