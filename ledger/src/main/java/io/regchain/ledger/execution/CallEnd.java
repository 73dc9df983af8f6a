package io.regchain.ledger.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.trace.TraceCall;

/** How one call ended, with its part of the trace. */
sealed interface CallEnd {
    TraceCall trace();

    /** @param buffer what the call wrote, for its caller to keep */
    record Returned(TraceCall trace, JsonNode result, StateBuffer buffer) implements CallEnd {}

    record Refused(TraceCall trace, Refusal reason) implements CallEnd {}

    /** The contract failed, or the engine stopped the transaction. */
    record Faulted(TraceCall trace, Refusal reason) implements CallEnd {}
}
