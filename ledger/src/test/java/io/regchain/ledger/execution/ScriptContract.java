package io.regchain.ledger.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.regchain.ledger.contract.CallOutcome;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.canonical.CanonicalJson;

/** Does what its arguments say, step by step: {@code {"steps":[["write","a","1"],["call",{"steps":[…]}]]}}. */
public final class ScriptContract implements Contract {
    private final String name;

    public ScriptContract(String name) {
        this.name = name;
    }

    /** Arguments from JSON text with single quotes. */
    public static ObjectNode script(String steps) {
        return CanonicalJson.decodeObject(
                io.regchain.protocol.base.Bytes.utf8("{\"steps\":[" + steps.replace('\'', '"') + "]}"));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        JsonNode last = TextNode.valueOf("");
        for (JsonNode step : arguments.withArray("steps")) {
            last = run(context, step);
        }
        return last;
    }

    private JsonNode run(ContractContext context, JsonNode step) {
        String what = step.get(0).textValue();
        switch (what) {
            case "write" -> context.write(step.get(1).textValue(), step.get(2));
            case "delete" -> context.delete(step.get(1).textValue());
            case "emit" -> context.emit(step.get(1).textValue(), (ObjectNode) step.get(2));
            case "refuse" -> throw new ContractRefusal(step.get(1).textValue(), "asked to");
            case "throw" -> throw new IllegalStateException("asked to, with a detail no receipt may show");
            case "read" -> {
                return context.read(step.get(1).textValue()).orElse(TextNode.valueOf("absent"));
            }
            case "readOf" -> {
                return context.readOf(step.get(1).textValue(), step.get(2).textValue())
                        .orElse(TextNode.valueOf("absent"));
            }
            case "call" -> {
                return context.call(step.get(1).textValue(), "run", (ObjectNode) step.get(2));
            }
            case "try" -> {
                return told(context.tryCall(step.get(1).textValue(), "run", (ObjectNode) step.get(2)));
            }
            case "deliver" -> {
                Caller.OfChain sender = new Caller.OfChain(new ChainId("jiangsu"), "transfers");
                return told(context.deliver(sender, step.get(1).textValue(), "run", (ObjectNode) step.get(2)));
            }
            case "caller" -> {
                return TextNode.valueOf(context.caller().toString());
            }
            case "swallow" -> swallow(context, step.get(1));
            case "repeat" -> repeat(context, step);
            case "recurse" -> context.call(name, "run", script("['recurse']"));
            case "overflow" -> overflow(0);
            default -> throw new IllegalArgumentException(what);
        }
        return TextNode.valueOf("");
    }

    private void swallow(ContractContext context, JsonNode step) {
        try {
            run(context, step);
        } catch (RuntimeException ignoredOnPurpose) {
            context.time();
        }
    }

    private void repeat(ContractContext context, JsonNode step) {
        for (long i = 0; i < step.get(1).longValue(); i++) {
            run(context, step.get(2));
        }
    }

    private int overflow(int depth) {
        return overflow(depth + 1) + 1;
    }

    private static JsonNode told(CallOutcome outcome) {
        return switch (outcome) {
            case CallOutcome.Returned returned -> returned.result();
            case CallOutcome.Refused refused ->
                TextNode.valueOf(refused.reason().code());
        };
    }
}
