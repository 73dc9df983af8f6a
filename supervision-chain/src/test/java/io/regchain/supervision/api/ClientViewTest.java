package io.regchain.supervision.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.lightclient.TrustClock;
import io.regchain.protocol.lightclient.TrustPeriod;
import io.regchain.supervision.contract.ClientHealth;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientViewTest {
    private static final BlockTime START = new BlockTime(1_770_700_000_000L);

    @ParameterizedTest(name = "frozen {0}, day {1}: {2}")
    @CsvSource({
        "false, 1, ACTIVE, ''",
        "false, 12, EXPIRING, expires at",
        "false, 14, EXPIRED, proposeRenewal",
        "true, 1, FROZEN, proposeThaw"
    })
    void a_client_is_shown_with_its_times_and_what_to_do(boolean frozen, int day, String status, String warning) {
        ClientHealth health = new ClientHealth(frozen, new TrustClock(START, TrustPeriod.DEFAULT));
        JsonNode shown = ClientView.of(
                health, new BlockTime(START.epochMillis() + Duration.ofDays(day).toMillis()));

        assertThat(shown.path("status").asText()).isEqualTo(status);
        assertThat(shown.path("trustedAt").longValue()).isEqualTo(START.epochMillis());
        assertThat(shown.path("expiresAt").longValue())
                .isEqualTo(START.epochMillis() + Duration.ofDays(14).toMillis());
        assertThat(shown.path("warning").asText()).contains(warning);
        assertThat(shown.has("warning")).isEqualTo(!warning.isEmpty());
    }
}
