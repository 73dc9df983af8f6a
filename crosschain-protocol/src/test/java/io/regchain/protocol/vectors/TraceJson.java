package io.regchain.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.trace.TraceCall;
import io.regchain.protocol.trace.TraceStep;
import java.util.Optional;

/** A trace as readable JSON, for the vector files. */
final class TraceJson {
    private TraceJson() {}

    static ObjectNode of(TraceCall call) {
        ObjectNode json = Json.object()
                .put("caller", call.caller())
                .put("contract", call.contract())
                .put("method", call.method())
                .put("arguments", call.arguments().toUtf8());
        ArrayNode steps = json.putArray("steps");
        call.steps().forEach(step -> steps.add(of(step)));
        return json.put("result", call.result().toUtf8())
                .put("code", call.code())
                .put("message", call.message());
    }

    private static ObjectNode of(TraceStep step) {
        ObjectNode json = Json.object();
        switch (step) {
            case TraceStep.Read read -> value(json.put("step", "read").put("key", read.key()), read.value());
            case TraceStep.ReadAgain read -> json.put("step", "readAgain").put("key", read.key());
            case TraceStep.Write write -> value(json.put("step", "write").put("key", write.key()), write.value());
            case TraceStep.Emit emit ->
                json.put("step", "emit")
                        .put("contract", emit.event().contract())
                        .put("name", emit.event().name())
                        .put("data", emit.event().data().toUtf8());
            case TraceStep.Call call -> json.put("step", "call").set("call", of(call.call()));
        }
        return json;
    }

    private static void value(ObjectNode json, Optional<Bytes> value) {
        json.put("value", value.map(Bytes::toUtf8).orElse(null));
    }
}
