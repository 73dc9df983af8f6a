package io.regchain.protocol.trace;

import io.regchain.protocol.base.Bytes;
import java.util.List;

/**
 * A contract call and everything it did: A8.5, the trace a supervisor walks.
 *
 * @param caller who called: {@code key:<fingerprint>}, {@code contract:<name>} or {@code chain:<id>}
 * @param code empty on success, else the refusal code; a refused call left no writes
 */
public record TraceCall(
        String caller,
        String contract,
        String method,
        Bytes arguments,
        List<TraceStep> steps,
        Bytes result,
        String code,
        String message) {
    public TraceCall {
        steps = List.copyOf(steps);
    }
}
