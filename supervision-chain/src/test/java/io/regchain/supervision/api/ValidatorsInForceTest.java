package io.regchain.supervision.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidatorsInForceTest {
    private final Map<String, JsonNode> state = new TreeMap<>();

    private static ObjectNode nodes(String name) {
        ObjectNode entry = CanonicalJson.object();
        entry.putArray("validators").addObject().put("name", name);
        return entry;
    }

    private String inForce() {
        return ValidatorsInForce.of(key -> Optional.ofNullable(state.get(key)), "jiangsu", nodes("genesis"))
                .get(0)
                .path("name")
                .asText();
    }

    @Test
    void without_a_change_they_are_those_of_the_registration() {
        assertThat(inForce()).isEqualTo("genesis");
    }

    @ParameterizedTest(name = "after block {0}: {1}")
    @CsvSource({"0, genesis", "10, genesis", "11, second", "28, second", "29, third", "99, third"})
    void a_change_counts_from_the_block_that_hands_over(long latest, String name) {
        state.put("registry/sets/jiangsu", CanonicalJson.array().add(12).add(30));
        state.put("registry/set/jiangsu/12", nodes("second"));
        state.put("registry/set/jiangsu/30", nodes("third"));
        state.put("light-clients/jiangsu/latest", CanonicalJson.object().put("height", latest));

        assertThat(inForce()).isEqualTo(name);
    }
}
