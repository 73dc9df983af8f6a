package io.regchain.supervision.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.canonical.CanonicalJson;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClientMetersTest {
    private static final long START = 1_770_700_000_000L;
    private final Map<String, JsonNode> state = new TreeMap<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private BlockTime now = new BlockTime(START);

    private double seconds() {
        return registry.get(ClientMeters.EXPIRY).tag("chain", "jiangsu").gauge().value();
    }

    @Test
    void the_seconds_until_a_client_expires_are_measured_and_fall_below_zero() {
        new ClientMeters(registry, key -> Optional.ofNullable(state.get(key)), () -> now).watch(new ChainId("jiangsu"));
        assertThat(seconds()).as("not registered").isNaN();

        state.put("registry/chain/jiangsu", CanonicalJson.object().put("approvedAt", START));
        assertThat(seconds()).isEqualTo(Duration.ofDays(14).toSeconds());
        state.put("light-clients/trust-period", CanonicalJson.object().put("seconds", 7200));
        assertThat(seconds()).as("as genesis says for all").isEqualTo(7200);
        state.put("light-clients/jiangsu/trust-period", CanonicalJson.object().put("seconds", 3600));
        assertThat(seconds()).as("as officers say for this one").isEqualTo(3600);
        now = new BlockTime(START + Duration.ofHours(2).toMillis());
        assertThat(seconds()).isEqualTo(-3600);
        state.put("light-clients/jiangsu/latest", CanonicalJson.object().put("trustedAt", now.epochMillis()));
        assertThat(seconds()).isEqualTo(3600);
    }
}
