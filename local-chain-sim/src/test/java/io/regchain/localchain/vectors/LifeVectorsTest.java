package io.regchain.localchain.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.vectors.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the published lives of packets and settlements against what the production contracts do now. After an intended
 * change run it with {@code -Dvectors.write=true}, which writes the files anew; review the difference.
 */
class LifeVectorsTest {
    private static final Path FOLDER = Path.of("..", "crosschain-protocol", "vectors");

    static Stream<Map.Entry<String, Supplier<ObjectNode>>> lives() {
        return Stream.of(
                Map.entry("packet-life.json", () -> new PacketLife().file()),
                Map.entry("settlement-life.json", () -> new SettlementLife().file()));
    }

    @ParameterizedTest
    @MethodSource("lives")
    void the_published_lives_are_what_the_contracts_do(Map.Entry<String, Supplier<ObjectNode>> life)
            throws IOException {
        ObjectNode made = life.getValue().get();
        String now = Json.print(made);
        Path path = FOLDER.resolve(life.getKey());
        if (Boolean.getBoolean("vectors.write")) {
            Files.writeString(path, now);
        }
        assertThat(Files.readString(path)).isEqualTo(now);
        assertThat(CanonicalJson.decode(CanonicalJson.encode(made)))
                .as("plain JSON")
                .isNotNull();
        assertThat(rules(made)).as("each refusal names its rule").doesNotContain("");
    }

    private static TreeSet<String> rules(JsonNode file) {
        TreeSet<String> rules = new TreeSet<>();
        file.get("steps").forEach(step -> {
            if (step.has("code")) {
                rules.add(step.path("rule").asText());
            }
        });
        return rules;
    }
}
