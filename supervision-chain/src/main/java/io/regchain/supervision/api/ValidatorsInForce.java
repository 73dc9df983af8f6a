package io.regchain.supervision.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Function;

/**
 * The consensus nodes that decide a chain's next block, with everything their registration says of them: those of the last
 * approved change that the chain has come to, else those of the registration (A10.7).
 */
final class ValidatorsInForce {
    private ValidatorsInForce() {}

    /** @param state what stands under a full state key of the supervision chain */
    static JsonNode of(Function<String, Optional<JsonNode>> state, String chain, JsonNode registration) {
        long next = 1
                + state.apply("light-clients/" + chain + "/latest")
                        .map(latest -> latest.path("height").longValue())
                        .orElse(0L);
        JsonNode nodes = registration.get("validators");
        Optional<JsonNode> heights = state.apply("registry/sets/" + chain);
        if (heights.isPresent()) {
            for (JsonNode effective : heights.get()) { // ascending
                if (effective.longValue() <= next) {
                    nodes = state.apply("registry/set/" + chain + "/" + effective.longValue())
                            .orElseThrow()
                            .get("validators");
                }
            }
        }
        return nodes;
    }
}
