package io.regchain.localchain.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.ledger.packet.CarriedSteps;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A step that a relay's successful transaction took on a chain (docs/protocol.md section 17, Many at once).
 *
 * @param packet empty for headers alone
 * @param refusal why the step was not taken, though the others were
 */
record CarriedStep(String method, Optional<PacketId> packet, Optional<Refusal> refusal) {
    static List<CarriedStep> of(Transaction transaction, Receipt receipt) {
        JsonNode arguments = CanonicalJson.decode(transaction.arguments());
        if (!transaction.method().equals(CarriedSteps.METHOD)) {
            return List.of(new CarriedStep(transaction.method(), packet(arguments), Optional.empty()));
        }
        JsonNode ends = ends(receipt);
        List<CarriedStep> steps = new ArrayList<>();
        for (int i = 0; i < arguments.path("steps").size(); i++) {
            JsonNode step = arguments.path("steps").get(i);
            steps.add(new CarriedStep(
                    step.path("method").asText(), packet(step.path("arguments")), refusal(ends.path(i))));
        }
        return steps;
    }

    /** A chain under test may answer anything. */
    private static JsonNode ends(Receipt receipt) {
        try {
            return CanonicalJson.decode(receipt.result()).path("steps");
        } catch (DecodeException noJson) {
            return CanonicalJson.array();
        }
    }

    private static Optional<Refusal> refusal(JsonNode end) {
        return end.path("success").booleanValue()
                ? Optional.empty()
                : Optional.of(new Refusal(
                        end.path("code").asText("ANSWER_MALFORMED"),
                        end.path("message").asText("packets.carry answers {\"steps\":[{\"success\":true}, …]}")));
    }

    private static Optional<PacketId> packet(JsonNode arguments) {
        return arguments.path("packet").isObject()
                ? Optional.of(Packet.fromJson(arguments.path("packet")).id())
                : Optional.empty();
    }

    /** The packet's name with a colon, or nothing. */
    String about() {
        return packet.map(id -> id + ": ").orElse("");
    }
}
