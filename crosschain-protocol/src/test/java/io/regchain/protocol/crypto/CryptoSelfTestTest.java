package io.regchain.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CryptoSelfTestTest {
    private static final Set<String> NOT_HEX = Set.of("name", "source", "kind", "slow", "times");

    @Test
    void every_vector_of_the_standards_passes_a_million_sm4_rounds_included() {
        assertThatCode(CryptoSelfTest::runThoroughly).doesNotThrowAnyException();
    }

    private static ObjectNode resource() {
        try {
            return (ObjectNode) new ObjectMapper().readTree(CryptoSelfTest.resource());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** One hexadecimal digit of one field of one vector, to be changed. */
    record Corruption(int vector, String name, String field, int digit) {
        byte[] apply() {
            ObjectNode file = resource();
            ObjectNode fields = (ObjectNode) file.withArray("vectors").get(vector);
            StringBuilder hex = new StringBuilder(fields.get(field).textValue());
            int changed = Character.digit(hex.charAt(digit), 16) ^ 1;
            hex.setCharAt(digit, Character.toUpperCase(Character.forDigit(changed, 16)));
            fields.put(field, hex.toString());
            return Bytes.utf8(file.toString()).toArray();
        }

        @Override
        public String toString() {
            return name + ": digit " + digit + " of " + field;
        }
    }

    static Stream<Corruption> corruptions() {
        List<Corruption> all = new ArrayList<>();
        ArrayNode vectors = resource().withArray("vectors");
        for (int i = 0; i < vectors.size(); i++) {
            JsonNode vector = vectors.get(i);
            if (!vector.path("slow").asBoolean()) {
                addCorruptions(all, i, vector);
            }
        }
        return all.stream();
    }

    private static void addCorruptions(List<Corruption> all, int index, JsonNode vector) {
        vector.fields().forEachRemaining(field -> {
            int digits = NOT_HEX.contains(field.getKey())
                    ? 0
                    : field.getValue().textValue().length();
            for (int digit : new TreeSet<>(List.of(0, digits / 2, Math.max(0, digits - 1)))) {
                if (digit < digits) {
                    all.add(new Corruption(index, vector.get("name").textValue(), field.getKey(), digit));
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("corruptions")
    void a_corrupted_vector_stops_the_program_and_is_named(Corruption corruption) {
        assertThatThrownBy(() -> CryptoSelfTest.run(corruption.apply(), false))
                .isInstanceOf(CryptoSelfTestException.class)
                .hasMessageContaining("vector \"" + corruption.name + "\" fails");
    }

    @Test
    void a_vector_file_that_leaves_an_algorithm_out_stops_the_program() {
        for (String kind : List.of("sm3", "hmac-sm3", "sm4", "sm4-gcm", "sm2-signature", "sm2-encryption")) {
            ObjectNode file = resource();
            ArrayNode kept = new ObjectMapper().createArrayNode();
            file.withArray("vectors").forEach(v -> {
                if (!v.get("kind").textValue().equals(kind)) {
                    kept.add(v);
                }
            });
            file.set("vectors", kept);
            assertThatThrownBy(
                            () -> CryptoSelfTest.run(Bytes.utf8(file.toString()).toArray(), false))
                    .isInstanceOf(CryptoSelfTestException.class)
                    .hasMessageContaining("not all of");
        }
    }

    @Test
    void a_vector_file_that_is_not_json_stops_the_program() {
        assertThatThrownBy(() -> CryptoSelfTest.run(new byte[] {'{'}, false))
                .isInstanceOf(CryptoSelfTestException.class)
                .hasMessageContaining("not JSON");
    }

    @Test
    void the_file_holds_nine_vectors_with_their_sources() {
        List<CryptoVector> vectors = CryptoSelfTest.parse(CryptoSelfTest.resource());
        assertThat(vectors).hasSize(9);
        assertThat(vectors).allSatisfy(v -> assertThat(v.fields().path("source").textValue())
                .isNotBlank());
    }
}
