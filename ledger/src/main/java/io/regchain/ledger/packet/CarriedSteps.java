package io.regchain.ledger.packet;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.CallOutcome;
import io.regchain.ledger.contract.ContractCode;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.PacketKeys;
import java.util.List;

/**
 * Several steps of packets in one transaction, {@code packets.carry}: each runs as it would alone, in a buffer of its own,
 * so that one that is refused leaves nothing behind and disturbs no other.
 */
@ContractCode
public final class CarriedSteps {
    public static final String METHOD = "carry";
    /** Steps of one transaction. */
    public static final int MOST = 64;

    private CarriedSteps() {}

    /**
     * Runs {@code steps}: 1 to {@value #MOST} of {@code {method, arguments}}.
     *
     * @param methods those that a step may have
     * @param shared what every step is given beside its own arguments
     * @return {@code {steps: [{success: true, noop?} | {success: false, code, message}]}}, in the same order
     * @throws ContractRefusal {@code BAD_ARGUMENT} when the steps are not of this form
     */
    public static ObjectNode run(ContractContext context, Arguments in, List<String> methods, ObjectNode shared) {
        List<Arguments> steps = in.objects("steps");
        if (steps.isEmpty() || steps.size() > MOST) {
            throw new ContractRefusal(
                    "BAD_ARGUMENT", "argument steps should have 1 to " + MOST + " entries, not " + steps.size());
        }
        ArrayNode ends = CanonicalJson.array();
        for (Arguments step : steps) {
            String method = step.text("method");
            if (!methods.contains(method)) {
                throw new ContractRefusal(
                        "BAD_ARGUMENT",
                        "a step's method should be one of " + String.join(", ", methods) + ", not " + method);
            }
            ObjectNode arguments = step.object("arguments").node().deepCopy();
            arguments.setAll(shared);
            ends.add(end(context.tryCall(PacketKeys.CONTRACT, method, arguments)));
        }
        return CanonicalJson.object().set("steps", ends);
    }

    private static ObjectNode end(CallOutcome outcome) {
        ObjectNode end = CanonicalJson.object();
        switch (outcome) {
            case CallOutcome.Returned returned -> {
                end.put("success", true);
                if (returned.result().path("noop").booleanValue()) {
                    end.put("noop", true);
                }
            }
            case CallOutcome.Refused refused ->
                end.put("success", false)
                        .put("code", refused.reason().code())
                        .put("message", refused.reason().message());
        }
        return end;
    }
}
