package io.regchain.supervision.observer;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.lightclient.TrustClock;
import io.regchain.protocol.lightclient.TrustPeriod;
import io.regchain.supervision.contract.ClientHealth;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClientWatchTest {
    private static final BlockTime START = new BlockTime(1_770_700_000_000L);
    private final ClientWatch watch = new ClientWatch(new ChainId("jiangsu"));

    private static BlockTime day(int day) {
        return new BlockTime(START.epochMillis() + Duration.ofDays(day).toMillis());
    }

    private static ClientHealth health(boolean frozen, BlockTime since) {
        return new ClientHealth(frozen, new TrustClock(since, TrustPeriod.DEFAULT));
    }

    @Test
    void a_client_that_runs_out_is_told_of_once() {
        ClientHealth silent = health(false, START);
        assertThat(watch.look(silent, day(9))).isEmpty();
        assertThat(watch.look(silent, day(10)))
                .hasValueSatisfying(warning -> assertThat(warning).contains("jiangsu", "EXPIRING", day(14).toString()));
        assertThat(watch.look(silent, day(11))).isEmpty();
        assertThat(watch.look(silent, day(15))).isEmpty();
    }

    @Test
    void after_a_header_a_second_silence_is_told_of_again() {
        assertThat(watch.look(health(false, START), day(14)))
                .hasValueSatisfying(warning -> assertThat(warning).contains("EXPIRED"));
        assertThat(watch.look(health(false, day(14)), day(15))).isEmpty();
        assertThat(watch.look(health(false, day(14)), day(25))).isPresent();
    }

    @Test
    void a_frozen_client_has_an_alert_of_its_own() {
        assertThat(watch.look(health(true, START), day(13))).isEmpty();
    }
}
