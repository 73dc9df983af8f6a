package io.regchain.ledger.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.Refusal;

/** What a call that may fail without failing its caller came to. */
public sealed interface CallOutcome {
    record Returned(JsonNode result) implements CallOutcome {}

    /** The callee's writes and events are dropped; its steps stay in the trace. */
    record Refused(Refusal reason) implements CallOutcome {}
}
