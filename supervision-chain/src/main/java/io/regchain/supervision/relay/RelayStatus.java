package io.regchain.supervision.relay;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.packet.PacketId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where the carrying to and from a chain stands, so that whoever waits for a call can see what its relay does. Times are
 * by the clock of the machine.
 *
 * @param lastPass when a pass last came to its end, whatever it met
 * @param nextPass when the next one begins at the latest; empty while one is under way
 * @param failures passes in a row that failed or met a refusal
 * @param failingSince when the first of them ended
 * @param refusal what a chain last refused to take, and why; until a pass meets none
 * @param problem why the last pass could not be ended; until one can
 * @param unreceived packets that this chain is proven to have sent and the hub has not taken, as the last pass left them
 * @param paused whether the hub's operator holds this chain's calls back
 */
public record RelayStatus(
        ChainId chain,
        Optional<Instant> lastPass,
        Optional<Instant> nextPass,
        int failures,
        Optional<Instant> failingSince,
        Optional<String> refusal,
        Optional<String> problem,
        List<PacketId> unreceived,
        boolean paused) {
    public RelayStatus {
        unreceived = List.copyOf(unreceived);
    }

    /** Before the first pass. */
    static RelayStatus starting(ChainId chain) {
        return new RelayStatus(
                chain,
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false);
    }

    RelayStatus paused(boolean now) {
        return new RelayStatus(chain, lastPass, nextPass, failures, failingSince, refusal, problem, unreceived, now);
    }

    RelayStatus begun() {
        return new RelayStatus(
                chain, lastPass, Optional.empty(), failures, failingSince, refusal, problem, unreceived, paused);
    }

    RelayStatus passed(ChainRelay.Pass pass, Instant now, Instant next) {
        boolean good = pass.refused().isEmpty();
        return new RelayStatus(
                chain,
                Optional.of(now),
                Optional.of(next),
                good ? 0 : failures + 1,
                good ? Optional.empty() : failingSince.or(() -> Optional.of(now)),
                good
                        ? Optional.empty()
                        : Optional.of(pass.refused().get(pass.refused().size() - 1)),
                Optional.empty(),
                pass.unreceived(),
                paused);
    }

    RelayStatus failed(String why, Instant now, Instant next) {
        return new RelayStatus(
                chain,
                Optional.of(now),
                Optional.of(next),
                failures + 1,
                failingSince.or(() -> Optional.of(now)),
                refusal,
                Optional.of(why),
                unreceived,
                paused);
    }
}
