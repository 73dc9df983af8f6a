package io.regchain.localchain.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * What a step must end in. Whatever is not named is not looked at.
 *
 * @param code of the refusal
 * @param messageContains parts the refusal's message must have
 * @param result values by field of the step's result
 * @param objects data objects that the hub must have stored, proven
 * @param state values in the state of a chain
 */
public record Expectation(
        boolean success,
        Optional<String> code,
        List<String> messageContains,
        ObjectNode result,
        List<StoredObject> objects,
        List<StateValue> state) {
    /** @param chain the object's own chain */
    public record StoredObject(String chain, String id, long version) {}

    /**
     * @param chain a market's, or {@code supervision}
     * @param key full state key
     * @param field a member of the value; empty for the whole value
     * @param value empty when nothing may stand there
     */
    public record StateValue(String chain, String key, Optional<String> field, Optional<JsonNode> value) {}

    public Expectation {
        messageContains = List.copyOf(messageContains);
        result = result.deepCopy();
        objects = List.copyOf(objects);
        state = List.copyOf(state);
    }
}
