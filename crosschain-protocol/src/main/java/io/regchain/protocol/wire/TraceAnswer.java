package io.regchain.protocol.wire;

import io.regchain.protocol.trace.Trace;
import io.regchain.protocol.wire.v1.TraceTransactionResponse;

/** A transaction with its proofs and its trace, whose hash the receipt holds. */
public record TraceAnswer(ProvenTransaction proven, Trace trace) {
    public static TraceAnswer fromWire(TraceTransactionResponse response) {
        ProvenTransaction proven = WireFields.at("proven", () -> ProvenTransaction.fromWire(response.getProven()));
        Trace trace = WireFields.decoded("trace", response.getTrace(), Trace::decode);
        WireFields.agree("trace's hash", trace.hash(), proven.receipt().traceHash());
        WireFields.agree(
                "trace's transaction",
                trace.transactionId(),
                proven.transaction().id());
        return new TraceAnswer(proven, trace);
    }

    public TraceTransactionResponse toWire() {
        return TraceTransactionResponse.newBuilder()
                .setProven(proven.toWire())
                .setTrace(WireFields.wire(trace.canonical()))
                .build();
    }
}
