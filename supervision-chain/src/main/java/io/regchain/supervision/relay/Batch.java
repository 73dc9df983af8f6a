package io.regchain.supervision.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.packet.CarriedSteps;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Steps that go to one chain in one transaction: one as the call of its own method, several as {@code packets.carry}. */
record Batch(List<RelayStep> steps) {
    /** Characters of arguments, so that all stay below the limit of a transaction's arguments. */
    static final int MAX_CHARACTERS = 600_000;

    Batch {
        steps = List.copyOf(steps);
    }

    /** The steps in batches of at most {@code most} each, in order. */
    static List<Batch> of(List<RelayStep> steps, int most) {
        List<Batch> batches = new ArrayList<>();
        List<RelayStep> batch = new ArrayList<>();
        int characters = 0;
        for (RelayStep step : steps) {
            int length = CanonicalJson.encode(step.arguments()).size();
            if (!batch.isEmpty() && (batch.size() == most || characters + length > MAX_CHARACTERS)) {
                batches.add(new Batch(batch));
                batch.clear();
                characters = 0;
            }
            batch.add(step);
            characters += length;
        }
        if (!batch.isEmpty()) {
            batches.add(new Batch(batch));
        }
        return batches;
    }

    String method() {
        return steps.size() == 1 ? steps.get(0).method() : CarriedSteps.METHOD;
    }

    /** @param shown what all steps need to be believed: a header of the hub, or nothing */
    ObjectNode arguments(ObjectNode shown) {
        ObjectNode arguments = shown.deepCopy();
        if (steps.size() == 1) {
            return arguments.setAll(steps.get(0).arguments());
        }
        ArrayNode carried = arguments.putArray("steps");
        for (RelayStep step : steps) {
            carried.addObject().put("method", step.method()).set("arguments", step.arguments());
        }
        return arguments;
    }

    RelayStep.Target target() {
        return steps.get(0).target();
    }

    /**
     * Why each step was not taken, in order; what stopped the transaction stopped them all, and an answer that does not
     * tell of every step vouches for none.
     */
    List<Optional<Refusal>> refusals(TransactionRecord record) {
        Receipt receipt = record.receipt();
        if (!receipt.succeeded()) {
            return all(Optional.of(new Refusal(receipt.code(), receipt.message())));
        }
        if (steps.size() == 1) {
            return all(Optional.empty());
        }
        JsonNode ends = CanonicalJson.decode(receipt.result()).path("steps");
        if (ends.size() != steps.size()) {
            return all(Optional.of(new Refusal(
                    "CARRY_NOT_ANSWERED",
                    "the transaction does not tell what became of its " + steps.size() + " steps, but answers "
                            + receipt.result().toUtf8())));
        }
        List<Optional<Refusal>> refusals = new ArrayList<>();
        for (JsonNode end : ends) {
            refusals.add(
                    end.path("success").booleanValue()
                            ? Optional.empty()
                            : Optional.of(new Refusal(
                                    end.path("code").asText(),
                                    end.path("message").asText())));
        }
        return refusals;
    }

    private List<Optional<Refusal>> all(Optional<Refusal> refusal) {
        return Collections.nCopies(steps.size(), refusal);
    }
}
