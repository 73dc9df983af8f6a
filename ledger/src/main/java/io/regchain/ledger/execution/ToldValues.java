package io.regchain.ledger.execution;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.trace.TraceStep;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the trace of one transaction tells so far under each key: the steps of many packets in one transaction read the same
 * values again and again, and a trace tells each once (docs/protocol.md section 7).
 */
final class ToldValues {
    private final TreeMap<String, Optional<Bytes>> last = new TreeMap<>();

    TraceStep read(String key, Optional<Bytes> value) {
        Optional<Bytes> before = last.put(key, value);
        return before != null && before.equals(value) ? new TraceStep.ReadAgain(key) : new TraceStep.Read(key, value);
    }

    /** Of a call that is refused later, too: the trace keeps its steps. */
    TraceStep write(String key, Optional<Bytes> value) {
        last.put(key, value);
        return new TraceStep.Write(key, value);
    }
}
