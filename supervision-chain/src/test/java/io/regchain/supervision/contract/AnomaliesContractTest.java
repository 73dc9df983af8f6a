package io.regchain.supervision.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.canonical.CanonicalJson;
import org.junit.jupiter.api.Test;

/** The log of what was refused (JR/T 0314 6.5): numbered, bounded, written by who may. */
class AnomaliesContractTest {
    private final HubWorld world = new HubWorld();

    private static ObjectNode anomaly(String code) {
        return CanonicalJson.object()
                .put("chain", "jiangsu")
                .put("height", 7)
                .put("node", "jiangsu-0")
                .put("code", code)
                .put("message", "what was wrong");
    }

    private JsonNode record(ObjectNode anomaly) {
        return world.hub.succeed(HubWorld.OBSERVER, "anomalies", "record", anomaly);
    }

    @Test
    void entries_are_numbered_per_chain_from_zero() {
        record(anomaly("QUORUM_NOT_REACHED"));
        record(anomaly("OBJECT_ALTERED").put("objectId", "report-1").put("version", 2));
        record(anomaly("OBJECT_ALTERED").put("chain", "zhejiang"));

        assertThat(world.hub
                        .read("anomalies/jiangsu/0")
                        .orElseThrow()
                        .path("code")
                        .asText())
                .isEqualTo("QUORUM_NOT_REACHED");
        JsonNode second = world.hub.read("anomalies/jiangsu/1").orElseThrow();
        assertThat(second.path("objectId").asText()).isEqualTo("report-1");
        assertThat(second.path("version").longValue()).isEqualTo(2);
        assertThat(second.path("time").longValue()).isEqualTo(HubWorld.START.epochMillis());
        assertThat(world.hub.read("anomalies/zhejiang/0")).isPresent();
        assertThat(world.hub.read("anomalies/jiangsu/next").orElseThrow().longValue())
                .isEqualTo(2);
    }

    @Test
    void only_observers_and_the_contract_of_objects_write_here() {
        assertThat(world.hub
                        .refuse(HubWorld.RELAYER, "anomalies", "record", anomaly("OBJECT_ALTERED"))
                        .code())
                .isEqualTo("ROLE_MISSING");
    }

    @Test
    void a_code_is_a_code() {
        assertThat(world.hub
                        .refuse(HubWorld.OBSERVER, "anomalies", "record", anomaly("<script>"))
                        .code())
                .isEqualTo("BAD_ARGUMENT");
    }

    @Test
    void texts_that_a_node_decides_are_cut() {
        JsonNode kept = record(anomaly("OBJECT_MISSING")
                .put("message", "x".repeat(10_000))
                .put("node", "n".repeat(1_000))
                .put("objectId", "o".repeat(1_000)));

        assertThat(kept.path("message").asText())
                .hasSize(AnomaliesContract.MAX_MESSAGE)
                .endsWith("…");
        assertThat(kept.path("node").asText()).hasSize(64);
        assertThat(kept.path("objectId").asText()).hasSize(128);
    }

    @Test
    void a_cut_never_halves_a_character() {
        JsonNode kept = record(anomaly("OBJECT_MISSING").put("message", "𠮷".repeat(3_000)));

        String message = kept.path("message").asText();
        assertThat(message.codePoints().filter(c -> Character.getType(c) == Character.SURROGATE))
                .isEmpty();
        assertThat(message).endsWith("𠮷…");
    }
}
