package io.regchain.bench.calls;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What one run of the benchmark of cross-chain calls does.
 *
 * @param markets local chains of four validators each, beside the supervision chain's four, all in this process
 * @param warmup load before the clock starts
 * @param measured load while figures are taken
 * @param inFlight calls of one market that were sent and have not ended
 * @param data where all chains keep their files
 */
public record CallLoad(int markets, Duration warmup, Duration measured, int inFlight, Path data) {
    /** Of one chain at most so many packets are open (protocol text, P8). */
    private static final int MOST_IN_FLIGHT = 500;

    public CallLoad {
        if (markets < 2 || markets > 30) {
            throw new IllegalArgumentException("calls cross between 2 to 30 markets, not " + markets);
        }
        if (inFlight < 1 || inFlight > MOST_IN_FLIGHT) {
            throw new IllegalArgumentException(
                    "1 to " + MOST_IN_FLIGHT + " calls of a market are in flight, not " + inFlight);
        }
        if (measured.isZero() || measured.isNegative() || warmup.isNegative()) {
            throw new IllegalArgumentException("the measured time is longer than zero");
        }
    }

    String line(String flight) {
        return ("configuration: %d markets of 4 validators and a supervision chain of 4 in this process, node interfaces"
                        + " over national TLS; %s; warm-up %d s, measured %d s; durable in %s")
                .formatted(markets, flight, warmup.toSeconds(), measured.toSeconds(), data);
    }
}
