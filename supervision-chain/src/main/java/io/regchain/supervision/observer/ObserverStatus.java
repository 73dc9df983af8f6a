package io.regchain.supervision.observer;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import java.time.Instant;
import java.util.Optional;

/**
 * Where the observation of a chain stands: what its nodes report, what is verified, and what is waited for, so that slow,
 * stuck and dead can be told apart.
 *
 * @param reported the highest height a node has reported; not verified
 * @param verified the last height whose header and objects the supervision chain has taken
 * @param verifiedAt when that was, by the observer's clock
 * @param stage what the observer does now, for people
 * @param since since when
 * @param answeredAt when a node last answered anything that the node interface defines
 * @param failures attempts in a row that came to nothing
 * @param failingSince when the first of them ended
 * @param problem the last one's reason
 * @param nextTry when it is tried again, while it waits for that
 * @param backfill while it fetches several heights that it missed
 */
public record ObserverStatus(
        ChainId chain,
        Height reported,
        Height verified,
        Optional<Instant> verifiedAt,
        String stage,
        Instant since,
        Optional<Instant> answeredAt,
        int failures,
        Optional<Instant> failingSince,
        Optional<String> problem,
        Optional<Instant> nextTry,
        Optional<Backfill> backfill) {}
