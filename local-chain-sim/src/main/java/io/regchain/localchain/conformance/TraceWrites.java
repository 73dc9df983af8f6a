package io.regchain.localchain.conformance;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.trace.Trace;
import io.regchain.protocol.trace.TraceCall;
import io.regchain.protocol.trace.TraceStep;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a transaction left in the state: its last write of each key, writes of refused calls left out (section 7). */
final class TraceWrites {
    private TraceWrites() {}

    /** By state key; what was deleted is not in it. */
    static SortedMap<String, Bytes> of(Trace trace) {
        TreeMap<String, Bytes> written = new TreeMap<>();
        collect(trace.root(), written);
        return written;
    }

    private static void collect(TraceCall call, TreeMap<String, Bytes> written) {
        if (!call.code().isEmpty()) {
            return;
        }
        for (TraceStep step : call.steps()) {
            switch (step) {
                case TraceStep.Write write ->
                    write.value()
                            .ifPresentOrElse(
                                    value -> written.put(write.key(), value), () -> written.remove(write.key()));
                case TraceStep.Call inner -> collect(inner.call(), written);
                case TraceStep.Read ignored -> {}
                case TraceStep.ReadAgain ignored -> {}
                case TraceStep.Emit ignored -> {}
            }
        }
    }
}
