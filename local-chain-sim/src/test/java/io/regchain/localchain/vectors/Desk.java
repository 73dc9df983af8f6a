package io.regchain.localchain.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.PacketKeys;

/** The contract that the recorded lives are about; the README of the vectors says the same of it in words. */
final class Desk implements Contract {
    static final String NAME = "desk";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        return switch (method) {
            case "say" -> context.call(PacketKeys.CONTRACT, "send", arguments);
            case "greet" -> greet(context);
            case "snub" -> snub(context);
            case "settlementLock" -> lock(context, arguments);
            case "onAcknowledgement", "settlementCommit", "settlementRelease" -> CanonicalJson.object();
            default -> throw new ContractRefusal("METHOD_UNKNOWN", "desk has no method " + method);
        };
    }

    private static JsonNode greet(ContractContext context) {
        return CanonicalJson.object()
                .put("answer", "你好")
                .put("to", context.caller().toString());
    }

    private static JsonNode snub(ContractContext context) {
        context.write("snubbed", CanonicalJson.object());
        throw new ContractRefusal("NOT_IN_THE_MOOD", "come back tomorrow");
    }

    private static JsonNode lock(ContractContext context, ObjectNode arguments) {
        if (arguments.path("terms").path("empty").booleanValue()) {
            context.write("locked", CanonicalJson.object());
            throw new ContractRefusal("NOTHING_TO_LOCK", "there is nothing of the kind");
        }
        return CanonicalJson.object();
    }
}
