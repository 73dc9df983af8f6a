package io.regchain.ledger.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.Round;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TimeoutPolicyTest {
    @Test
    void roundsDoubleUntilTheCap() {
        assertThat(LongStream.range(0, 8)
                        .mapToObj(r ->
                                TimeoutPolicy.STANDARD.duration(new Round(r)).toSeconds()))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    }

    @Test
    void noRoundIsTooHighToHaveATimeout() {
        assertThat(TimeoutPolicy.STANDARD.duration(new Round(Long.MAX_VALUE))).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aCapBelowTheFirstTimeoutOrNoTimeoutAtAllIsRefused() {
        assertThatThrownBy(() -> new TimeoutPolicy(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TimeoutPolicy(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
