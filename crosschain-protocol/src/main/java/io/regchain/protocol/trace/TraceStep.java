package io.regchain.protocol.trace;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.block.Event;
import java.util.Optional;

/** One step of a contract's execution, in the order it happened. Keys are full state keys. */
public sealed interface TraceStep {
    /** @param value what was read; empty when the key was absent */
    record Read(String key, Optional<Bytes> value) implements TraceStep {}

    /** A read that found what the last step before it under this key, a read or a write, told already: told by key alone. */
    record ReadAgain(String key) implements TraceStep {}

    /** @param value what was written; empty for a deletion */
    record Write(String key, Optional<Bytes> value) implements TraceStep {}

    record Emit(Event event) implements TraceStep {}

    record Call(TraceCall call) implements TraceStep {}
}
